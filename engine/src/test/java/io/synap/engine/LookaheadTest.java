package io.synap.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.synap.protocol.Slots;
import io.synap.protocol.memory.Memory;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LookaheadTest {
    private static final int KEYS = 20_000;

    @Test
    void lookingChangesNothingAndLeavesEveryLockFree() {
        try (TestStore store = new TestStore(new EngineOptions(42, AccessTracking.LRU, 1 << 20))) {
            SplittableRandom random = Seed.random("LookaheadTest");
            for (int i = 0; i < KEYS; i++) {
                // Values of every kind: empty, small, several lines, in pieces.
                int length = i % 1000 == 0 ? Entry.INLINE_VALUE_BYTES_MAX + 1 : random.nextInt(300);
                store.set("key:" + i, "v".repeat(length));
            }
            long digest = digest(store);
            Lookahead ahead = new Lookahead(store.engine);
            for (int round = 0; round < 2_000; round++) {
                int keys = random.nextInt(1, Lookahead.KEYS_MAX + 1);
                look(
                        ahead,
                        random.ints(keys, 0, 2 * KEYS).mapToObj(i -> "key:" + i).toList());
            }
            assertThat(digest(store)).isEqualTo(digest);
            assertThat(freeLocks(store)).isEqualTo(Slots.SHARDS);
        }
    }

    @Test
    void aTakenLockIsNeitherWaitedForNorReleased() {
        try (TestStore store = new TestStore()) {
            store.set("a", "1");
            Shard taken = store.shardOf("a");
            taken.lock();
            Lookahead ahead = new Lookahead(store.engine);
            look(ahead, List.of("a", "b", "a", "c"));
            assertThat(taken.tryLock()).isFalse();
            taken.unlock();
            assertThat(freeLocks(store)).isEqualTo(Slots.SHARDS);
        }
    }

    private static void look(Lookahead ahead, List<String> keys) {
        try (Arena arena = Arena.ofConfined()) {
            for (String key : keys) {
                byte[] bytes = key.getBytes(StandardCharsets.US_ASCII);
                long address = arena.allocate(bytes.length).address();
                Memory.copy(bytes, 0, address, bytes.length);
                ahead.add(address, bytes.length);
            }
            ahead.load();
        }
    }

    private static long digest(TestStore store) {
        return IntStream.range(0, Slots.SHARDS)
                .mapToLong(i -> store.engine.shard(i).digest())
                .sum();
    }

    private static long freeLocks(TestStore store) {
        return IntStream.range(0, Slots.SHARDS)
                .filter(i -> {
                    Shard shard = store.engine.shard(i);
                    boolean free = shard.tryLock();
                    if (free) {
                        shard.unlock();
                    }
                    return free;
                })
                .count();
    }
}
