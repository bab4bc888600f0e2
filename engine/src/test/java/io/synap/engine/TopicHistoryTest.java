package io.synap.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.synap.engine.topic.GroupState;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.operation.Bytes;
import io.synap.protocol.operation.Operation;
import io.synap.protocol.operation.OperationCodec;
import io.synap.protocol.operation.SystemOperation;
import io.synap.protocol.operation.TopicOperation;
import io.synap.protocol.state.ShardImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Random histories of groups: against a simple model, and by every way that leads to the same state. */
final class TopicHistoryTest {
    private record Logged(Operation operation, long time) {}

    private final Map<Bytes, ModelGroup> groups = new HashMap<>();
    private final Map<Bytes, Integer> topics = new HashMap<>();

    @Test
    void groupsDoWhatTheModelDoes() {
        SplittableRandom random = Seed.random("groupsDoWhatTheModelDoes");
        TopicHistory history = new TopicHistory(random);
        int committed = 0;
        try (TestStore store = new TestStore()) {
            Shard shard = store.shardOf(RandomHistory.shardKey());
            for (int i = 0; i < 60_000; i++) {
                Operation operation = history.next(someGeneration(random));
                store.now = history.now;
                Outcome outcome = store.apply(shard, operation);
                String context = i + ": " + operation;
                if (operation instanceof SystemOperation.Advance advance) {
                    expire(store, advance, outcome, context);
                } else if (operation instanceof TopicOperation.ResumeSessions) {
                    boolean any = false;
                    for (ModelGroup each : groups.values()) {
                        any |= each.resume(history.now);
                    }
                    assertThat(outcome.applied()).as(context).isEqualTo(any);
                } else {
                    ErrorCode expected = apply((TopicOperation) operation, history.now);
                    assertThat(outcome.rejection()).as(context).isEqualTo(expected);
                    assertThat(outcome.applied()).as(context).isEqualTo(expected == null);
                    committed += expected == null && operation instanceof TopicOperation.Commit ? 1 : 0;
                }
                check(store);
            }
        }
        assertThat(committed).as("commits that counted, some 560 of 60,000").isGreaterThan(200);
    }

    private long someGeneration(SplittableRandom random) {
        List<ModelGroup> all = List.copyOf(groups.values());
        return all.isEmpty() ? 0 : all.get(random.nextInt(all.size())).generation();
    }

    private @Nullable ErrorCode apply(TopicOperation operation, long now) {
        return switch (operation) {
            case TopicOperation.CreateTopic create ->
                topics.putIfAbsent(create.topic(), create.partitions()) == null ? null : ErrorCode.TOPIC_EXISTS;
            case TopicOperation.DeleteTopic delete ->
                topics.remove(delete.topic()) == null ? ErrorCode.TOPIC_NOT_FOUND : null;
            case TopicOperation.CreateGroup create ->
                groups.putIfAbsent(create.group(), new ModelGroup(create)) == null ? null : ErrorCode.GROUP_EXISTS;
            case TopicOperation.DeleteGroup delete ->
                groups.remove(delete.group()) == null ? ErrorCode.GROUP_NOT_FOUND : null;
            case TopicOperation.Join join -> on(join.group(), group -> group.join(join, now));
            case TopicOperation.Leave leave -> on(leave.group(), group -> group.leave(leave.member()));
            case TopicOperation.Heartbeat heartbeat ->
                on(heartbeat.group(), group -> group.heartbeat(heartbeat.member(), now));
            case TopicOperation.Commit commit -> on(commit.group(), group -> group.commit(commit, now));
            case TopicOperation.ResetOffsets reset -> on(reset.group(), group -> group.reset(reset.offsets()));
            case TopicOperation.ResumeSessions ignored -> throw new AssertionError("concerns all groups");
        };
    }

    private interface Action {
        @Nullable
        ErrorCode on(ModelGroup group);
    }

    private @Nullable ErrorCode on(Bytes name, Action action) {
        ModelGroup group = groups.get(name);
        return group == null ? ErrorCode.GROUP_NOT_FOUND : action.on(group);
    }

