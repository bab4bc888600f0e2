package io.synap.engine.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.synap.engine.memory.LargeValue;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.memory.Memory;
import io.synap.protocol.operation.EventFields;
import io.synap.protocol.operation.StreamOperation.Mode;
import io.synap.protocol.operation.StreamOperation.NewEvent;
import io.synap.protocol.operation.StreamOperation.Trim;
import io.synap.protocol.operation.StreamOperation.Trim.By;
import io.synap.protocol.operation.StreamOperation.TrimRoom;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rooms, as examples. */
final class RoomTest {
    private static final EventIdPair NONE = new EventIdPair(0, 0);

    private record EventIdPair(long millis, long number) {}

    private final RoomStore store = new RoomStore();

    @AfterEach
    void close() {
        store.close();
    }

    private static List<Long> range(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }

    private static EventIdPair removed(Room room) {
        return new EventIdPair(room.removedIdMillis(), room.removedIdNumber());
    }

    @Test
    void eventsComeBackWithTheirFieldsInOrder() {
        store.add("r", "5-1", "event", "made", "data", "x", "other", "y", "", "", "key", "k", "data", "again");
        var event = store.events("r").getFirst();
        assertThat(event.fields())
                .isEqualTo(RoomStore.fields(
                        "event", "made", "data", "x", "other", "y", "", "", "key", "k", "data", "again"));
        assertThat(event.time()).isEqualTo(store.now);
        assertThat(event.id()).isEqualTo("5-1");
        assertThat(Event.flags(store.room("r").firstEvent()) & Event.KEYED).isNotZero();
    }

    @Test
    void roomsAreMadeChangedAndRemovedAsTheModeSays() {
        assertThat(store.configure("r", Mode.UPDATE, RoomStore.settings(5, 0, 0, false))
                        .rejection())
                .isEqualTo(ErrorCode.ROOM_NOT_FOUND);
        assertThat(store.configure("r", Mode.CREATE, RoomStore.settings(5, 0, 0, false))
                        .number())
                .isEqualTo(1);
        assertThat(store.configure("r", Mode.CREATE, RoomStore.settings(5, 0, 0, false))
                        .rejection())
                .isEqualTo(ErrorCode.ROOM_EXISTS);
        assertThat(store.configure("r", Mode.EITHER, RoomStore.settings(5, 0, 0, false))
                        .applied())
                .isFalse();
        assertThat(store.configure("r", Mode.EITHER, RoomStore.settings(7, 0, 0, false))
                        .applied())
                .isTrue();
        assertThat(store.room("r").config()).isEqualTo(new Room.Config(7, 0, 0, false));
        long epoch = store.room("r").epoch();
        assertThat(store.delete("r").number()).isEqualTo(1);
        assertThat(store.delete("r").rejection()).isEqualTo(ErrorCode.ROOM_NOT_FOUND);
        store.fill("r", 1);
        assertThat(store.room("r").epoch()).isNotEqualTo(epoch);
        assertThat(store.room("r").config()).isEqualTo(Room.Config.UNBOUNDED);
    }

    @Test
    void anAppendMakesARoomOnlyWhenAsked() {
        var event = new NewEvent(RoomStore.id("*"), RoomStore.fields("data", "v"));
        assertThat(store.append("r", false, Trim.NONE, event).rejection()).isEqualTo(ErrorCode.ROOM_NOT_FOUND);
        assertThat(store.shard.sequence()).isZero();
        assertThat(store.append("r", true, Trim.NONE, event).applied()).isTrue();
        assertThat(store.append("r", false, Trim.NONE, event).applied()).isTrue();
    }

