package io.synap.engine;

import io.synap.engine.topic.GroupState;
import io.synap.engine.topic.GroupState.MemberState;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.operation.Bytes;
import io.synap.protocol.operation.EncodedOperation;
import io.synap.protocol.operation.TopicOperation;
import io.synap.protocol.operation.TopicOperation.Commit;
import io.synap.protocol.operation.TopicOperation.CreateGroup;
import io.synap.protocol.operation.TopicOperation.Heartbeat;
import io.synap.protocol.operation.TopicOperation.Join;
import io.synap.protocol.operation.TopicOperation.Leave;
import io.synap.protocol.operation.TopicOperation.PartitionOffset;
import io.synap.protocol.operation.TopicOperation.ResetOffsets;
import io.synap.protocol.operation.TopicOperation.Source;
import io.synap.protocol.operation.TopicOperation.Strategy;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A group spoken to in strings. Confined to one thread. */
final class TestGroup {
    static final long SESSION_MILLIS = 10_000;

    final TestStore store;
    final Bytes name;

    TestGroup(TestStore store, String name) {
        this.store = store;
        this.name = Bytes.utf8(name);
    }

    static TestGroup create(TestStore store, String name, int partitions, Strategy strategy) {
        TestGroup group = new TestGroup(store, name);
        group.apply(
                new CreateGroup(group.name, Source.TOPIC, Bytes.utf8("orders"), partitions, strategy, SESSION_MILLIS));
        return group;
    }

    /** The error, or null when it was applied. */
    @Nullable
    ErrorCode apply(TopicOperation operation) {
        Outcome outcome = store.apply(operation);
        if (outcome.applied() == (outcome.rejection() != null)) {
            throw new AssertionError("neither applied nor rejected: " + operation);
        }
        return outcome.rejection();
    }

    /** The generation that came of it. */
    long join(String member) {
        if (apply(new Join(name, Bytes.utf8(member), 0)) != null) {
            throw new AssertionError(member + " could not join");
        }
        return store.outcome.number();
    }

    @Nullable
    ErrorCode leave(String member) {
        return apply(new Leave(name, Bytes.utf8(member)));
    }

    @Nullable
    ErrorCode heartbeat(String member) {
        return apply(new Heartbeat(name, Bytes.utf8(member)));
    }

    @Nullable
    ErrorCode commit(String member, long generation, int partition, long offset) {
        return apply(new Commit(name, Bytes.utf8(member), generation, List.of(new PartitionOffset(partition, offset))));
    }

    @Nullable
    ErrorCode reset(int partition, long offset) {
        return apply(new ResetOffsets(name, List.of(new PartitionOffset(partition, offset))));
    }

    Shard shard() {
        return store.shardOf(name.toString());
    }

    void advance(long millis) {
        store.now += millis;
        var _ = store.advance(shard(), 1_000);
    }

    @Nullable
    GroupState stateOrNull() {
        return TestStore.withEncoded(
                new Heartbeat(name, Bytes.EMPTY),
                operation ->
                        shard().topics().group(EncodedOperation.key(operation), EncodedOperation.keyLength(operation)));
    }

    GroupState state() {
        return Objects.requireNonNull(stateOrNull());
    }

    /** What a member owns. */
    List<Integer> owned(String member) {
        MemberState state = state().member(Bytes.utf8(member));
        return state == null ? List.of() : state.partitions();
    }

    long committed(int partition) {
        return state().committed().get(partition);
    }
}
