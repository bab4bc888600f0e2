package io.synap.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.synap.protocol.state.ShardImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Memory after keys were deleted here and there, which leaves something in almost every page. */
final class SparsePagesTest {
    private static final int KEYS = 60_000;
    private static final EngineOptions OPTIONS = new EngineOptions(11, AccessTracking.NONE, 1 << 20);

    private final TestStore store = new TestStore(OPTIONS);
    private final Shard shard = store.shardOf("{k}");

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void memoryOfKeysDeletedHereAndThereComesBack() {
        SplittableRandom random = Seed.random("memoryOfKeysDeletedHereAndThereComesBack");
        fill();
        long full = shard.slabBytes();
        int kept = thinOut(random);
        assertThat(shard.slabBytes()).isGreaterThan(full / 2);
        long digest = shard.digest();
        long sequence = shard.sequence();
        long usedBytes = shard.usedBytes();
        int slices = 1;
        while (shard.tidy()) {
            slices++;
        }
        assertThat(shard.slabBytes()).isLessThan((long) (full * 0.3));
        assertThat(shard.digest()).isEqualTo(digest);
        assertThat(shard.sequence()).isEqualTo(sequence);
        assertThat(shard.usedBytes()).isEqualTo(usedBytes);
        assertThat(shard.keyCount()).isEqualTo(kept);
        // A slice is short: it moves few entries.
        assertThat(slices).isGreaterThan(kept / 2 / 16);
    }

    @Test
    void anEmptiedShardKeepsNothing() {
        SplittableRandom random = Seed.random("anEmptiedShardKeepsNothing");
        long empty = shard.slabBytes();
        fill();
        thinOut(random);
        for (int i = 0; i < KEYS; i++) {
            store.delete(key(i));
            if (i % 3 == 0) {
                shard.tidy();
            }
        }
        store.delete("{k}");
        tidy();
        assertThat(shard.slabBytes()).isEqualTo(empty);
    }

    @Test
    void whatStaysIsFoundWhilePagesAreEmptied() {
        SplittableRandom random = Seed.random("whatStaysIsFoundWhilePagesAreEmptied");
        fill();
        thinOut(random);
        boolean[] present = new boolean[KEYS];
        for (int i = 0; i < KEYS; i++) {
            present[i] = store.get(key(i)) != null;
        }
        for (int i = 0; i < 20_000; i++) {
            shard.tidy();
            int which = random.nextInt(KEYS);
            if (random.nextInt(4) > 0) {
                assertThat(store.get(key(which))).isEqualTo(present[which] ? value(which) : null);
            } else if (random.nextBoolean()) {
                store.delete(key(which));
                present[which] = false;
            } else {
                store.setExpiring(key(which), value(which), 1_000);
                present[which] = true;
            }
        }
        for (int i = 0; i < KEYS; i++) {
            assertThat(store.get(key(i))).isEqualTo(present[i] ? value(i) : null);
        }
    }

    @Test
    void anImageIsTheSameWhilePagesAreEmptied() throws IOException {
        SplittableRandom random = Seed.random("anImageIsTheSameWhilePagesAreEmptied");
        fill();
        thinOut(random);
        try (TestStore copy = new TestStore(new EngineOptions(12, AccessTracking.NONE, 1 << 20));
                ShardImage image = store.engine.openImage(shard.index())) {
            long digest = shard.digest();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            do {
                for (int i = 0; i < 50; i++) {
                    shard.tidy();
                }
                store.set(key(random.nextInt(KEYS)), "changed");
            } while (image.next((address, length) -> HistoryTest.append(bytes, address, length)));
            HistoryTest.restore(copy.engine, shard.index(), bytes, image);
            assertThat(copy.engine.shard(shard.index()).digest()).isEqualTo(digest);
        }
    }

    private void fill() {
        for (int i = 0; i < KEYS; i++) {
            store.set(key(i), value(i));
        }
        // The entry that looks most like a free block.
        store.set("{k}", "");
    }

    /** Deletes nine keys of ten; returns how many stay. */
    private int thinOut(SplittableRandom random) {
        int kept = KEYS + 1;
        for (int i = 0; i < KEYS; i++) {
            if (random.nextInt(10) > 0) {
                store.delete(key(i));
                kept--;
            }
        }
        return kept;
    }

    private void tidy() {
        while (shard.tidy()) {
            // in small slices
        }
    }

    private static String key(int i) {
        return "{k}" + i;
    }

    private static String value(int i) {
        return Integer.toString(i).repeat(i % 2_000 == 0 ? 2_000 : 1 + i % 40);
    }
}