    @Test
    void readingGoesByOffsetByIdAndByTimeForwardAndBackward() {
        for (int i = 0; i < 2_000; i++) {
            store.now = 10_000 + 10L * i;
            store.add("r", (10 + 2 * i) + "-3", "data", "v" + i);
        }
        Room room = store.room("r");
        assertThat(room.event(1_234)).isNotZero();
        assertThat(RoomStore.seen(room.event(1_234)).value("data")).isEqualTo("v1234");
        assertThat(room.event(2_000)).isZero();
        assertThat(room.ceilingOfId(10, 0)).isZero();
        assertThat(room.ceilingOfId(10, 4)).isEqualTo(1);
        assertThat(room.ceilingOfId(2_011, 0)).isEqualTo(1_001);
        assertThat(room.floorOfId(2_011, 0)).isEqualTo(1_000);
        assertThat(room.floorOfId(2_010, 3)).isEqualTo(1_000);
        assertThat(room.floorOfId(10, 2)).isEqualTo(-1);
        assertThat(room.ceilingOfId(1 << 20, 0)).isEqualTo(-1);
        assertThat(room.ceilingOfTime(0)).isZero();
        assertThat(room.ceilingOfTime(19_991)).isEqualTo(1_000);
        assertThat(room.ceilingOfTime(30_000)).isEqualTo(-1);
        List<Long> back = new ArrayList<>();
        long from = 1_500;
        while (from >= 0) {
            from = room.readBack(from, 1_000, 64, Long.MAX_VALUE, event -> back.add(Event.offset(event)));
        }
        assertThat(back.reversed()).isEqualTo(range(1_000, 1_501));
        List<Long> some = new ArrayList<>();
        assertThat(room.read(100, 200, 50, Long.MAX_VALUE, event -> some.add(Event.offset(event))))
                .isEqualTo(150);
        assertThat(room.read(150, 200, 51, Long.MAX_VALUE, event -> some.add(Event.offset(event))))
                .isEqualTo(-1);
        assertThat(some).isEqualTo(range(100, 201));
    }

    @Test
    void aReadEndsWithItsBytesButHandsOutOneAtLeast() {
        store.fill("r", 10);
        List<Long> seen = new ArrayList<>();
        assertThat(store.room("r").read(3, 9, 100, 1, event -> seen.add(Event.offset(event))))
                .isEqualTo(4);
        assertThat(seen).containsExactly(3L);
    }

    @Test
    void trimmingToALengthKeepsTheNewestAndTheRemovedId() {
        store.fill("r", 1_000);
        assertThat(store.trim("r", By.LENGTH, 10)).isEqualTo(990);
        Room room = store.room("r");
        assertThat(store.offsets("r")).isEqualTo(range(990, 1_000));
        assertThat(room.length()).isEqualTo(10);
        assertThat(room.firstOffset()).isEqualTo(990);
        assertThat(room.entriesAdded()).isEqualTo(1_000);
        assertThat(removed(room)).isEqualTo(NONE);
        assertThat(store.trim("r", By.LENGTH, 10)).isZero();
        assertThat(store.outcome.applied()).isFalse();
        assertThat(store.trim("r", By.LENGTH, 0)).isEqualTo(10);
        assertThat(store.events("r")).isEmpty();
        assertThat(room.firstOffset()).isEqualTo(1_000);
        store.fill("r", 1);
        assertThat(store.offsets("r")).containsExactly(1_000L);
    }

    @Test
    void trimmingGoesByIdByOffsetByBytesAndByTime() {
        for (int i = 0; i < 1_000; i++) {
            store.now = 50_000L + i;
            store.add("r", "*", "data", "v");
        }
        assertThat(store.apply(new TrimRoom(RoomStore.name("r"), new Trim(By.ID, false, 50_100, 0, 0)))
                        .number())
                .isEqualTo(100);
        assertThat(store.trim("r", By.OFFSET, 150)).isEqualTo(50);
        assertThat(store.trim("r", By.TIME, 50_200)).isEqualTo(50);
        Room room = store.room("r");
        long each = room.bytes() / room.length();
        assertThat(store.trim("r", By.BYTES, 100 * each)).isEqualTo(700);
        assertThat(room.bytes()).isEqualTo(100 * each);
        assertThat(store.offsets("r")).isEqualTo(range(900, 1_000));
    }

    @Test
    void approximateTrimmingTakesWholeChunksWithinItsLimit() {
        store.fill("r", 5_000);
        Room room = store.room("r");
        int firstChunk = room.chunk(0).count();
        assertThat(approximate(5_000 - firstChunk + 1, 0)).isZero();
        assertThat(approximate(5_000 - firstChunk, 0)).isEqualTo(firstChunk);
        assertThat(approximate(0, firstChunk)).isEqualTo(firstChunk);
        assertThat(approximate(0, firstChunk - 1)).isZero();
        assertThat(approximate(1, 0)).isGreaterThan(3_000);
        assertThat(room.length()).isPositive();
    }

    private long approximate(long length, long limit) {
        return store.apply(new TrimRoom(RoomStore.name("r"), new Trim(By.LENGTH, true, length, 0, limit)))
                .number();
    }

    @Test
    void anAppendMayTrimEvenItself() {
        store.fill("r", 3);
        var event = new NewEvent(RoomStore.id("*"), RoomStore.fields("data", "v"));
        assertThat(store.append("r", true, RoomStore.trim(By.LENGTH, 0), event).number())
                .isEqualTo(4);
        assertThat(store.ids).hasSize(1);
        assertThat(store.events("r")).isEmpty();
        assertThat(store.room("r").nextOffset()).isEqualTo(4);
    }

