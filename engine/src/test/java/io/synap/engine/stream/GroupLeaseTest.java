package io.synap.engine.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.synap.engine.Family;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.operation.Bytes;
import io.synap.protocol.operation.GroupOperation;
import io.synap.protocol.operation.GroupOperation.Config;
import io.synap.protocol.operation.GroupOperation.Retry;
import io.synap.protocol.operation.StreamOperation;
import io.synap.protocol.operation.SystemOperation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Leases, retries, backoff, protection: what groups have beyond Redis. */
final class GroupLeaseTest {
    private static final Retry AT_ONCE = new Retry.AtOnce();

    private final GroupStore store = new GroupStore();

    @AfterEach
    void everythingIsTheSameOnCopies() throws IOException {
        store.assertCopies();
        store.close();
    }

    @Test
    void expiredLeaseIsRedeliveredToAnotherConsumerAndTheLateAckIsRefused() {
        store.appendMany(2);
        store.create(GroupStore.LEASED);
        assertThat(store.read("a", 1)).isEqualTo("0");
        GroupStore.Out late = store.out.getFirst();
        assertThat(late.deadline()).isEqualTo(store.now + 1_000);
        assertThat(store.pass(999)).isZero();
        assertThat(store.pass(1)).isEqualTo(1);
        assertThat(store.pending()).isEqualTo("0 nobody x1");
        assertThat(store.read("b", 9)).as("what came back is first").isEqualTo("0x2, 1");
        GroupStore.Out current = store.out.getFirst();
        assertThat(store.ack(late).itemError(0)).isEqualTo(ErrorCode.LEASE_LOST);
        assertThat(store.outcome.applied()).isFalse();
        assertThat(store.ack(current).itemError(0)).isNull();
        assertThat(store.ack(current).itemError(0)).isEqualTo(ErrorCode.LEASE_LOST);
        assertThat(store.pass(1_000)).isEqualTo(1);
        assertThat(store.read("a", 9)).as("acked never comes back").isEqualTo("1x2");
    }

    @Test
    void anIdAcksWhateverLeaseIsCurrentAndWhatNobodyHas() {
        store.appendMany(2);
        store.create(GroupStore.LEASED);
        store.read("a", 2);
        store.pass(1_000);
        store.read("b", 1);
        assertThat(store.ack(1, 2)).isEqualTo(2);
        assertThat(store.group().pendingCount()).isZero();
        assertThat(store.group().availableCount()).isZero();
    }

    @Test
    void aGroupWhoseMembersAllDieLosesNothing() {
        store.appendMany(30);
        store.create(new Config(1_000, 0, 0, 0, false, 0, 1_000));
        for (int round = 1; round <= 5; round++) {
            assertThat(store.read("a" + round % 3, 20)).hasSizeGreaterThan(20);
            store.pass(1_000);
        }
        List<Long> seen = new ArrayList<>();
        while (!store.read("survivor", 7).isEmpty()) {
            for (GroupStore.Out each : List.copyOf(store.out)) {
                seen.add(each.offset());
                store.ack(each);
            }
        }
        assertThat(seen).hasSize(30).doesNotHaveDuplicates();
        assertThat(store.group().pendingCount()).isZero();
    }

    @Test
    void nackWithoutADelayRedeliversAtOnceInItsPlace() {
        store.appendMany(3);
        store.create(GroupStore.LEASED);
        store.read("a", 3);
        GroupStore.Out second = store.out.get(1);
        store.nack(second, AT_ONCE, "busy");
        assertThat(store.read("b", 9)).isEqualTo("1x2");
        assertThat(store.nack(second, AT_ONCE, "late").itemError(0)).isEqualTo(ErrorCode.LEASE_LOST);
    }

    @Test
    void nackWithADelayWaits() {
        store.appendMany(2);
        store.create(GroupStore.LEASED);
        store.read("a", 1);
        store.nack(store.out.getFirst(), new Retry.After(5_000), "");
        assertThat(store.pending()).isEqualTo("0 later x1");
        assertThat(store.read("a", 1)).isEqualTo("1");
        store.ack(2);
        store.pass(4_999);
        assertThat(store.read("a", 1)).isEmpty();
        store.pass(1);
        assertThat(store.read("a", 1)).isEqualTo("0x2");
    }

    @Test
    void backoffDoublesAndIsBounded() {
        store.appendMany(1);
        store.create(new Config(1_000, 0, 2_000, 5_000, false, 0, 1_000));
        for (long whole : new long[] {2_000, 4_000, 5_000, 5_000}) {
            store.read("a", 1);
            assertThat(store.out).hasSize(1);
            store.pass(1_000);
            long wait = Pending.deadline(store.group().pending(0)) - store.now;
            assertThat(wait).isBetween(whole / 2, whole);
            store.pass(wait);
        }
        store.read("a", 1);
        store.nack(store.out.getFirst(), new Retry.Backoff(), "");
        assertThat(store.pending()).isEqualTo("0 later x5");
    }

