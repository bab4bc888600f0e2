package io.synap.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.synap.protocol.memory.Memory;
import io.synap.protocol.operation.Bytes;
import io.synap.protocol.operation.EncodedOperation;
import io.synap.protocol.operation.Operation;
import io.synap.protocol.operation.OperationCodec;
import io.synap.protocol.state.ShardImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Random histories: the same state by every way that leads to it. */
final class HistoryTest {
    private static final int VALUE_BYTES_MAX = 400_000;

    /** One applied operation. */
    private record Logged(Operation operation, long time) {}

    @Test
    void everyOperationDoesWhatTheModelDoes() {
        SplittableRandom random = Seed.random("everyOperationDoesWhatTheModelDoes");
        for (int keys : new int[] {3, 100, 3_000, 3_000}) {
            RandomHistory history = new RandomHistory(random, keys, keys == 3 ? 50 : 20_000);
            ModelShard model = new ModelShard(VALUE_BYTES_MAX);
            try (TestStore store = store(random.nextLong())) {
                Shard shard = store.shardOf(RandomHistory.shardKey());
                for (int i = 0; i < 20_000; i++) {
                    Operation operation = history.next();
                    model.apply(operation, history.now);
                    store.now = history.now;
                    Outcome outcome = store.apply(shard, operation);
                    String context = i + ": " + operation.getClass().getSimpleName();
                    assertThat(outcome.applied()).as(context).isEqualTo(model.applied);
                    assertThat(outcome.rejection()).as(context).isEqualTo(model.rejection);
                    assertThat(outcome.number()).as(context).isEqualTo(model.number);
                    assertThat(shard.sequence()).as(context).isEqualTo(model.sequence);
                    assertThat(shard.time()).as(context).isEqualTo(model.time);
                    if (i % 2_000 == 0) {
                        assertThat(contents(shard)).isEqualTo(model.items);
                    }
                }
                assertThat(contents(shard)).isEqualTo(model.items);
                assertThat(shard.keyCount()).isEqualTo(model.items.size());
                assertThat(shard.expiringKeyCount())
                        .isEqualTo(model.items.values().stream()
                                .filter(item -> item.deadline() != 0)
                                .count());
            }
        }
    }

    @Test
    void replayUnderAnotherHashSeedGivesTheSameState() {
        SplittableRandom random = Seed.random("replayUnderAnotherHashSeedGivesTheSameState");
        RandomHistory history = new RandomHistory(random, 2_000, 30_000);
        try (TestStore store = store(1);
                TestStore copy = store(2)) {
            Shard shard = store.shardOf(RandomHistory.shardKey());
            List<Logged> log = run(store, shard, history, 40_000);
            replay(copy.engine, shard.index(), 1, log);
            assertSame(shard, copy.engine.shard(shard.index()));
        }
    }

    @Test
    void decodedAndEncodedAgainEveryOperationKeepsItsBytes() {
        SplittableRandom random = Seed.random("decodedAndEncodedAgainEveryOperationKeepsItsBytes");
        RandomHistory history = new RandomHistory(random, 100, 100);
        for (int i = 0; i < 20_000; i++) {
            Operation operation = history.next();
            Operation decoded = TestStore.withEncoded(operation, OperationCodec::decode);
            assertThat(decoded).isEqualTo(operation);
            assertThat(TestStore.withEncoded(decoded, HistoryTest::encoded))
                    .isEqualTo(TestStore.withEncoded(operation, HistoryTest::encoded));
        }
    }

    @Test
    void imageAndTheLogBehindItGiveTheSameState() throws IOException {
        SplittableRandom random = Seed.random("imageAndTheLogBehindItGiveTheSameState");
        for (int round = 0; round < 8; round++) {
            RandomHistory history = new RandomHistory(random, 4_000, 10_000);
            try (TestStore store = store(random.nextLong());
                    TestStore copy = store(random.nextLong())) {
                Shard shard = store.shardOf(RandomHistory.shardKey());
                run(store, shard, history, random.nextInt(20_000));
                ByteArrayOutputStream image = new ByteArrayOutputStream();
                List<Logged> suffix = new ArrayList<>();
                long sequence;
                try (ShardImage source = store.engine.openImage(shard.index())) {
                    sequence = source.sequence();
                    long digest = shard.digest();
                    do {
                        suffix.addAll(run(store, shard, history, random.nextInt(2_000)));
                    } while (source.next((address, length) -> append(image, address, length)));
                    restore(copy.engine, shard.index(), image, source);
                    assertThat(copy.engine.shard(shard.index()).digest()).isEqualTo(digest);
                }
                suffix.addAll(run(store, shard, history, 1_000));
                replay(copy.engine, shard.index(), sequence + 1, suffix);
                assertSame(shard, copy.engine.shard(shard.index()));
            }
        }
    }

    static void append(ByteArrayOutputStream image, long address, long length) {
        image.writeBytes(Memory.toArray(address, (int) length));
    }

    static void restore(Engine target, int shard, ByteArrayOutputStream image, ShardImage source) {
        byte[] bytes = image.toByteArray();
        try (Arena arena = Arena.ofConfined()) {
            long address = arena.allocate(Math.max(1, bytes.length)).address();
            Memory.copy(bytes, 0, address, bytes.length);
            target.restoreItems(shard, address, bytes.length);
        }
        target.restoreEnd(shard, source.sequence(), source.time());
    }

    private static TestStore store(long hashSeed) {
        return new TestStore(new EngineOptions(hashSeed, AccessTracking.LRU, VALUE_BYTES_MAX));
    }

    private static List<Logged> run(TestStore store, Shard shard, RandomHistory history, int operations) {
        List<Logged> log = new ArrayList<>();
        for (int i = 0; i < operations; i++) {
            Operation operation = history.next();
            store.now = history.now;
            if (store.apply(shard, operation).applied()) {
                log.add(new Logged(operation, history.now));
            }
            // Housekeeping may come at any time and is no part of the state.
            shard.tidy();
        }
        return log;
    }

    private static void replay(Engine engine, int shard, long first, List<Logged> log) {
        long sequence = first;
        for (Logged each : log) {
            long at = sequence++;
            var _ = TestStore.withEncoded(each.operation(), address -> {
                engine.replay(shard, at, each.time(), address);
                return true;
            });
        }
    }

    private static void assertSame(Shard left, Shard right) {
        assertThat(right.sequence()).isEqualTo(left.sequence());
        assertThat(right.time()).isEqualTo(left.time());
        assertThat(right.digest()).isEqualTo(left.digest());
        assertThat(right.usedBytes()).isEqualTo(left.usedBytes());
        assertThat(right.keyCount()).isEqualTo(left.keyCount());
        assertThat(right.nextDeadline()).isEqualTo(left.nextDeadline());
    }

    static Bytes encoded(long operation) {
        int length = EncodedOperation.length(operation);
        return Bytes.of(Memory.toArray(operation, length));
    }

    /** Everything there is, expired or not, found by scanning at the beginning of time. */
    static Map<Bytes, ModelShard.Item> contents(Shard shard) {
        Map<Bytes, ModelShard.Item> contents = new HashMap<>();
        long cursor = 0;
        do {
            cursor = shard.scan(
                    cursor,
                    1_000,
                    Long.MIN_VALUE,
                    entry -> contents.put(
                            Bytes.of(TestStore.keyOf(entry)),
                            new ModelShard.Item(
                                    Bytes.of(TestStore.valueOf(entry)), Entry.deadline(entry), Entry.version(entry))));
        } while (cursor != 0);
        return contents;
    }
}