    @Test
    void removedEventsLeaveHolesThatReadsSkipAndNoOffsetComesTwice() {
        for (int i = 0; i < 10; i++) {
            store.add("r", "5-" + (i + 1), "data", "v" + i);
        }
        assertThat(store.remove("r", "5-4", "5-7", "5-7", "9-9")).isEqualTo(2);
        assertThat(store.outcome.count()).isEqualTo(4);
        assertThat(store.outcome.itemNumber(0)).isEqualTo(3);
        assertThat(store.outcome.itemError(2)).isEqualTo(ErrorCode.EVENT_NOT_FOUND);
        Room room = store.room("r");
        assertThat(store.offsets("r")).containsExactly(0L, 1L, 2L, 4L, 5L, 7L, 8L, 9L);
        assertThat(room.event(3)).isZero();
        assertThat(room.ceiling(3)).isEqualTo(4);
        assertThat(room.floor(3)).isEqualTo(2);
        assertThat(removed(room)).isEqualTo(new EventIdPair(5, 7));
        assertThat(store.remove("r", "5-1")).isEqualTo(1);
        assertThat(removed(room)).isEqualTo(new EventIdPair(5, 7));
        assertThat(room.firstOffset()).isEqualTo(1);
        assertThat(store.remove("r", "5-10")).isEqualTo(1);
        store.add("r", "*", "data", "new");
        assertThat(store.offsets("r")).endsWith(10L);
        assertThat(room.entriesAdded()).isEqualTo(11);
    }

    @Test
    void aRoomKeepsAsManyEventsAndBytesAsItIsSetTo() {
        store.configure("r", Mode.CREATE, RoomStore.settings(3, 0, 0, false));
        store.fill("r", 10);
        assertThat(store.offsets("r")).containsExactly(7L, 8L, 9L);
        store.configure("r", Mode.UPDATE, RoomStore.settings(0, 1, 0, false));
        assertThat(store.offsets("r")).containsExactly(9L);
        store.fill("r", 1);
        assertThat(store.offsets("r")).containsExactly(10L);
    }

    @Test
    void zeroIsUnboundedByEveryMeasure() {
        store.configure("r", Mode.CREATE, RoomStore.settings(0, 0, 0, false));
        store.fill("r", 100);
        store.now += 1_000_000_000_000L;
        assertThat(store.shard.nextDeadline()).isEqualTo(Long.MAX_VALUE);
        assertThat(store.advance(100)).isZero();
        store.fill("r", 1);
        assertThat(store.events("r")).hasSize(101);
    }

    @Test
    void aRoomWhoseEventsAllExpiredGoesOnDeliveringNewOnes() {
        store.configure("r", Mode.CREATE, RoomStore.settings(0, 0, 1_000, false));
        store.fill("r", 5);
        assertThat(store.shard.nextDeadline()).isEqualTo(store.now + 1_000);
        store.now += 999;
        assertThat(store.advance(100)).isZero();
        store.fill("r", 1);
        store.now += 1;
        assertThat(store.advance(3)).isEqualTo(3);
        assertThat(store.advance(3)).isEqualTo(2);
        assertThat(store.advance(3)).isZero();
        assertThat(store.offsets("r")).containsExactly(5L);
        store.now += 1_000;
        assertThat(store.advance(100)).isEqualTo(1);
        assertThat(store.shard.nextDeadline()).isEqualTo(Long.MAX_VALUE);
        Room room = store.room("r");
        assertThat(room.firstOffset()).isEqualTo(6);
        store.fill("r", 2);
        List<Long> seen = new ArrayList<>();
        room.read(3, Long.MAX_VALUE, 10, Long.MAX_VALUE, event -> seen.add(Event.offset(event)));
        assertThat(seen).containsExactly(6L, 7L);
    }

    @Test
    void aCompactedRoomKeepsTheNewestEventOfEachKey() {
        store.add("r", "*", "key", "a", "data", "before");
        store.configure("r", Mode.UPDATE, RoomStore.settings(0, 0, 0, true));
        for (int i = 0; i < 1_000; i++) {
            store.add("r", "*", "key", "k" + i % 3, "data", "v" + i);
            store.add("r", "*", "data", "keyless");
        }
        store.trim("r", By.OFFSET, 1_990);
        assertThat(store.events("r").stream()
                        .filter(event -> !event.value("key").isEmpty()))
                .extracting(event -> event.value("key") + event.value("data"))
                .containsExactly("k1v997", "k2v998", "k0v999");
        assertThat(removed(store.room("r"))).isNotEqualTo(NONE);
        store.configure("r", Mode.UPDATE, RoomStore.settings(0, 0, 0, false));
        store.add("r", "*", "key", "k0", "data", "second");
        assertThat(store.events("r").stream().filter(event -> event.value("key").equals("k0")))
                .hasSize(2);
    }