    @Test
    void extendMovesTheEndOfTheLease() {
        store.appendMany(1);
        store.create(GroupStore.LEASED);
        store.read("a", 1);
        GroupStore.Out delivery = store.out.getFirst();
        store.pass(900);
        store.extend(delivery, 0);
        assertThat(store.outcome.itemNumber(0)).isEqualTo(store.now + 1_000);
        store.pass(900);
        store.extend(delivery, 3_000);
        store.pass(2_999);
        assertThat(store.pending()).isEqualTo("0 a x1");
        store.pass(1);
        assertThat(store.pending()).isEqualTo("0 nobody x1");
        assertThat(store.extend(delivery, 10).itemError(0)).isEqualTo(ErrorCode.LEASE_LOST);
    }

    @Test
    void aReadMayAskForALeaseOfItsOwn() {
        store.appendMany(1);
        store.create(GroupStore.PLAIN);
        store.apply(new GroupOperation.Read(
                GroupStore.ROOM, GroupStore.GROUP, Bytes.utf8("a"), 1, Long.MAX_VALUE, false, 50, 10));
        store.pass(50);
        assertThat(store.read("b", 1)).isEqualTo("0x2");
        assertThat(store.shard.nextDeadline()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void whatIsDueTogetherIsDoneInOrderAndBounded() {
        store.appendMany(25);
        store.create(GroupStore.LEASED);
        store.read("a", 25);
        store.now += 1_000;
        store.apply(new SystemOperation.Advance(10));
        assertThat(store.outcome.number()).isEqualTo(10);
        assertThat(store.group().availableCount()).isEqualTo(10);
        assertThat(store.read("b", 25)).startsWith("0x2, 1x2").endsWith("9x2");
    }

    @Test
    void whatCanBeReadAgainIsTold() {
        List<String> ready = new ArrayList<>();
        store.engine.onReady((shard, kind, name) -> ready.add(kind + " " + Bytes.of(name)));
        store.appendMany(1);
        store.create(GroupStore.LEASED);
        store.read("a", 1);
        ready.clear();
        store.pass(1_000);
        assertThat(ready).containsExactly(Family.Kind.ROOM + " room");
    }

    @Test
    void whoeverWaitsIsToldWhenTheGroupOrTheRoomIsGone() {
        store.appendMany(1);
        store.create(GroupStore.LEASED);
        List<String> ready = new ArrayList<>();
        store.engine.onReady((shard, kind, name) -> ready.add(kind + " " + Bytes.of(name)));
        store.apply(new GroupOperation.Delete(GroupStore.ROOM, GroupStore.GROUP));
        assertThat(ready).containsExactly(Family.Kind.ROOM + " room");
        store.apply(new StreamOperation.Delete(GroupStore.ROOM));
        assertThat(ready).containsExactly(Family.Kind.ROOM + " room", Family.Kind.ROOM + " room");
    }

    @Test
    void whoeverWaitsIsToldWhenMoreMayBePending() {
        store.appendMany(2);
        store.create(Config.plain(1));
        store.read("a", 1);
        List<String> ready = new ArrayList<>();
        store.engine.onReady((shard, kind, name) -> ready.add(kind + " " + Bytes.of(name)));
        store.apply(new GroupOperation.Configure(GroupStore.ROOM, GroupStore.GROUP, Config.plain(2)));
        assertThat(ready).containsExactly(Family.Kind.ROOM + " room");
    }

    @Test
    void aProtectedGroupKeepsWhatItHasNotDone() {
        store.appendMany(6);
        store.create(new Config(0, 0, 0, 0, true, 0, 1_000));
        keep(2);
        assertThat(store.room().firstOffset()).isZero();
        store.read("a", 3);
        store.ack(1);
        assertThat(store.room().firstOffset()).isEqualTo(1);
        store.ack(3);
        assertThat(store.room().firstOffset()).isEqualTo(1);
        store.ack(2);
        assertThat(store.room().firstOffset()).isEqualTo(3);
        store.apply(new GroupOperation.Delete(GroupStore.ROOM, GroupStore.GROUP));
        assertThat(store.room().firstOffset()).isEqualTo(4);
    }

    private void keep(long eventsMax) {
        store.apply(new StreamOperation.Configure(
                GroupStore.ROOM,
                StreamOperation.Mode.UPDATE,
                new StreamOperation.Settings(eventsMax, null, null, null)));
    }
}
