package io.synap.engine.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.synap.engine.retry.RedriveJob;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.memory.Memory;
import io.synap.protocol.operation.Bytes;
import io.synap.protocol.operation.DeathReason;
import io.synap.protocol.operation.GroupOperation;
import io.synap.protocol.operation.GroupOperation.Config;
import io.synap.protocol.operation.GroupOperation.RedriveAction;
import io.synap.protocol.operation.GroupOperation.Retry;
import io.synap.protocol.operation.GroupOperation.Selection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Dead letters of groups: how events become some, what they tell, and how they come back. */
final class GroupDeadLetterTest {
    private static final Retry NEVER = new Retry.Never();
    private static final Retry AT_ONCE = new Retry.AtOnce();
    private static final Selection.Matching ALL = new Selection.Matching(0, Bytes.EMPTY, 0, 0);

    private final GroupStore store = new GroupStore();

    @AfterEach
    void everythingIsTheSameOnCopies() throws IOException {
        store.assertCopies();
        store.close();
    }

    /** Reads so many events and rejects them all. */
    private void reject(int count, String error) {
        store.read("a", count);
        assertThat(store.out).hasSize(count);
        for (GroupStore.Out each : List.copyOf(store.out)) {
            store.nack(each, NEVER, error);
        }
    }

    private void redrive(Selection selection, long itemsMax, int perSecond) {
        store.apply(new GroupOperation.Redrive(GroupStore.ROOM, GroupStore.GROUP, selection, itemsMax, perSecond));
    }

    private RedriveJob job() {
        return Objects.requireNonNull(store.group().redrive());
    }

    @Test
    void afterItsLastDeliveryAnEventIsADeadLetterThatTellsItsStory() {
        store.appendMany(1);
        store.create(GroupStore.LEASED);
        long first = store.now;
        store.read("a", 1);
        store.nack(store.out.getFirst(), AT_ONCE, "no disk");
        store.read("b", 1);
        store.pass(1_000);
        store.read("a", 1);
        store.nack(store.out.getFirst(), AT_ONCE, "still none");
        assertThat(store.pending()).isEmpty();
        assertThat(store.dead()).isEqualTo("0 max_deliveries");
        long dead = store.group().dead(0);
        assertThat(Pending.deliveries(dead)).isEqualTo(3);
        assertThat(Pending.firstHandedOutAt(dead)).isEqualTo(first);
        assertThat(Pending.diedAt(dead)).isEqualTo(store.now);
        assertThat(store.group().event(dead)).isNotZero();
        long failures = Group.failures(dead);
        assertThat(errorOf(failures)).isEqualTo("still none");
        assertThat(Failures.attempts(failures)).isEqualTo(3);
        assertThat(Failures.cause(failures, 0)).isEqualTo(Failures.NACKED);
        assertThat(Failures.cause(failures, 1)).isEqualTo(Failures.LEASE_EXPIRED);
        assertThat(Failures.endedAt(failures, 0)).isEqualTo(first);
        assertThat(store.group().consumerByNumber(Failures.consumer(failures, 1)))
                .isSameAs(store.consumer("b"));
        assertThat(store.read("a", 1)).isEmpty();
    }

    @Test
    void aLowerBoundIsReachedStepByStep() {
        store.appendMany(6);
        store.create(new Config(1_000, 3, 0, 0, false, 100, 1_000));
        reject(5, "no");
        store.apply(new GroupOperation.Configure(
                GroupStore.ROOM, GroupStore.GROUP, new Config(1_000, 3, 0, 0, false, 1, 1_000)));
        assertThat(store.group().deadCount()).isEqualTo(5);
        reject(1, "no");
        assertThat(store.group().deadCount()).isEqualTo(4);
    }

    private static String errorOf(long failures) {
        return new String(
                Memory.toArray(Failures.error(failures), Failures.errorLength(failures)), StandardCharsets.UTF_8);
    }

