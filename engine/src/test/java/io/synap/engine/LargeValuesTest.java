package io.synap.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.synap.engine.memory.LargeValue;
import io.synap.engine.memory.LargeValues;
import io.synap.protocol.memory.Memory;
import io.synap.protocol.operation.Bytes;
import io.synap.protocol.operation.KvOperation;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Large values that grow and go: work and memory do not depend on how large they have become. */
final class LargeValuesTest {
    private static final int MEBIBYTE = 1 << 20;
    private static final Bytes KEY = Bytes.utf8("k");

    private final TestStore store = new TestStore(new EngineOptions(5, AccessTracking.NONE, 256 * MEBIBYTE));
    private final Shard shard = store.shardOf("k");

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void growingLeavesWholePiecesWhereTheyAre() {
        store.set("k", "0123456789abcdef".repeat(5_000));
        Long first = store.withEntry("k", entry -> LargeValues.address(Entry.pieces(entry), 0));
        StringBuilder expected = new StringBuilder("0123456789abcdef".repeat(5_000));
        for (int i = 0; i < 500; i++) {
            String part = Integer.toString(i).repeat(100 + i % 1_000);
            store.apply(new KvOperation.Append(KEY, Bytes.utf8(part)));
            expected.append(part);
        }
        Long same = store.withEntry("k", entry -> LargeValues.address(Entry.pieces(entry), 0));
        assertThat(same).isEqualTo(first);
        assertThat(store.get("k")).isEqualTo(expected.toString());
        long grown = shard.usedBytes();
        store.set("k", expected.toString());
        assertThat(shard.usedBytes()).isEqualTo(grown);
    }

    @Test
    void growingPastTheSizeWhereTheTableGetsAPageOfItsOwn() {
        long empty = shard.slabBytes();
        int length = 0;
        for (int mebibytes : new int[] {1, 127, 129, 200}) {
            int offset = mebibytes * MEBIBYTE - 3;
            store.apply(new KvOperation.SetRange(KEY, offset, Bytes.utf8("end" + mebibytes)));
            length = offset + 3 + Integer.toString(mebibytes).length();
        }
        assertThat(store.<Integer>withEntry("k", Entry::valueLength)).isEqualTo(length);
        assertThat(part(MEBIBYTE - 3, 5)).isEqualTo("end1\0");
        assertThat(part(127 * MEBIBYTE - 4, 8)).isEqualTo("\0end127\0");
        assertThat(part(200 * MEBIBYTE - 4, 7)).isEqualTo("\0end200");
        store.delete("k");
        tidy();
        assertThat(shard.slabBytes()).isEqualTo(empty);
        assertThat(store.engine.reservedBytes()).isLessThan(32 * MEBIBYTE);
    }

    @Test
    void overwritingTakesNoMoreMemoryEachTime() {
        Bytes value = Bytes.of(new byte[12 * MEBIBYTE]);
        for (int i = 0; i < 20; i++) {
            store.apply(new KvOperation.Set(KEY, value, TestStore.NO_EXPIRY, TestStore.ALWAYS, false));
        }
        assertThat(store.engine.reservedBytes()).isLessThan(48 * MEBIBYTE);
    }

    @Test
    void aReaderKeepsTheOldValueWhileItGrows() {
        String before = "old!".repeat(50_000);
        store.set("k", before);
        LargeValue held = store.withEntry("k", shard::retainLarge);
        store.apply(new KvOperation.Append(KEY, Bytes.utf8("new!".repeat(50_000))));
        assertThat(textOf(held)).isEqualTo(before);
        assertThat(store.get("k")).isEqualTo(before + "new!".repeat(50_000));
    }

    private @Nullable String part(int from, int length) {
        return store.withEntry("k", entry -> {
            try (Arena arena = Arena.ofConfined()) {
                long copy = arena.allocate(length).address();
                Entry.copyValue(entry, from, length, copy);
                return new String(Memory.toArray(copy, length), StandardCharsets.US_ASCII);
            }
        });
    }

    private static String textOf(@Nullable LargeValue value) {
        if (value == null) {
            throw new AssertionError("no such key");
        }
        try (value;
                Arena arena = Arena.ofConfined()) {
            long copy = arena.allocate(value.length()).address();
            value.copy(0, value.length(), copy);
            return new String(Memory.toArray(copy, value.length()), StandardCharsets.US_ASCII);
        }
    }

    private void tidy() {
        while (shard.tidy()) {
            // in small slices
        }
    }
}
