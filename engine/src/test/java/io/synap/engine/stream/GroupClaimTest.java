package io.synap.engine.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.operation.Bytes;
import io.synap.protocol.operation.GroupOperation;
import io.synap.protocol.operation.GroupOperation.Config;
import io.synap.protocol.operation.GroupOperation.Target;
import java.io.IOException;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** XCLAIM and XAUTOCLAIM as Redis 7 has them. */
final class GroupClaimTest {
    private final GroupStore store = new GroupStore();

    @AfterEach
    void everythingIsTheSameOnCopies() throws IOException {
        store.assertCopies();
        store.close();
    }

    private String claim(String consumer, long idle, boolean force, boolean justIds, long... millis) {
        return claim(consumer, idle, -1, -1, force, justIds, 0, millis);
    }

    private String claim(
            String consumer,
            long idle,
            long handedOutAt,
            long deliveries,
            boolean force,
            boolean justIds,
            long last,
            long... millis) {
        List<Target.Id> ids =
                LongStream.of(millis).mapToObj(each -> new Target.Id(each, 0)).toList();
        store.apply(new GroupOperation.Claim(
                GroupStore.ROOM,
                GroupStore.GROUP,
                Bytes.utf8(consumer),
                idle,
                handedOutAt,
                deliveries,
                force,
                justIds,
                last,
                0,
                10,
                ids));
        return store.got();
    }

    private String autoClaim(String consumer, long idle, long start, int count, boolean justIds) {
        store.apply(new GroupOperation.AutoClaim(
                GroupStore.ROOM,
                GroupStore.GROUP,
                Bytes.utf8(consumer),
                idle,
                start,
                0,
                count,
                Long.MAX_VALUE,
                justIds,
                10));
        return store.got();
    }

    private void twoHaveTwoEach() {
        store.appendMany(6);
        store.create(GroupStore.PLAIN);
        store.read("a", 2);
        store.now += 1_000;
        store.read("b", 2);
    }

    @Test
    void onlyWhatIsIdleLongEnoughIsClaimed() {
        twoHaveTwoEach();
        assertThat(claim("c", 2_000, false, false, 1, 3)).isEmpty();
        assertThat(store.group().consumerCount()).as("nothing was there for it").isEqualTo(2);
        assertThat(claim("c", 500, false, false, 1, 3, 5)).isEqualTo("0x2");
        assertThat(store.pending()).isEqualTo("0 c x2, 1 a x1, 2 b x1, 3 b x1");
        assertThat(claim("a", 500, false, false, 1))
                .as("its idle time began anew")
                .isEmpty();
    }

    @Test
    void justIdsIsNoDelivery() {
        twoHaveTwoEach();
        assertThat(claim("b", 0, false, true, 1)).isEqualTo("0");
        assertThat(store.out.getFirst().event()).isFalse();
        assertThat(store.pending()).startsWith("0 b x1");
    }

    @Test
    void forceMakesPendingWhatExists() {
        twoHaveTwoEach();
        assertThat(claim("c", 0, true, false, 5, 99)).isEqualTo("4x2");
        assertThat(claim("c", 0, true, true, 6)).isEqualTo("5");
        assertThat(store.pending()).endsWith("4 c x2, 5 c x1");
        assertThat(store.read("d", 1)).as("the position stays").isEqualTo("4");
        assertThat(store.pending()).endsWith("4 d x1, 5 c x1");
    }

    @Test
    void aForcedClaimThatIsRefusedLeavesTheDeadLetter() {
        store.appendMany(1);
        store.create(GroupStore.LEASED);
        store.read("a", 1);
        store.nack(store.out.getFirst(), new GroupOperation.Retry.Never(), "no");
        assertThat(store.group().deadCount()).isEqualTo(1);
        List<Target.Id> ids = List.of(new Target.Id(1, 0));
        store.apply(new GroupOperation.Claim(
                GroupStore.ROOM, GroupStore.GROUP, Bytes.utf8("b"), 0, -1, -1, true, false, 0, 0, 1, ids));
        assertThat(store.outcome.rejection()).isEqualTo(ErrorCode.LIMIT_REACHED);
        assertThat(store.outcome.applied()).isFalse();
        assertThat(store.group().deadCount()).isEqualTo(1);
        assertThat(store.pending()).isEmpty();
    }

    @Test
    void timeAndCountCanBeSet() {
        twoHaveTwoEach();
        claim("c", 0, store.now - 700, 7, false, false, 0, 1);
        assertThat(store.pending()).startsWith("0 c x7");
        assertThat(Pending.handedOutAt(store.group().pending(0))).isEqualTo(store.now - 700);
        claim("c", 0, store.now + 700, 0, false, false, 0, 1);
        assertThat(Pending.handedOutAt(store.group().pending(0))).isEqualTo(store.now);
        assertThat(store.pending()).startsWith("0 c x0");
    }

    @Test
    void theLastIdOnlyRises() {
        twoHaveTwoEach();
        claim("c", 0, -1, -1, false, false, 5, 1);
        assertThat(store.group().lastIdMillis()).isEqualTo(5);
        assertThat(store.read("d", 9)).isEqualTo("5");
        claim("c", 0, -1, -1, false, false, 2);
        assertThat(store.outcome.applied()).isFalse();
        assertThat(store.group().lastIdMillis()).isEqualTo(6);
    }

    @Test
    void whatTheRoomRemovedIsNoLongerPending() {
        twoHaveTwoEach();
        store.removeEvent(1);
        assertThat(claim("c", 9_999, true, false, 1)).isEmpty();
        assertThat(store.pending()).startsWith("1 a x1");
    }

    @Test
    void anAutomaticClaimGoesOnFromItsCursor() {
        twoHaveTwoEach();
        store.removeEvent(2);
        assertThat(autoClaim("c", 0, 0, 3, false)).isEqualTo("0x2, 1 gone, 2x2, next 3");
        assertThat(store.outcome.number()).isEqualTo(2);
        assertThat(autoClaim("c", 0, 4, 3, true)).isEqualTo("3");
        assertThat(store.pending()).isEqualTo("0 c x2, 2 c x2, 3 c x1");
        assertThat(autoClaim("c", 0, 5, 3, true)).isEmpty();
    }

    @Test
    void anAutomaticClaimLooksAtABoundedNumber() {
        store.appendMany(50);
        store.create(GroupStore.PLAIN);
        store.read("a", 50);
        assertThat(autoClaim("b", 1_000, 0, 2, false)).isEqualTo("next 20");
        assertThat(store.outcome.applied()).isFalse();
        assertThat(store.group().consumerCount()).isEqualTo(1);
    }

    @Test
    void anAutomaticClaimOfManyLooksAtNoMoreThanThat() {
        store.appendMany(10_100);
        store.create(Config.plain(20_000));
        store.read("a", 10_100);
        assertThat(autoClaim("b", 1_000, 0, 5_000, false)).isEqualTo("next 10000");
    }
}
