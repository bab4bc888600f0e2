package io.synap.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.synap.engine.topic.GroupState;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.operation.Bytes;
import io.synap.protocol.operation.TopicOperation.Commit;
import io.synap.protocol.operation.TopicOperation.CreateGroup;
import io.synap.protocol.operation.TopicOperation.CreateTopic;
import io.synap.protocol.operation.TopicOperation.DeleteGroup;
import io.synap.protocol.operation.TopicOperation.DeleteTopic;
import io.synap.protocol.operation.TopicOperation.Join;
import io.synap.protocol.operation.TopicOperation.PartitionOffset;
import io.synap.protocol.operation.TopicOperation.ResumeSessions;
import io.synap.protocol.operation.TopicOperation.Source;
import io.synap.protocol.operation.TopicOperation.Strategy;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Topics, and groups from their first member to their last. */
final class TopicGroupTest {
    private final TestStore store = new TestStore();
    private final TestGroup group = TestGroup.create(store, "billing", 4, Strategy.RANGE);

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void everyChangeOfMembersMakesAGenerationWithItsAssignment() {
        assertThat(group.state().generation()).isZero();
        assertThat(group.join("a")).isEqualTo(1);
        assertThat(group.owned("a")).containsExactly(0, 1, 2, 3);
        assertThat(group.join("b")).isEqualTo(2);
        assertThat(group.owned("a")).containsExactly(0, 1);
        assertThat(group.owned("b")).containsExactly(2, 3);
        assertThat(group.leave("a")).isNull();
        assertThat(group.state().generation()).isEqualTo(3);
        assertThat(group.owned("b")).containsExactly(0, 1, 2, 3);
        assertThat(group.leave("a")).isEqualTo(ErrorCode.MEMBER_NOT_FOUND);
        assertThat(group.leave("b")).isNull();
        assertThat(group.state().members()).isEmpty();
    }

    @Test
    void joiningTwiceIsOneMember() {
        assertThat(group.join("a")).isEqualTo(1);
        assertThat(group.join("a")).isEqualTo(1);
        assertThat(group.state().members()).hasSize(1);
    }

    @Test
    void membersBeyondThePartitionsWaitWithNone() {
        for (String member : List.of("a", "b", "c", "d", "e")) {
            group.join(member);
        }
        assertThat(group.owned("e")).isEmpty();
        group.leave("a");
        assertThat(group.owned("e")).hasSize(1);
    }

    @Test
    void commitsAreFencedByMemberGenerationAndPartition() {
        group.join("a");
        assertThat(group.commit("a", 1, 0, 5)).isNull();
        assertThat(group.committed(0)).isEqualTo(5);
        group.join("b");
        assertThat(group.commit("a", 1, 0, 6)).isEqualTo(ErrorCode.STALE_GENERATION);
        assertThat(group.commit("a", 2, 2, 6)).isEqualTo(ErrorCode.PARTITION_NOT_ASSIGNED);
        assertThat(group.commit("c", 2, 2, 6)).isEqualTo(ErrorCode.MEMBER_NOT_FOUND);
        assertThat(group.commit("", 2, 2, 6)).isEqualTo(ErrorCode.MEMBER_NOT_FOUND);
        assertThat(group.commit("b", 2, 4, 6)).isEqualTo(ErrorCode.PARTITION_NOT_FOUND);
        assertThat(group.commit("b", 2, -1, 6)).isEqualTo(ErrorCode.PARTITION_NOT_FOUND);
        assertThat(group.commit("b", 2, 2, -1)).isEqualTo(ErrorCode.OFFSET_OUT_OF_RANGE);
        assertThat(group.state().committed()).containsExactly(5L, -1L, -1L, -1L);
        assertThat(group.commit("b", 2, 2, 6)).isNull();
        assertThat(group.state().committed()).containsExactly(5L, -1L, 6L, -1L);
    }

    @Test
    void aCommitOfSeveralIsAllOrNothing() {
        group.join("a");
        group.join("b");
        Commit both = new Commit(
                group.name, Bytes.utf8("a"), 2, List.of(new PartitionOffset(1, 7), new PartitionOffset(2, 7)));
        assertThat(group.apply(both)).isEqualTo(ErrorCode.PARTITION_NOT_ASSIGNED);
        assertThat(group.committed(1)).isEqualTo(GroupState.NONE);
        Commit nothing = new Commit(group.name, Bytes.utf8("a"), 2, List.of());
        assertThat(group.apply(nothing)).isEqualTo(ErrorCode.INVALID_ARGUMENT);
    }

    @Test
    void aGroupWithoutMembersTakesCommitsFromAnybody() {
        assertThat(group.commit("", 0, 3, 11)).isNull();
        assertThat(group.committed(3)).isEqualTo(11);
        group.join("a");
        assertThat(group.commit("", 0, 3, 12)).isEqualTo(ErrorCode.MEMBER_NOT_FOUND);
    }