    /** As many as allowed of those that are due are gone, the earliest first. */
    private void expire(TestStore store, SystemOperation.Advance advance, Outcome outcome, String context) {
        List<Long> due = new ArrayList<>();
        groups.values().forEach(each -> due.addAll(each.due(store.now)));
        long expected = Math.min(advance.itemsMax(), due.size());
        assertThat(outcome.applied()).as(context).isEqualTo(expected > 0);
        assertThat(outcome.number()).as(context).isEqualTo(expected);
        List<Long> left = new ArrayList<>();
        for (Map.Entry<Bytes, ModelGroup> each : groups.entrySet()) {
            Set<Bytes> gone = each.getValue().members();
            group(store, each.getKey()).members().forEach(member -> gone.remove(member.id()));
            each.getValue().expired(new HashSet<>(gone), store.now);
            left.addAll(each.getValue().due(store.now));
        }
        assertThat(left).as(context).hasSize((int) (due.size() - expected));
        due.sort(null);
        left.sort(null);
        assertThat(left).as(context).isEqualTo(due.subList((int) expected, due.size()));
    }

    private void check(TestStore store) {
        for (Bytes name : TopicHistory.groups()) {
            ModelGroup model = groups.get(name);
            if (model == null) {
                assertThat(new TestGroup(store, name.toString()).stateOrNull()).isNull();
            } else {
                model.check(group(store, name));
            }
        }
    }

    private static GroupState group(TestStore store, Bytes name) {
        return new TestGroup(store, name.toString()).state();
    }

    @Test
    void decodedAndEncodedAgainEveryOperationIsTheSame() {
        SplittableRandom random = Seed.random("decodedAndEncodedAgainEveryOperationIsTheSame");
        TopicHistory history = new TopicHistory(random);
        for (int i = 0; i < 20_000; i++) {
            Operation operation = history.next(random.nextLong());
            assertThat(TestStore.withEncoded(operation, OperationCodec::decode)).isEqualTo(operation);
        }
    }

    @Test
    void imageAndTheLogBehindItGiveTheSameState() throws IOException {
        SplittableRandom random = Seed.random("imageAndTheLogBehindItGiveTheSameState");
        for (int round = 0; round < 30; round++) {
            TopicHistory history = new TopicHistory(random);
            try (TestStore store = new TestStore();
                    TestStore copy =
                            new TestStore(new EngineOptions(random.nextLong(), AccessTracking.NONE, 1 << 20))) {
                Shard shard = store.shardOf(RandomHistory.shardKey());
                List<Logged> log = new ArrayList<>();
                run(store, shard, history, random.nextInt(1_000), log);
                ByteArrayOutputStream image = new ByteArrayOutputStream();
                log.clear();
                long sequence;
                try (ShardImage source = store.engine.openImage(shard.index())) {
                    sequence = source.sequence();
                    long digest = shard.digest();
                    do {
                        run(store, shard, history, random.nextInt(50), log);
                    } while (source.next((address, length) -> HistoryTest.append(image, address, length)));
                    HistoryTest.restore(copy.engine, shard.index(), image, source);
                    assertThat(copy.engine.shard(shard.index()).digest()).isEqualTo(digest);
                }
                run(store, shard, history, 300, log);
                replay(copy.engine, shard.index(), sequence + 1, log);
                assertSame(shard, copy.engine.shard(shard.index()));
            }
        }
    }

    private static void run(TestStore store, Shard shard, TopicHistory history, int operations, List<Logged> log) {
        for (int i = 0; i < operations; i++) {
            Operation operation = history.next(i / 20);
            store.now = history.now;
            if (store.apply(shard, operation).applied()) {
                log.add(new Logged(operation, history.now));
            }
        }
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
        assertThat(right.nextDeadline()).isEqualTo(left.nextDeadline());
        assertThat(right.topics().topicCount()).isEqualTo(left.topics().topicCount());
        assertThat(right.topics().groupCount()).isEqualTo(left.topics().groupCount());
    }
}
