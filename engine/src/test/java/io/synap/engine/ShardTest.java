package io.synap.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.synap.engine.memory.LargeValue;
import io.synap.protocol.memory.Memory;
import io.synap.protocol.operation.Bytes;
import io.synap.protocol.operation.EncodedOperation;
import io.synap.protocol.operation.KvOperation;
import io.synap.protocol.operation.KvOperation.Expiry;
import io.synap.protocol.operation.Operation;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The shard beside its operations: memory, samples, statistics, replay, locking. */
final class ShardTest {
    private static final EngineOptions OPTIONS = new EngineOptions(7, AccessTracking.LRU, 1 << 20);

    private final TestStore store = new TestStore(OPTIONS);

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void setAndGetAllocateNothingOnTheHeap() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Shard shard = store.shardOf("k");
        Operation set = new KvOperation.Set(
                Bytes.utf8("k"), Bytes.utf8("v".repeat(64)), new Expiry.At(store.now + 1_000), TestStore.ALWAYS, false);
        long allocated = TestStore.withEncoded(set, operation -> {
            setAndGet(shard, operation, 300_000);
            long before = threads.getCurrentThreadAllocatedBytes();
            setAndGet(shard, operation, 20_000);
            return threads.getCurrentThreadAllocatedBytes() - before;
        });
        assertThat(allocated).isLessThan(20_000);
    }

    private void setAndGet(Shard shard, long operation, int times) {
        Outcome outcome = store.outcome;
        long key = EncodedOperation.key(operation);
        for (int i = 0; i < times; i++) {
            shard.lock();
            shard.apply(operation, store.now + i % 500, outcome, ValueSink.NONE);
            long entry = shard.find(key, 1, store.now);
            shard.unlock();
            if (entry == 0) {
                throw new AssertionError("the key is gone");
            }
        }
    }

    @Test
    void deletingEverythingReturnsEveryByte() {
        SplittableRandom random = Seed.random("deletingEverythingReturnsEveryByte");
        Shard shard = store.shardOf("{k}");
        long empty = shard.slabBytes();
        for (int i = 0; i < 5_000; i++) {
            int length = random.nextInt(10) == 0 ? random.nextInt(100_000) : random.nextInt(300);
            store.setExpiring("{k}" + i, "v".repeat(length), 1 + random.nextInt(1_000));
        }
        long used = 0;
        for (int i = 0; i < 5_000; i++) {
            Long bytes = store.withEntry("{k}" + i, Entry::bytes);
            used += bytes == null ? 0 : bytes;
        }
        assertThat(shard.usedBytes()).isEqualTo(used);
        assertThat(store.engine.usedBytes()).isEqualTo(used);
        for (int i = 0; i < 5_000; i += 2) {
            store.delete("{k}" + i);
        }
        store.now += 1_000;
        assertThat(store.advance(shard, 10_000).number()).isEqualTo(2_500);
        tidy(shard);
        assertThat(shard.usedBytes()).isZero();
        assertThat(shard.slabBytes()).isEqualTo(empty);
    }

    @Test
    void flushReturnsEveryByte() {
        Shard shard = store.shardOf("{k}");
        long empty = shard.slabBytes();
        for (int i = 0; i < 2_000; i++) {
            store.setExpiring("{k}" + i, "v".repeat(i * 11), 1_000);
        }
        LargeValue held = retained("{k}1999");
        store.apply(shard, new KvOperation.Flush());
        tidy(shard);
        assertThat(shard.usedBytes()).isZero();
        assertThat(shard.slabBytes()).isGreaterThan(empty);
        held.close();
        tidy(shard);
        assertThat(shard.slabBytes()).isEqualTo(empty);
    }

    @Test
    void flushSetsAsideAndMemoryIsFreedInSlices() {
        Shard shard = store.shardOf("{k}");
        long empty = shard.slabBytes();
        for (int i = 0; i < 20_000; i++) {
            store.setExpiring("{k}" + i, "v".repeat(i % 500), 1_000);
        }
        long full = shard.slabBytes();
        store.apply(shard, new KvOperation.Flush());
        assertThat(shard.usedBytes()).isZero();
        assertThat(shard.slabBytes()).isGreaterThanOrEqualTo(full);
        int slices = 1;
        while (shard.tidy()) {
            slices++;
        }
        assertThat(slices).isGreaterThan((int) (full >> 16) / 32);
        assertThat(shard.slabBytes()).isEqualTo(empty);
    }

    @Test
    void fillingAndFlushingAgainAndAgainTakesNoMoreMemory() {
        Shard shard = store.shardOf("{k}");
        long first = 0;
        for (int round = 0; round < 10; round++) {
            for (int i = 0; i < 2_000; i++) {
                store.set("{k}" + i, "v".repeat(i * 11));
            }
            store.apply(shard, new KvOperation.Flush());
            first = round == 0 ? store.engine.reservedBytes() : first;
        }
        assertThat(store.engine.reservedBytes()).isLessThan(3 * first);
    }

    @Test
    void aReaderKeepsALargeValueAsItWas() {
        String value = "0123456789".repeat(20_000);
        store.set("k", value);
        try (LargeValue held = retained("k")) {
            store.apply(new KvOperation.SetRange(Bytes.utf8("k"), 5, Bytes.utf8("xxx")));
            store.apply(new KvOperation.Append(Bytes.utf8("k"), Bytes.utf8("tail")));
            assertThat(textOf(held)).isEqualTo(value);
            store.delete("k");
            for (int i = 0; i < 10; i++) {
                store.set("{k}" + i, "y".repeat(200_000));
            }
            assertThat(textOf(held)).isEqualTo(value);
        }
    }

    @Test
    void largeValuesGrowAndChangeInPlace() {
        StringBuilder expected = new StringBuilder();
        Bytes key = Bytes.utf8("k");
        for (int i = 0; i < 300; i++) {
            String part = Integer.toString(i).repeat(i);
            store.apply(new KvOperation.Append(key, Bytes.utf8(part)));
            expected.append(part);
            if (i % 7 == 0) {
                int at = expected.length() / 3;
                store.apply(new KvOperation.SetRange(key, at, Bytes.utf8("**")));
                expected.replace(at, at + 2, "**");
            }
            if (i % 50 == 3) {
                store.apply(new KvOperation.Expire(key, store.now + 10_000, KvOperation.ExpireRule.ALWAYS));
            }
            if (i % 50 == 30) {
                store.apply(new KvOperation.Persist(key));
            }
        }
        assertThat(store.get("k")).isEqualTo(expected.toString());
    }

    @Test
    void theLeastRecentlyUsedIsGivenUp() {
        Shard shard = store.shardOf("{k}");
        store.set("{k}cold", "v");
        store.now += 60_000;
        for (int i = 0; i < 3; i++) {
            store.set("{k}" + i, "v");
        }
        long entry = shard.evictionCandidate(EvictionPolicy.ALLKEYS_LRU, 5, store.now);
        assertThat(TestStore.keyOf(entry)).asString().isEqualTo("{k}cold");
        assertThat(Entry.idleMillis(entry, store.now)).isEqualTo(60_000);
        assertThat(store.get("{k}cold")).isEqualTo("v");
        Long idle = store.withEntry("{k}cold", e -> Entry.idleMillis(e, store.now));
        assertThat(idle).isZero();
    }

    @Test
    void usesCountFromWhenTheyAreTracked() {
        try (TestStore tracked = new TestStore(new EngineOptions(7, AccessTracking.NONE, 1000))) {
            tracked.set("k", "v");
            tracked.now += 60_000;
            Long untracked = tracked.withEntry("k", e -> Entry.idleMillis(e, tracked.now));
            assertThat(untracked).isEqualTo(60_000);
            tracked.engine.trackAccess(AccessTracking.LRU);
            Long used = tracked.withEntry("k", e -> Entry.idleMillis(e, tracked.now));
            assertThat(used).isZero();
        }
    }

    @Test
    void theLeastFrequentlyUsedIsGivenUp() {
        try (TestStore lfu = new TestStore(new EngineOptions(7, AccessTracking.LFU, 1000))) {
            for (int i = 0; i < 4; i++) {
                lfu.set("{k}" + i, "v");
                for (int n = 0; n < 100 && i != 2; n++) {
                    assertThat(lfu.get("{k}" + i)).isEqualTo("v");
                }
            }
            Shard shard = lfu.shardOf("{k}");
            long entry = shard.evictionCandidate(EvictionPolicy.ALLKEYS_LFU, 5, lfu.now);
            assertThat(TestStore.keyOf(entry)).asString().isEqualTo("{k}2");
            Integer frequency = lfu.withEntry("{k}1", Entry::accessFrequency);
            assertThat(frequency).isGreaterThan(5);
        }
    }

    @Test
    void theEarliestDeadlineIsGivenUp() {
        Shard shard = store.shardOf("{k}");
        store.set("{k}stays", "v");
        assertThat(shard.evictionCandidate(EvictionPolicy.VOLATILE_TTL, 1, store.now))
                .isZero();
        store.setExpiring("{k}late", "v", 200);
        store.setExpiring("{k}soon", "v", 100);
        long entry = shard.evictionCandidate(EvictionPolicy.VOLATILE_TTL, 1, store.now);
        assertThat(TestStore.keyOf(entry)).asString().isEqualTo("{k}soon");
        assertThat(shard.evictionCandidate(EvictionPolicy.NOEVICTION, 1, store.now))
                .isZero();
        assertThat(EvictionPolicy.parse("allkeys-lru")).isEqualTo(EvictionPolicy.ALLKEYS_LRU);
    }

    @Test
    void everyEntryIsDrawnSoonerOrLater() {
        Shard shard = store.shardOf("{k}");
        assertThat(shard.randomEntry(1, store.now)).isZero();
        store.setExpiring("{k}expired", "v", 1);
        store.now += 1;
        assertThat(shard.randomEntry(1, store.now)).isZero();
        for (int i = 0; i < 20; i++) {
            store.set("{k}" + i, "v");
        }
        Set<String> drawn = new HashSet<>();
        for (int i = 0; i < 5_000; i++) {
            byte[] key = TestStore.keyOf(shard.randomEntry(i, store.now));
            drawn.add(new String(key, StandardCharsets.US_ASCII));
        }
        assertThat(drawn).hasSize(20).doesNotContain("{k}expired");
    }

    @Test
    void replayTakesOnlyTheNextSequenceAndOnlyWhatChangesSomething() {
        Shard shard = store.shardOf("k");
        Operation delete = new KvOperation.Delete(Bytes.utf8("k"), TestStore.ALWAYS, false, false);
        assertThatThrownBy(() -> replay(shard, 2, delete))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("at sequence 0")
                .hasMessageContaining("operation 2");
        assertThatThrownBy(() -> replay(shard, 1, delete))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("changes nothing");
    }

    @Test
    void manyThreadsTakeTurns() throws InterruptedException {
        Shard shard = store.shardOf("k");
        Operation increment = new KvOperation.Increment(Bytes.utf8("k"), 1);
        Thread[] threads = new Thread[6];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = new Thread(() -> {
                Outcome outcome = new Outcome();
                int _ = TestStore.withEncoded(increment, at -> applyOften(shard, at, outcome));
            });
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(store.get("k")).isEqualTo("300000");
        assertThat(shard.tryLock()).isTrue();
        assertThat(shard.tryLock()).isFalse();
        shard.unlock();
    }

    private int applyOften(Shard shard, long operation, Outcome outcome) {
        for (int i = 0; i < 50_000; i++) {
            shard.lock();
            shard.apply(operation, store.now, outcome, ValueSink.NONE);
            shard.unlock();
        }
        return 0;
    }

    private void replay(Shard shard, long sequence, Operation operation) {
        var _ = TestStore.withEncoded(operation, at -> {
            store.engine.replay(shard.index(), sequence, store.now, at);
            return true;
        });
    }

    private LargeValue retained(String key) {
        LargeValue held = store.withEntry(key, store.shardOf(key)::retainLarge);
        if (held == null) {
            throw new AssertionError("no such key");
        }
        return held;
    }

    private static String textOf(LargeValue value) {
        try (Arena arena = Arena.ofConfined()) {
            long at = arena.allocate(value.length()).address();
            value.copy(0, value.length(), at);
            byte[] bytes = Memory.toArray(at, value.length());
            return new String(bytes, StandardCharsets.US_ASCII);
        }
    }

    private static void tidy(Shard shard) {
        while (shard.tidy()) {
            // in small slices
        }
    }
}
