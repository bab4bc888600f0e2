package io.synap.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.synap.protocol.operation.InSession;
import io.synap.protocol.operation.Operation;
import io.synap.protocol.operation.OperationCodec;
import io.synap.protocol.operation.SystemOperation;
import io.synap.protocol.state.ShardImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Random histories with sessions: nothing is executed twice, and the state is the same by every way that leads to it. */
final class SessionHistoryTest {
    private record Logged(Operation operation, long time) {}

    private enum Kind {
        EXECUTED,
        REPEATED,
        REFUSED,
        NOTHING
    }

    private final ModelSessions sessions = new ModelSessions();
    private final ModelShard keys = new ModelShard(1 << 20);
    private final Map<Kind, Integer> met = new EnumMap<>(Kind.class);

    @Test
    void everyOperationIsExecutedAtMostOnce() {
        SplittableRandom random = Seed.random("everyOperationIsExecutedAtMostOnce");
        SessionHistory history = new SessionHistory(random, 60);
        try (TestStore store = store(random.nextLong())) {
            Shard shard = store.shardOf(RandomHistory.shardKey());
            for (int i = 0; i < 60_000; i++) {
                Operation operation = history.next();
                store.now = history.keys.now;
                Outcome outcome = store.apply(shard, operation);
                String context = i + ": " + operation;
                switch (operation) {
                    case InSession within -> check(context, within, store, outcome);
                    case SystemOperation.Advance advance -> check(context, advance, store, outcome);
                    default -> {
                        keys.apply(operation, store.now);
                        assertThat(outcome.applied()).as(context).isEqualTo(keys.applied);
                    }
                }
                assertThat(shard.sequence()).as(context).isEqualTo(keys.sequence);
                assertThat(shard.sessions().count()).as(context).isEqualTo(sessions.count());
            }
            assertThat(HistoryTest.contents(shard)).isEqualTo(keys.items);
        }
        for (Kind kind : Kind.values()) {
            assertThat(met.getOrDefault(kind, 0)).as(kind.name()).isGreaterThan(500);
        }
    }

    private void check(String context, InSession within, TestStore store, Outcome outcome) {
        ModelSessions.@Nullable Result known = sessions.result(within.stamp());
        assertThat(outcome.recalled()).as(context).isEqualTo(known != null && sessions.refusal(within.stamp()) == null);
        if (sessions.refusal(within.stamp()) != null) {
            assertThat(outcome.rejection()).as(context).isEqualTo(sessions.refusal(within.stamp()));
            assertThat(outcome.done()).as(context).isFalse();
            met.merge(Kind.REFUSED, 1, Integer::sum);
        } else if (known != null) {
            assertThat(new ModelSessions.Result(outcome.number(), outcome.version(), store.reported))
                    .as(context)
                    .isEqualTo(known);
            met.merge(Kind.REPEATED, 1, Integer::sum);
        } else {
            keys.apply(within.operation(), store.now);
            assertThat(outcome.applied()).as(context).isEqualTo(keys.applied);
            assertThat(outcome.rejection()).as(context).isEqualTo(keys.rejection);
            assertThat(outcome.number()).as(context).isEqualTo(keys.number);
            if (outcome.applied()) {
                ModelSessions.Result result =
                        new ModelSessions.Result(outcome.number(), outcome.version(), store.reported);
                sessions.executed(within.stamp(), result, keys.sequence, keys.time);
            }
            met.merge(outcome.applied() ? Kind.EXECUTED : Kind.NOTHING, 1, Integer::sum);
        }
    }

    private void check(String context, SystemOperation.Advance advance, TestStore store, Outcome outcome) {
        long now = Math.max(store.now, keys.time);
        keys.apply(advance, store.now);
        long ended = sessions.advance(Math.max(0, advance.itemsMax() - keys.number), now);
        assertThat(outcome.number()).as(context).isEqualTo(keys.number + ended);
        if (!keys.applied && ended > 0) {
            keys.sequence++;
            keys.time = now;
        }
    }

    @Test
    void decodedAndEncodedAgainEveryOperationKeepsItsBytes() {
        SplittableRandom random = Seed.random("decodedAndEncodedAgainEveryOperationKeepsItsBytes");
        SessionHistory history = new SessionHistory(random, 100);
        for (int i = 0; i < 20_000; i++) {
            Operation operation = history.next();
            Operation decoded = TestStore.withEncoded(operation, OperationCodec::decode);
            assertThat(decoded).isEqualTo(operation);
            assertThat(TestStore.withEncoded(decoded, HistoryTest::encoded))
                    .isEqualTo(TestStore.withEncoded(operation, HistoryTest::encoded));
        }
    }

    @Test
    void replayUnderAnotherHashSeedGivesTheSameState() {
        SplittableRandom random = Seed.random("replayUnderAnotherHashSeedGivesTheSameState");
        SessionHistory history = new SessionHistory(random, 500);
        try (TestStore store = store(1);
                TestStore copy = store(2)) {
            Shard shard = store.shardOf(RandomHistory.shardKey());
            List<Logged> log = run(store, shard, history, 40_000);
            replay(copy.engine, shard.index(), 1, log);
            assertSame(shard, copy.engine.shard(shard.index()));
        }
    }

    @Test
    void imageAndTheLogBehindItGiveTheSameState() throws IOException {
        SplittableRandom random = Seed.random("imageAndTheLogBehindItGiveTheSameState");
        for (int round = 0; round < 12; round++) {
            SessionHistory history = new SessionHistory(random, 500);
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
                        suffix.addAll(run(store, shard, history, random.nextInt(1_000)));
                    } while (source.next((address, length) -> HistoryTest.append(image, address, length)));
                    HistoryTest.restore(copy.engine, shard.index(), image, source);
                    assertThat(copy.engine.shard(shard.index()).digest()).isEqualTo(digest);
                }
                suffix.addAll(run(store, shard, history, 2_000));
                replay(copy.engine, shard.index(), sequence + 1, suffix);
                assertSame(shard, copy.engine.shard(shard.index()));
            }
        }
    }

    private static TestStore store(long hashSeed) {
        return new TestStore(new EngineOptions(hashSeed, AccessTracking.NONE, 1 << 20));
    }

    private static List<Logged> run(TestStore store, Shard shard, SessionHistory history, int operations) {
        List<Logged> log = new ArrayList<>();
        for (int i = 0; i < operations; i++) {
            Operation operation = history.next();
            store.now = history.keys.now;
            if (store.apply(shard, operation).applied()) {
                log.add(new Logged(operation, history.keys.now));
            }
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
        assertThat(right.digest()).isEqualTo(left.digest());
        assertThat(right.usedBytes()).isEqualTo(left.usedBytes());
        assertThat(right.sessions().count()).isEqualTo(left.sessions().count());
        assertThat(right.sessions().usedBytes()).isEqualTo(left.sessions().usedBytes());
        assertThat(right.nextDeadline()).isEqualTo(left.nextDeadline());
    }
}