    @Test
    void retentionSparesWhatAGroupHasNotRead() {
        store.configure("r", Mode.CREATE, RoomStore.settings(3, 0, 1_000, false));
        store.fill("r", 3);
        Room room = store.room("r");
        long[] unread = {1};
        room.groups = new RoomGroups(0) {
            @Override
            long protectedOffset() {
                return unread[0];
            }
        };
        store.fill("r", 5);
        assertThat(store.offsets("r")).isEqualTo(range(1, 8));
        store.now += 2_000;
        assertThat(store.advance(100)).isZero();
        unread[0] = 4;
        store.shard.streams().protectionChanged(room);
        assertThat(store.offsets("r")).isEqualTo(range(4, 8));
        assertThat(store.shard.nextDeadline()).isEqualTo(Long.MAX_VALUE);
        unread[0] = Long.MAX_VALUE;
        store.shard.streams().protectionChanged(room);
        assertThat(store.advance(100)).isEqualTo(3);
        assertThat(store.trim("r", By.LENGTH, 0)).isZero();
    }

    @Test
    void aRoomTrimmedUnderAReaderGoesOnWithWhatIsThere() {
        store.fill("r", 3_000);
        Room room = store.room("r");
        List<Long> seen = new ArrayList<>();
        long from = room.read(0, Long.MAX_VALUE, 100, Long.MAX_VALUE, event -> seen.add(Event.offset(event)));
        store.trim("r", By.LENGTH, 1_000);
        from = room.read(from, Long.MAX_VALUE, 100, Long.MAX_VALUE, event -> seen.add(Event.offset(event)));
        assertThat(from).isEqualTo(2_100);
        store.trim("r", By.LENGTH, 0);
        assertThat(room.read(from, Long.MAX_VALUE, 100, Long.MAX_VALUE, event -> seen.add(-1L)))
                .isEqualTo(-1);
        assertThat(seen.subList(100, 200)).isEqualTo(range(2_000, 2_100));
    }

    @Test
    void aLargeEventIsReadInPiecesAndHeldBeyondItsRemoval() {
        String value = "0123456789".repeat(20_000);
        store.add("r", "*", "data", "small");
        store.add("r", "*", "before", "x", "data", value, "after", "y");
        store.add("r", "*", "data", "small");
        Room room = store.room("r");
        long event = room.event(1);
        assertThat(Event.isLarge(event)).isTrue();
        assertThat(RoomStore.seen(event).value("data")).isEqualTo(value);
        assertThat(RoomStore.seen(event).value("after")).isEqualTo("y");
        FieldCursor cursor = new FieldCursor().of(event);
        assertThat(cursor.seek(EventFields.DATA)).isTrue();
        assertThat(cursor.valueAddress()).isZero();
        int at = cursor.valuePosition();
        try (LargeValue held = store.shard.streams().retainLarge(event)) {
            store.remove("r", store.events("r").get(1).id());
            store.tidy();
            assertThat(store.offsets("r")).containsExactly(0L, 2L);
            assertThat(held.length()).isGreaterThan(value.length());
            try (Arena arena = Arena.ofConfined()) {
                long copy = arena.allocate(value.length()).address();
                held.copy(at, value.length(), copy);
                assertThat(new String(Memory.toArray(copy, value.length()), StandardCharsets.US_ASCII))
                        .isEqualTo(value);
            }
        }
    }

    @Test
    void anAppendTellsThatTheRoomIsReady() {
        List<String> ready = new ArrayList<>();
        store.engine.onReady((shard, kind, name) -> ready.add(kind + " " + new String(name, StandardCharsets.UTF_8)));
        store.fill("r", 1);
        store.trim("r", By.LENGTH, 0);
        assertThat(ready).containsExactly("ROOM {t}r");
    }

    @Test
    void roomsAreListedInTheOrderOfTheirNames() {
        for (String name : List.of("b", "a", "c")) {
            store.fill(name, 1);
        }
        List<String> names = new ArrayList<>();
        for (Room room : store.shard.streams().after(RoomStore.name("a").toArray())) {
            names.add(new String(room.name(), StandardCharsets.UTF_8));
        }
        assertThat(names).containsExactly("{t}b", "{t}c");
        assertThat(store.shard.streams().roomCount()).isEqualTo(3);
    }
}
