package io.synap.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Redis' promise: what is there all the time is returned at least once. */
final class ScanTest {
    @Test
    void whatIsPresentThroughoutIsVisitedWhileOthersComeAndGo() {
        SplittableRandom random = Seed.random("whatIsPresentThroughoutIsVisitedWhileOthersComeAndGo");
        for (int round = 0; round < 30; round++) {
            try (TestStore store = new TestStore(new EngineOptions(random.nextLong(), AccessTracking.NONE, 1000))) {
                Shard shard = store.shardOf("{k}");
                int kept = random.nextInt(1, 3_000);
                for (int i = 0; i < kept; i++) {
                    store.set("{k}kept" + i, "v");
                }
                int others = random.nextInt(2) * random.nextInt(20_000);
                for (int i = 0; i < others; i++) {
                    store.set("{k}other" + i, "v");
                }
                Set<String> seen = new HashSet<>();
                long cursor = 0;
                do {
                    cursor = shard.scan(cursor, random.nextInt(1, 100), store.now, entry -> seen.add(keyOf(entry)));
                    // First it shrinks or grows a lot, so that segments merge and split meanwhile.
                    for (int i = random.nextInt(1_000); i > 0; i--) {
                        String other = "{k}other" + random.nextInt(20_000);
                        if (others > 0 ? random.nextInt(10) > 0 : random.nextInt(10) == 0) {
                            store.delete(other);
                        } else {
                            store.set(other, "w");
                        }
                    }
                } while (cursor != 0);
                for (int i = 0; i < kept; i++) {
                    assertThat(seen).contains("{k}kept" + i);
                }
            }
        }
    }

    @Test
    void oneCallDoesBoundedWorkEvenWhenNothingIsLeft() {
        try (TestStore store = new TestStore()) {
            Shard shard = store.shardOf("{k}");
            for (int i = 0; i < 50_000; i++) {
                store.setExpiring("{k}" + i, "v", 10);
            }
            store.now += 10;
            int calls = 0;
            long cursor = 0;
            do {
                cursor = shard.scan(cursor, 10, store.now, _ -> {});
                calls++;
            } while (cursor != 0);
            assertThat(calls).isGreaterThan(300);
        }
    }

    @Test
    void aScanOfAShardAtRestVisitsEachOnce() {
        try (TestStore store = new TestStore()) {
            Shard shard = store.shardOf("{k}");
            for (int i = 0; i < 10_000; i++) {
                store.set("{k}" + i, "v");
            }
            Set<String> seen = new HashSet<>();
            long cursor = 0;
            int[] visits = {0};
            do {
                cursor = shard.scan(cursor, 10, store.now, entry -> {
                    visits[0]++;
                    seen.add(keyOf(entry));
                });
                assertThat(cursor).isBetween(0L, (1L << 43) - 1);
            } while (cursor != 0);
            assertThat(seen).hasSize(10_000);
            assertThat(visits[0]).isEqualTo(10_000);
        }
    }

    private static String keyOf(long entry) {
        return new String(TestStore.keyOf(entry), StandardCharsets.UTF_8);
    }
}