    @Test
    void aResetFencesWhatTheMembersHaveInHand() {
        group.join("a");
        assertThat(group.commit("a", 1, 0, 100)).isNull();
        assertThat(group.reset(0, 20)).isNull();
        assertThat(group.commit("a", 1, 0, 101)).isEqualTo(ErrorCode.STALE_GENERATION);
        assertThat(group.committed(0)).isEqualTo(20);
        assertThat(group.owned("a")).containsExactly(0, 1, 2, 3);
        assertThat(group.commit("a", 2, 0, 21)).isNull();
        assertThat(group.reset(9, 0)).isEqualTo(ErrorCode.PARTITION_NOT_FOUND);
    }

    @Test
    void aSessionEndsUnlessTheMemberIsHeardOf() {
        group.join("a");
        group.join("b");
        group.advance(TestGroup.SESSION_MILLIS - 1);
        assertThat(group.heartbeat("a")).isNull();
        group.advance(1);
        assertThat(group.state().generation()).isEqualTo(3);
        assertThat(group.owned("a")).containsExactly(0, 1, 2, 3);
        assertThat(group.heartbeat("b")).isEqualTo(ErrorCode.MEMBER_NOT_FOUND);
        assertThat(group.commit("b", 2, 2, 1)).isEqualTo(ErrorCode.MEMBER_NOT_FOUND);
        group.advance(TestGroup.SESSION_MILLIS);
        assertThat(group.state().members()).isEmpty();
        assertThat(group.shard().nextDeadline()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aCommitCountsAsAHeartbeat() {
        group.join("a");
        group.advance(TestGroup.SESSION_MILLIS - 1);
        assertThat(group.commit("a", 1, 0, 1)).isNull();
        group.advance(TestGroup.SESSION_MILLIS - 1);
        assertThat(group.state().members()).hasSize(1);
    }

    @Test
    void aMemberMayHaveASessionOfItsOwnLength() {
        assertThat(group.apply(new Join(group.name, Bytes.utf8("quick"), 500))).isNull();
        group.join("slow");
        group.advance(500);
        assertThat(group.state().members())
                .extracting(member -> member.id().toString())
                .containsExactly("slow");
    }

    @Test
    void membersWhoseSessionsEndTogetherMakeOneGeneration() {
        group.join("a");
        group.join("b");
        group.join("c");
        group.advance(TestGroup.SESSION_MILLIS);
        assertThat(group.state().members()).isEmpty();
        assertThat(group.state().generation()).isEqualTo(4);
    }

    @Test
    void anAdvanceEndsNoMoreSessionsThanItMay() {
        group.join("a");
        store.now++;
        group.join("b");
        store.now += TestGroup.SESSION_MILLIS;
        assertThat(store.advance(group.shard(), 1).number()).isEqualTo(1);
        assertThat(group.owned("b")).containsExactly(0, 1, 2, 3);
    }

    @Test
    void sessionsGetAGraceWhenTheNodeServesAgain() {
        group.join("a");
        // The node was away for a day; the members could not have been heard of.
        store.now += 86_400_000;
        assertThat(store.apply(group.shard(), new ResumeSessions()).applied()).isTrue();
        group.advance(TestGroup.SESSION_MILLIS - 1);
        assertThat(group.commit("a", 1, 0, 9)).isNull();
        group.advance(TestGroup.SESSION_MILLIS);
        assertThat(group.state().members()).isEmpty();
        assertThat(store.apply(group.shard(), new ResumeSessions()).applied()).isFalse();
    }

    @Test
    void topicsAndGroupsAreMadeOnce() {
        CreateTopic create = new CreateTopic(Bytes.utf8("orders"), 4);
        assertThat(group.apply(create)).isNull();
        assertThat(group.apply(create)).isEqualTo(ErrorCode.TOPIC_EXISTS);
        assertThat(group.apply(new DeleteTopic(Bytes.utf8("orders")))).isNull();
        assertThat(group.apply(new DeleteTopic(Bytes.utf8("orders")))).isEqualTo(ErrorCode.TOPIC_NOT_FOUND);
        assertThat(group.apply(new CreateGroup(group.name, Source.ROOM, Bytes.utf8("log"), 1, Strategy.STICKY, 1_000)))
                .isEqualTo(ErrorCode.GROUP_EXISTS);
        group.join("a");
        assertThat(group.apply(new DeleteGroup(group.name))).isNull();
        assertThat(group.apply(new DeleteGroup(group.name))).isEqualTo(ErrorCode.GROUP_NOT_FOUND);
        assertThat(group.heartbeat("a")).isEqualTo(ErrorCode.GROUP_NOT_FOUND);
        assertThat(group.shard().nextDeadline()).isEqualTo(Long.MAX_VALUE);
        assertThat(group.shard().usedBytes()).isZero();
    }
}
