package io.synap.engine.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.synap.engine.Seed;
import io.synap.protocol.memory.Memory;
import io.synap.protocol.operation.Bytes;
import io.synap.protocol.operation.EncodedOperation;
import io.synap.protocol.operation.Operation;
import io.synap.protocol.operation.OperationCodec;
import io.synap.protocol.operation.QueueOperation;
import io.synap.protocol.operation.QueueOperation.Scope;
import io.synap.protocol.state.ShardImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Random histories of a queue: the same state by every way that leads to it. */
final class QueueHistoryTest {
    @Test
    void replayUnderAnotherHashSeedGivesTheSameState() {
        SplittableRandom random = Seed.random("replayUnderAnotherHashSeedGivesTheSameState");
        try (QueueStore store = new QueueStore(1);
                QueueStore copy = new QueueStore(2)) {
            run(store, new RandomQueueHistory(random, true), 20_000);
            copy.replay(store.log, 0, 1);
            assertSame(store, copy);
        }
    }

    @Test
    void decodedAndEncodedAgainEveryOperationKeepsItsBytes() {
        SplittableRandom random = Seed.random("decodedAndEncodedAgainEveryOperationKeepsItsBytes");
        RandomQueueHistory history = new RandomQueueHistory(random, true);
        for (int i = 0; i < 10_000; i++) {
            Operation operation = history.next();
            Operation decoded = QueueStore.withEncoded(operation, OperationCodec::decode);
            assertThat(decoded).isEqualTo(operation);
            assertThat(QueueStore.withEncoded(decoded, QueueHistoryTest::encoded))
                    .isEqualTo(QueueStore.withEncoded(operation, QueueHistoryTest::encoded));
        }
    }

    @Test
    void imageInAnyOrderAndTheLogBehindItGiveTheSameState() throws IOException {
        SplittableRandom random = Seed.random("imageInAnyOrderAndTheLogBehindItGiveTheSameState");
        for (int round = 0; round < 20; round++) {
            RandomQueueHistory history = new RandomQueueHistory(random, true);
            try (QueueStore store = new QueueStore(random.nextLong());
                    QueueStore copy = new QueueStore(random.nextLong())) {
                run(store, history, random.nextInt(6_000));
                List<byte[]> items = new ArrayList<>();
                int logged = store.log.size();
                long sequence;
                try (ShardImage image = store.engine.openImage(store.shard.index())) {
                    sequence = image.sequence();
                    long digest = store.shard.digest();
                    long usedBytes = store.shard.usedBytes();
                    long deadline = store.shard.nextDeadline();
                    do {
                        run(store, history, random.nextInt(300));
                    } while (image.next((address, length) -> QueueStore.append(items, address, length)));
                    copy.restore(items, random, sequence, image.time());
                    assertThat(copy.shard.digest()).isEqualTo(digest);
                    assertThat(copy.shard.usedBytes()).isEqualTo(usedBytes);
                    assertThat(copy.shard.nextDeadline()).isEqualTo(deadline);
                }
                run(store, history, 1_000);
                copy.replay(store.log, logged, sequence + 1);
                assertSame(store, copy);
            }
        }
    }

    @Test
    void aQueuePurgedOrDeletedWhileAnImageIsReadIsWholeInIt() throws IOException {
        SplittableRandom random = Seed.random("aQueuePurgedOrDeletedWhileAnImageIsReadIsWholeInIt");
        for (Scope scope : Scope.values()) {
            try (QueueStore store = new QueueStore();
                    QueueStore copy = new QueueStore();
                    QueueStore late = new QueueStore()) {
                filled(store, 20_000);
                long digest = store.shard.digest();
                List<byte[]> items = new ArrayList<>();
                try (ShardImage image = store.engine.openImage(store.shard.index())) {
                    assertThat(image.next((address, length) -> QueueStore.append(items, address, length)))
                            .isTrue();
                    assertThat(store.purge(scope)).isPositive();
                    filled(store, 100);
                    store.tidy();
                    late.restore(store.image(), random, store.shard.sequence(), store.shard.time());
                    assertThat(late.shard.digest()).isEqualTo(store.shard.digest());
                    store.apply(new QueueOperation.Delete(QueueStore.name()));
                    store.tidy();
                    while (image.next((address, length) -> QueueStore.append(items, address, length))) {
                        store.tidy();
                    }
                    copy.restore(items, random, image.sequence(), image.time());
                }
                assertThat(copy.shard.digest()).isEqualTo(digest);
                store.tidy();
                assertThat(store.shard.usedBytes()).isZero();
                assertThat(store.shard.queues().slabBytes()).isZero();
            }
        }
    }

