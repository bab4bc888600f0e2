package io.synap.engine.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.operation.Bytes;
import io.synap.protocol.operation.GroupOperation;
import io.synap.protocol.operation.GroupOperation.Start;
import io.synap.protocol.operation.GroupOperation.Target;
import io.synap.protocol.operation.StreamOperation;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What Redis 7 knows of groups, command by command. */
final class GroupSemanticsTest {
    private final GroupStore store = new GroupStore();

    @AfterEach
    void everythingIsTheSameOnCopies() throws IOException {
        store.assertCopies();
        store.close();
    }

    @Test
    void eachEventGoesToOneConsumer() {
        store.appendMany(5);
        store.create(GroupStore.PLAIN);
        assertThat(store.read("a", 2)).isEqualTo("0, 1");
        assertThat(store.read("b", 2)).isEqualTo("2, 3");
        assertThat(store.read("a", 2)).isEqualTo("4");
        assertThat(store.read("b", 2)).isEmpty();
        assertThat(store.pending()).isEqualTo("0 a x1, 1 a x1, 2 b x1, 3 b x1, 4 a x1");
        assertThat(store.ack(1, 4, 4, 99)).isEqualTo(2);
        assertThat(store.pending()).isEqualTo("1 a x1, 2 b x1, 4 a x1");
        assertThat(store.consumer("a").pending()).isEqualTo(2);
    }

    @Test
    void ackSaysForEachWhetherItWasPending() {
        store.appendMany(2);
        store.create(GroupStore.PLAIN);
        store.read("a", 2);
        store.apply(new GroupOperation.Ack(
                GroupStore.ROOM,
                GroupStore.GROUP,
                List.of(new Target.Id(1, 0), new Target.Id(1, 0), new Target.HandOut(1, 0))));
        assertThat(store.outcome.itemError(0)).isNull();
        assertThat(store.outcome.itemError(1)).isEqualTo(ErrorCode.EVENT_NOT_FOUND);
        assertThat(store.outcome.itemError(2)).isNull();
        assertThat(store.outcome.number()).isEqualTo(2);
        store.ack(1);
        assertThat(store.outcome.applied()).isFalse();
    }

    @Test
    void groupsBeginWhereTheyAreTold() {
        store.append(10, 20, 30);
        store.create(GroupStore.PLAIN, new Start.AfterId(15, 3));
        assertThat(store.read("a", 9)).isEqualTo("1, 2");
        place(new Start.AfterId(20, 0));
        assertThat(store.read("b", 9)).isEqualTo("2");
        place(new Start.At(0));
        assertThat(store.group().lastIdMillis()).isEqualTo(9);
        assertThat(store.read("b", 1)).isEqualTo("0");
        place(new Start.Last());
        assertThat(store.group().lastIdMillis()).isEqualTo(30);
        store.append(40);
        assertThat(store.read("b", 9)).isEqualTo("3");
        place(new Start.At(5));
        assertThat(store.outcome.rejection()).isEqualTo(ErrorCode.OFFSET_OUT_OF_RANGE);
    }

    private void place(Start start) {
        store.apply(new GroupOperation.SetPosition(GroupStore.ROOM, GroupStore.GROUP, start, -1));
    }

    @Test
    void aGroupBehindAnIdThatIsNotThereYetWaitsForIt() {
        store.append(10);
        store.create(GroupStore.PLAIN, new Start.AfterId(30, 0));
        store.append(20, 30, 40);
        assertThat(store.read("a", 9)).isEqualTo("3");
    }

    @Test
    void whatIsReadAgainAfterSettingBackHasOneOwner() {
        store.appendMany(2);
        store.create(GroupStore.PLAIN);
        store.read("a", 2);
        place(new Start.First());
        assertThat(store.read("b", 1)).isEqualTo("0");
        assertThat(store.pending()).isEqualTo("0 b x1, 1 a x1");
        assertThat(store.consumer("a").pending()).isEqualTo(1);
    }