    @Test
    void theLastEightAttemptsAreRemembered() {
        store.appendMany(1);
        store.create(new Config(1_000, 12, 0, 0, false, 100, 1_000));
        for (int i = 1; i <= 12; i++) {
            store.read("a", 1);
            store.now += 10;
            store.nack(store.out.getFirst(), AT_ONCE, "x".repeat(i == 12 ? 3_000 : i));
        }
        long failures = Group.failures(store.group().dead(0));
        assertThat(Failures.attempts(failures)).isEqualTo(8);
        assertThat(Failures.endedAt(failures, 7)).isEqualTo(store.now);
        assertThat(Failures.endedAt(failures, 0)).isEqualTo(store.now - 70);
        assertThat(Failures.errorLength(failures)).isEqualTo(Failures.ERROR_BYTES_MAX);
    }

    @Test
    void deadLettersAreBoundedAndTheOldestGo() {
        store.appendMany(5);
        store.create(new Config(1_000, 3, 0, 0, false, 3, 1_000));
        reject(5, "no");
        assertThat(store.dead()).isEqualTo("2 rejected, 3 rejected, 4 rejected");
        assertThat(store.group().counts().dropped()).isEqualTo(2);
        assertThat(store.group().counts().died()).isEqualTo(5);
    }

    @Test
    void aGroupThatKeepsNoneCountsThem() {
        store.appendMany(1);
        store.create(GroupStore.PLAIN);
        reject(1, "no");
        assertThat(store.dead()).isEmpty();
        assertThat(store.group().pendingCount()).isZero();
        assertThat(store.group().counts().dropped()).isEqualTo(1);
    }

    @Test
    void whatTheRoomRemovedBeforeItWasDoneIsAnExpiredDeadLetter() {
        store.appendMany(3);
        store.create(GroupStore.LEASED);
        store.read("a", 2);
        store.trimTo(1);
        store.pass(1_000);
        assertThat(store.dead()).isEqualTo("0 expired, 1 expired");
        assertThat(store.group().event(store.group().dead(0))).isZero();
        assertThat(store.read("b", 9)).isEqualTo("2");
        redrive(new Selection.Offsets(List.of(0L)), 0, 0);
        assertThat(store.outcome.itemError(0)).isEqualTo(ErrorCode.EVENT_NOT_FOUND);
    }

    @Test
    void whatIsRemovedWhileItWaitsForAReaderIsPassedOver() {
        store.appendMany(3);
        store.create(GroupStore.LEASED);
        store.read("a", 2);
        store.pass(1_000);
        store.removeEvent(1);
        assertThat(store.read("b", 9)).isEqualTo("1x2, 2");
        assertThat(store.dead()).isEqualTo("0 expired");
    }

    @Test
    void aRedrivenEventStartsAnewAndItsOldReceiptsStayVoid() {
        store.appendMany(2);
        store.create(GroupStore.LEASED);
        store.read("a", 1);
        GroupStore.Out old = store.out.getFirst();
        store.nack(old, NEVER, "no");
        redrive(new Selection.Offsets(List.of(0L, 7L)), 0, 0);
        assertThat(store.outcome.number()).isEqualTo(1);
        assertThat(store.outcome.itemError(1)).isEqualTo(ErrorCode.EVENT_NOT_FOUND);
        assertThat(store.read("b", 1)).isEqualTo("0");
        assertThat(store.out.getFirst().handOut()).isGreaterThan(old.handOut());
        assertThat(store.ack(old).itemError(0)).isEqualTo(ErrorCode.LEASE_LOST);
        assertThat(store.pending()).isEqualTo("0 b x1");
        assertThat(store.dead()).isEmpty();
    }

