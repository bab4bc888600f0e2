package io.synap.engine.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.synap.engine.Seed;
import io.synap.engine.memory.LargeValue;
import io.synap.protocol.memory.Memory;
import io.synap.protocol.operation.QueueOperation;
import io.synap.protocol.operation.QueueOperation.Receipt;
import io.synap.protocol.operation.QueueOperation.Scope;
import io.synap.protocol.operation.QueueSetting;
import io.synap.protocol.state.ShardImage;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What queues take, and that it comes back. */
final class QueueMemoryTest {
    private static final String PAYLOAD = "x".repeat(100);

    private final QueueStore store = new QueueStore();
    private long usedByEmptyQueue;

    @BeforeEach
    void create() {
        store.configure(Map.of());
        usedByEmptyQueue = store.shard.usedBytes();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aMessageOfAHundredBytesTakesAtMostAHundredAndSixty() {
        publish(200_000, PAYLOAD);
        assertThat(store.shard.queues().slabBytes() / 200_000.0).isLessThan(160);
        double accounted = (store.shard.usedBytes() - usedByEmptyQueue) / 200_000.0;
        assertThat(accounted).isBetween(144.0, 160.0);
    }

    @Test
    void whatWasAcknowledgedLeavesNothing() {
        SplittableRandom random = Seed.random("whatWasAcknowledgedLeavesNothing");
        publish(5_000, PAYLOAD);
        publish(20, "x".repeat(100_000));
        List<Long> ids = new ArrayList<>(store.receiveIds("c", 5_020));
        Collections.shuffle(ids, new Random(random.nextLong()));
        ids.forEach(id -> assertThat(store.ack(new Receipt(id, 1))).isNull());
        store.tidy();
        assertThat(store.shard.usedBytes()).isEqualTo(usedByEmptyQueue);
        assertThat(store.shard.queues().slabBytes()).isZero();
        store.apply(new QueueOperation.Delete(QueueStore.name()));
        assertThat(store.shard.usedBytes()).isZero();
    }

    @Test
    void memoryOfMessagesAcknowledgedHereAndThereComesBack() {
        publish(60_000, PAYLOAD);
        long full = store.shard.queues().slabBytes();
        for (long id : store.receiveIds("c", 60_000)) {
            if (id % 50 != 0) {
                store.ack(new Receipt(id, 0));
            } else if (id % 100 == 0) {
                store.nack(new Receipt(id, 0), 0, "");
            } else {
                store.reject(new Receipt(id, 0), "");
            }
        }
        long digest = store.shard.digest();
        long usedBytes = store.shard.usedBytes();
        store.tidy();
        assertThat(store.shard.queues().slabBytes()).isLessThan(full / 8);
        assertThat(store.shard.digest()).isEqualTo(digest);
        assertThat(store.shard.usedBytes()).isEqualTo(usedBytes);
        List<Long> ids = store.receiveIds("c", 60_000);
        assertThat(ids).hasSize(600).isSorted().allMatch(id -> id % 100 == 0);
        assertThat(store.letters()).hasSize(600);
    }

    @Test
    void aLargeQueueIsPurgedAtOnceAndFreedInSlices() {
        publish(50_000, PAYLOAD);
        publish(10, "x".repeat(100_000));
        long full = store.shard.queues().slabBytes();
        assertThat(store.purge(Scope.READY)).isEqualTo(50_010);
        assertThat(store.shard.usedBytes()).isEqualTo(usedByEmptyQueue);
        assertThat(store.shard.queues().slabBytes()).isEqualTo(full);
        int slices = 1;
        while (store.shard.tidy()) {
            slices++;
        }
        assertThat(slices).isGreaterThan(40);
        assertThat(store.shard.queues().slabBytes()).isZero();
    }

    @Test
    void whatWasPurgedIsKeptForTheImageThatReadsItOnly() throws IOException {
        publish(20_000, PAYLOAD);
        long full = store.shard.queues().slabBytes();
        try (ShardImage image = store.engine.openImage(store.shard.index())) {
            assertThat(image.next((_, _) -> {})).isTrue();
            store.purge(Scope.ALL);
            store.tidy();
            assertThat(store.shard.queues().slabBytes()).isEqualTo(full);
        }
        try (ShardImage later = store.engine.openImage(store.shard.index())) {
            store.tidy();
            assertThat(store.shard.queues().slabBytes()).isZero();
            assertThat(later.sequence()).isEqualTo(store.shard.sequence());
        }
    }

    @Test
    void aLargePayloadIsReadAfterItsMessageIsGone() {
        String large = "abcdefghij".repeat(20_000);
        store.publish(large);
        store.shard.lock();
        LargeValue held = store.shard.queues().retainLarge(store.queue().find(1));
        store.shard.unlock();
        assertThat(store.receiveOne("c").payload()).isEqualTo(large);
        assertThat(store.ack(new Receipt(1, 1))).isNull();
        store.tidy();
        try (LargeValue value = held;
                Arena arena = Arena.ofConfined()) {
            long copy = arena.allocate(value.length()).address();
            value.copy(0, value.length(), copy);
            assertThat(new String(Memory.toArray(copy, value.length()), StandardCharsets.ISO_8859_1))
                    .isEqualTo(large);
        }
        store.tidy();
        assertThat(store.shard.usedBytes()).isEqualTo(usedByEmptyQueue);
        assertThat(store.shard.queues().slabBytes()).isZero();
    }

    @Test
    void aLargePayloadSurvivesItsDeathAndAnImage() throws IOException {
        String large = "abcdefghij".repeat(5_000);
        store.publish(large);
        store.reject(store.receiveOne("c").receipt(), "too large for me");
        try (QueueStore copy = new QueueStore()) {
            copy.restore(store.image(), new SplittableRandom(1), store.shard.sequence(), store.shard.time());
            copy.now = store.now;
            copy.apply(new QueueOperation.Redrive(QueueStore.name(), List.of(1L)));
            assertThat(copy.receiveOne("c").payload()).isEqualTo(large);
        }
    }

    @Test
    void manyConsumersThatComeAndGoLeaveNothing() {
        store.configure(QueueSetting.LEASE_MILLIS, 1_000);
        for (int i = 0; i < 3_000; i++) {
            store.publish("m");
            QueueStore.Received received = store.receiveOne("c" + i);
            if (i % 2 == 0) {
                store.ack(received.receipt());
            }
        }
        assertThat(store.queue().consumersInFlight()).isEqualTo(1_500);
        store.now += 1_000;
        store.advance();
        assertThat(store.queue().consumersInFlight()).isZero();
    }

    private void publish(int messages, String payload) {
        QueueOperation.Message message = QueueStore.message(payload);
        for (int i = 0; i < messages; i += 100) {
            var batch = Collections.nCopies(Math.min(100, messages - i), message);
            store.apply(new QueueOperation.Publish(QueueStore.name(), batch));
        }
    }
}