    @Test
    void creatingMakesTheRoomOnlyIfAsked() {
        var create = new GroupOperation.Create(
                GroupStore.ROOM, GroupStore.GROUP, GroupStore.PLAIN, new Start.First(), -1, false, 1);
        store.apply(create);
        assertThat(store.outcome.rejection()).isEqualTo(ErrorCode.ROOM_NOT_FOUND);
        store.create(GroupStore.PLAIN);
        assertThat(store.room().length()).isZero();
        assertThat(store.group().lag()).isZero();
        store.apply(create);
        assertThat(store.outcome.rejection()).isEqualTo(ErrorCode.GROUP_EXISTS);
        store.apply(new GroupOperation.Create(
                GroupStore.ROOM, Bytes.utf8("h"), GroupStore.PLAIN, new Start.First(), -1, false, 1));
        assertThat(store.outcome.rejection()).isEqualTo(ErrorCode.LIMIT_REACHED);
    }

    @Test
    void unknownGroupsAndRoomsAreSaidSo() {
        store.read("a", 1);
        assertThat(store.outcome.rejection()).isEqualTo(ErrorCode.ROOM_NOT_FOUND);
        store.append(1);
        store.read("a", 1);
        assertThat(store.outcome.rejection()).isEqualTo(ErrorCode.GROUP_NOT_FOUND);
        store.ack(1);
        assertThat(store.outcome.rejection()).isEqualTo(ErrorCode.GROUP_NOT_FOUND);
    }

    @Test
    void consumersAreMadeByReadingAndBounded() {
        store.append(1);
        store.create(GroupStore.PLAIN);
        for (int i = 0; i < 10; i++) {
            store.read("c" + i, 1);
        }
        assertThat(store.group().consumerCount()).isEqualTo(10);
        store.read("c10", 1);
        assertThat(store.outcome.rejection()).isEqualTo(ErrorCode.LIMIT_REACHED);
        store.apply(new GroupOperation.CreateConsumer(GroupStore.ROOM, GroupStore.GROUP, Bytes.utf8("c1"), 10));
        assertThat(store.outcome.number()).isZero();
        assertThat(store.outcome.applied()).isFalse();
    }

    @Test
    void aDeletedConsumersEventsAreDoneUnlessReleased() {
        store.appendMany(5);
        store.create(GroupStore.PLAIN);
        store.read("a", 2);
        store.read("b", 3);
        deleteConsumer("a", false, 9);
        assertThat(store.outcome.number()).isEqualTo(2);
        assertThat(store.pending()).isEqualTo("2 b x1, 3 b x1, 4 b x1");
        deleteConsumer("b", true, 2);
        assertThat(store.outcome.itemNumber(0)).isEqualTo(1);
        assertThat(store.group().consumerCount()).isEqualTo(1);
        deleteConsumer("b", true, 2);
        assertThat(store.outcome.itemNumber(0)).isZero();
        assertThat(store.group().consumerCount()).isZero();
        assertThat(store.read("c", 9)).isEqualTo("2x2, 3x2, 4x2");
        deleteConsumer("b", true, 2);
        assertThat(store.outcome.rejection()).isEqualTo(ErrorCode.CONSUMER_NOT_FOUND);
    }

    private void deleteConsumer(String name, boolean releases, int itemsMax) {
        store.apply(new GroupOperation.DeleteConsumer(
                GroupStore.ROOM, GroupStore.GROUP, Bytes.utf8(name), releases, itemsMax));
    }

    @Test
    void noAckLeavesNothingPending() {
        store.appendMany(3);
        store.create(GroupStore.PLAIN);
        store.apply(new GroupOperation.Read(
                GroupStore.ROOM, GroupStore.GROUP, Bytes.utf8("a"), 2, Long.MAX_VALUE, true, 0, 10));
        assertThat(store.got()).isEqualTo("0, 1");
        assertThat(store.out.getFirst().handOut()).isZero();
        assertThat(store.group().pendingCount()).isZero();
        assertThat(store.group().entriesRead()).isEqualTo(2);
        assertThat(store.read("a", 9)).isEqualTo("2");
    }