    @Test
    void aRedriveOfAllThatMatchesGoesOnInTheBackground() {
        store.appendMany(200);
        store.create(new Config(1_000, 3, 0, 0, false, 1_000, 1_000));
        reject(100, "disk full");
        store.now += 5_000;
        reject(100, "bad input");
        redrive(new Selection.Matching(DeathReason.REJECTED.code(), Bytes.utf8("disk"), 0, 0), 0, 0);
        assertThat(store.pass(0)).isGreaterThan(0);
        assertThat(store.group().availableCount()).isEqualTo(100);
        assertThat(store.group().deadCount()).isEqualTo(100);
        assertThat(job().isActive()).isFalse();
        assertThat(job().redriven()).isEqualTo(100);
        redrive(new Selection.Matching(0, Bytes.EMPTY, 0, store.now), 0, 0);
        store.pass(0);
        assertThat(store.group().deadCount()).as("all died later").isEqualTo(100);
        redrive(new Selection.Matching(DeathReason.EXPIRED.code(), Bytes.EMPTY, 0, 0), 0, 0);
        store.pass(0);
        assertThat(store.group().deadCount()).as("none expired").isEqualTo(100);
        redrive(ALL, 7, 0);
        store.pass(0);
        assertThat(store.group().deadCount()).isEqualTo(93);
    }

    @Test
    void aRedriveKeepsToItsRate() {
        store.appendMany(100);
        store.create(new Config(0, 3, 0, 0, false, 1_000, 1_000));
        reject(100, "no");
        redrive(ALL, 0, 20);
        redrive(ALL, 0, 20);
        assertThat(store.outcome.rejection()).isEqualTo(ErrorCode.LIMIT_REACHED);
        store.pass(0);
        assertThat(store.group().availableCount()).isEqualTo(1);
        for (int i = 0; i < 20; i++) {
            store.pass(50);
        }
        assertThat(store.group().availableCount()).isEqualTo(21);
        store.pass(60_000);
        assertThat(store.group().availableCount())
                .as("a pause is not made up for")
                .isBetween(40L, 42L);
        store.apply(new GroupOperation.ControlRedrive(GroupStore.ROOM, GroupStore.GROUP, RedriveAction.CANCEL));
        assertThat(store.shard.nextDeadline()).isEqualTo(Long.MAX_VALUE);
        assertThat(job().isActive()).isFalse();
    }

    @Test
    void theCircuitOpensWhenHalfDiesAgain() {
        store.appendMany(60);
        store.create(new Config(1_000, 3, 0, 0, false, 1_000, 1_000));
        reject(60, "no");
        redrive(ALL, 0, 10);
        int died = 0;
        while (!job().isPaused() && died < 60) {
            store.pass(100);
            store.read("a", 1);
            for (GroupStore.Out each : List.copyOf(store.out)) {
                store.nack(each, NEVER, "still");
                died++;
            }
        }
        assertThat(job().isPaused()).isTrue();
        assertThat(job().diedAgain()).isEqualTo(RedriveJob.DIED_AGAIN_MIN);
        long redriven = job().redriven();
        store.pass(60_000);
        assertThat(job().redriven()).isEqualTo(redriven);
        store.apply(new GroupOperation.ControlRedrive(GroupStore.ROOM, GroupStore.GROUP, RedriveAction.RESUME));
        while (job().isActive()) {
            store.pass(1_000);
            while (!store.read("a", 9).isEmpty()) {
                List.copyOf(store.out).forEach(store::ack);
            }
        }
        assertThat(job().redriven()).isEqualTo(60);
        assertThat(job().done()).isEqualTo(60 - died);
        assertThat(store.group().deadCount())
                .as("what died again is not tried a second time")
                .isEqualTo(died);
    }

    @Test
    void deadLettersArePurgedByOffsetOrAsTheyMatchInSlices() {
        store.appendMany(10);
        store.create(GroupStore.LEASED);
        reject(10, "no");
        purge(new Selection.Offsets(List.of(3L, 3L)), 0);
        assertThat(store.outcome.number()).isEqualTo(1);
        purge(ALL, 0);
        assertThat(store.outcome.number()).isEqualTo(4);
        assertThat(store.outcome.itemNumber(0)).isEqualTo(5);
        purge(ALL, 5);
        assertThat(store.outcome.itemNumber(0)).isEqualTo(9);
        purge(ALL, 9);
        assertThat(store.outcome.itemNumber(0)).isEqualTo(-1);
        assertThat(store.dead()).isEmpty();
    }

    private void purge(Selection selection, long from) {
        store.apply(new GroupOperation.Purge(GroupStore.ROOM, GroupStore.GROUP, selection, from, 4));
    }
}