    @Test
    void aRestoredShardCanBeRestoredAnew() throws IOException {
        SplittableRandom random = Seed.random("aRestoredShardCanBeRestoredAnew");
        try (QueueStore store = new QueueStore();
                QueueStore copy = new QueueStore()) {
            filled(store, 1_000);
            filled(copy, 300);
            List<byte[]> items = store.image();
            copy.shard.reset();
            assertThat(copy.shard.usedBytes()).isZero();
            assertThat(copy.shard.queues().slabBytes()).isZero();
            copy.restore(items, random, store.shard.sequence(), store.shard.time());
            assertSame(store, copy);
        }
    }

    @Test
    void anImageThatContradictsItselfIsRefused() throws IOException {
        SplittableRandom random = Seed.random("anImageThatContradictsItselfIsRefused");
        try (QueueStore store = new QueueStore()) {
            filled(store, 10);
            List<byte[]> items = store.image();
            List<byte[]> twice = new ArrayList<>(items);
            twice.add(items.getLast());
            assertRefused(twice, random);
            items.removeIf(item -> item[8] == 80);
            assertRefused(items, random);
        }
    }

    private static void assertRefused(List<byte[]> items, SplittableRandom random) {
        try (QueueStore copy = new QueueStore()) {
            assertThatThrownBy(() -> copy.restore(items, random, 1, 1)).isInstanceOf(IllegalStateException.class);
        }
    }

    /** Messages of every state, some large, and a remembered deduplication id for some. */
    private static void filled(QueueStore store, int messages) {
        store.configure(Map.of());
        for (int i = 0; i < messages; i++) {
            store.publish(new MessageBuilder("x".repeat(i % 500 == 0 ? 40_000 : i % 100))
                    .priority(i % 10)
                    .delay(i % 7 == 0 ? 1_000_000 : 0)
                    .ttl(i % 11 == 0 ? 2_000_000 : 5_000_000)
                    .dedup(i % 13 == 0 ? "d" + store.now + i : "")
                    .key(i % 5 == 0 ? "k" + i % 3 : "")
                    .build());
        }
        List<QueueStore.Received> received = store.receive("c", messages / 10);
        for (int i = 0; i < received.size() / 2; i++) {
            store.reject(received.get(i).receipt(), "bad");
        }
    }

    private static void run(QueueStore store, RandomQueueHistory history, int operations) {
        for (int i = 0; i < operations; i++) {
            Operation operation = history.next();
            store.now = history.now;
            List<QueueStore.Received> received = new ArrayList<>();
            store.apply(operation, received);
            history.received(received);
            // Housekeeping may come at any time and is no part of the state.
            store.shard.tidy();
        }
    }

    private static void assertSame(QueueStore left, QueueStore right) {
        assertThat(right.shard.sequence()).isEqualTo(left.shard.sequence());
        assertThat(right.shard.time()).isEqualTo(left.shard.time());
        assertThat(right.shard.digest()).isEqualTo(left.shard.digest());
        assertThat(right.shard.usedBytes()).isEqualTo(left.shard.usedBytes());
        assertThat(right.shard.nextDeadline()).isEqualTo(left.shard.nextDeadline());
    }

    private static Bytes encoded(long operation) {
        return Bytes.of(Memory.toArray(operation, EncodedOperation.length(operation)));
    }
}