    @Test
    void anIdGivesAConsumerItsOwnPendingEventsAgain() {
        store.appendMany(4);
        store.create(GroupStore.PLAIN);
        store.read("a", 2);
        store.read("b", 2);
        assertThat(store.reread("a", 0)).isEqualTo("0x2, 1x2");
        assertThat(store.reread("b", 3)).isEqualTo("3x2");
        store.removeEvent(1);
        assertThat(store.reread("a", 0)).isEqualTo("0x2 gone, 1x3");
        assertThat(store.ack(1)).isEqualTo(1);
        assertThat(store.reread("new", 0)).isEmpty();
        assertThat(store.group().consumerCount()).isEqualTo(3);
    }

    @Test
    void whatIsTrimmedStaysPendingAndCanBeAcked() {
        store.appendMany(2_000);
        store.create(GroupStore.PLAIN);
        store.read("a", 5);
        store.trimTo(3);
        assertThat(store.pending()).startsWith("0 a x1, 1 a x1");
        assertThat(store.ack(1, 3, 5)).isEqualTo(3);
        assertThat(store.read("a", 9)).isEqualTo("1997, 1998, 1999");
        assertThat(store.reread("a", 0)).isEqualTo("1 gone, 3 gone, 1997x2, 1998x2, 1999x2");
    }

    @Test
    void pendingIsBounded() {
        store.appendMany(3);
        store.create(GroupOperation.Config.plain(2));
        assertThat(store.read("a", 9)).isEqualTo("0, 1");
        store.read("b", 9);
        assertThat(store.outcome.rejection()).isEqualTo(ErrorCode.LIMIT_REACHED);
        assertThat(store.group().consumerCount()).isEqualTo(1);
        store.ack(1);
        assertThat(store.read("b", 9)).isEqualTo("2");
        store.read("b", 9);
        assertThat(store.outcome.rejection()).as("nothing more to read").isNull();
    }

    @Test
    void aReadEndsWithItsBytes() {
        store.appendMany(3);
        store.create(GroupStore.PLAIN);
        store.apply(new GroupOperation.Read(GroupStore.ROOM, GroupStore.GROUP, Bytes.utf8("a"), 9, 1, false, 0, 10));
        assertThat(store.got()).isEqualTo("0");
    }

    @Test
    void lagIsCountedAsRedisDoes() {
        store.append(1, 2, 3, 4, 5);
        store.create(GroupStore.PLAIN);
        assertThat(store.group().entriesRead()).isEqualTo(-1);
        assertThat(store.group().lag()).isEqualTo(5);
        store.read("a", 2);
        assertThat(store.group().entriesRead()).isEqualTo(2);
        assertThat(store.group().lag()).isEqualTo(3);
        store.removeEvent(4);
        assertThat(store.group().lag()).as("a removed event is ahead").isEqualTo(-1);
        store.read("a", 1);
        assertThat(store.group().entriesRead()).isEqualTo(-1);
        store.read("a", 1);
        assertThat(store.group().entriesRead()).isEqualTo(5);
        assertThat(store.group().lag()).isZero();
        store.apply(new GroupOperation.SetPosition(GroupStore.ROOM, GroupStore.GROUP, new Start.AfterId(1, 0), 1));
        assertThat(store.group().entriesRead()).isEqualTo(1);
        assertThat(store.group().consumerLag()).isEqualTo(4);
    }

    @Test
    void deletingAGroupOrItsRoomFreesWhatWasPending() {
        store.appendMany(300);
        long withoutGroup = store.shard.usedBytes();
        store.create(GroupStore.LEASED);
        store.read("a", 300);
        store.apply(new GroupOperation.Delete(GroupStore.ROOM, GroupStore.GROUP));
        assertThat(store.shard.usedBytes()).isEqualTo(withoutGroup);
        assertThat(store.shard.nextDeadline()).isEqualTo(Long.MAX_VALUE);
        store.create(GroupStore.LEASED);
        store.read("b", 300);
        store.apply(new StreamOperation.Delete(GroupStore.ROOM));
        assertThat(store.shard.usedBytes()).isZero();
        while (store.shard.tidy()) {
            assertThat(store.shard.nextDeadline()).isEqualTo(Long.MAX_VALUE);
        }
        assertThat(store.shard.streams().slabBytes()).isZero();
    }
}
