package io.synap.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.synap.protocol.operation.Bytes;
import io.synap.protocol.operation.Operation;
import io.synap.protocol.operation.SystemOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Keys that expire are named, and naming them changes nothing of what happens. */
final class NamedExpiryTest {
    /** Takes names up to a bound, as the server does for its log. */
    private static final class Names implements ValueSink {
        private final int namesMax;
        private final List<Bytes> taken = new ArrayList<>();

        Names(int namesMax) {
            this.namesMax = namesMax;
        }

        @Override
        public void value(long entry) {
            taken.add(Bytes.of(TestStore.keyOf(entry)));
        }

        @Override
        public boolean isFull() {
            return taken.size() >= namesMax;
        }

        SystemOperation.Advance logged(long itemsMax) {
            return new SystemOperation.Advance(isFull() ? taken.size() : itemsMax, taken);
        }
    }

    @Test
    void eachKeyIsShownBeforeItGoesAndAFullSinkEndsTheStep() {
        try (TestStore store = new TestStore()) {
            Shard shard = store.shardOf("{t}");
            for (int i = 0; i < 10; i++) {
                store.setExpiring("{t}" + i, "v", 10 + i);
            }
            store.now += 100;
            Names names = new Names(4);
            assertThat(advance(store, shard, 100, names).number()).isEqualTo(4);
            assertThat(names.taken.stream().map(Bytes::toString)).containsExactly("{t}0", "{t}1", "{t}2", "{t}3");
            assertThat(shard.keyCount()).isEqualTo(6);
            assertThat(advance(store, shard, 3, new Names(100)).number()).isEqualTo(3);
            assertThat(advance(store, shard, 100, new Names(3)).number()).isEqualTo(3);
            assertThat(shard.keyCount()).isZero();
        }
    }

    @Test
    void replayWithNamesGivesTheSameState() {
        SplittableRandom random = Seed.random("replayWithNamesGivesTheSameState");
        RandomHistory history = new RandomHistory(random, 500, 30_000);
        try (TestStore store = new TestStore();
                TestStore copy = new TestStore(new EngineOptions(7, AccessTracking.NONE, 1 << 20))) {
            Shard shard = store.shardOf(RandomHistory.shardKey());
            long sequence = 0;
            int named = 0;
            for (int i = 0; i < 30_000; i++) {
                Operation operation = history.next();
                store.now = history.now;
                Operation logged = operation;
                boolean applied;
                if (operation instanceof SystemOperation.Advance advance) {
                    Names names = new Names(1 + random.nextInt(3));
                    applied = advance(store, shard, advance.itemsMax(), names).applied();
                    logged = names.logged(advance.itemsMax());
                    named += names.taken.size();
                } else {
                    applied = store.apply(shard, operation).applied();
                }
                if (applied) {
                    long next = ++sequence;
                    long time = history.now;
                    var _ = TestStore.withEncoded(logged, address -> {
                        copy.engine.replay(shard.index(), next, time, address);
                        return true;
                    });
                }
            }
            assertThat(named).isGreaterThan(500);
            assertThat(copy.engine.shard(shard.index()).digest()).isEqualTo(shard.digest());
        }
    }

    private static Outcome advance(TestStore store, Shard shard, long itemsMax, ValueSink sink) {
        return TestStore.withEncoded(new SystemOperation.Advance(itemsMax), address -> {
            shard.lock();
            try {
                shard.apply(address, store.now, store.outcome, sink);
                return store.outcome;
            } finally {
                shard.unlock();
            }
        });
    }
}
