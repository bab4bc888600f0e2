package io.synap.server.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.synap.engine.AccessTracking;
import io.synap.engine.Engine;
import io.synap.engine.EngineOptions;
import io.synap.engine.EvictionPolicy;
import io.synap.engine.Outcome;
import io.synap.engine.stream.Event;
import io.synap.engine.stream.EventSink;
import io.synap.engine.stream.FieldCursor;
import io.synap.engine.stream.Room;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.protocol.memory.Memory;
import io.synap.protocol.operation.EventFields;
import io.synap.protocol.operation.GroupOperation.Start;
import io.synap.protocol.operation.StreamOperation.EventId;
import io.synap.protocol.operation.StreamOperation.Mode;
import io.synap.protocol.operation.StreamOperation.Settings;
import io.synap.protocol.operation.StreamOperation.Trim;
import io.synap.server.node.Access;
import io.synap.server.node.MemoryBudget;
import io.synap.server.node.Node;
import io.synap.server.stream.CauseQueries.Cursor;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class StreamCommandsTest {
    private static final int EVENT_BYTES_MAX = 1_000;

    private record Text(long address, int length) {}

    private final Arena arena = Arena.ofConfined();
    private final Engine engine = new Engine(new EngineOptions(42, AccessTracking.NONE, 1 << 20));
    private final MemoryBudget budget = new MemoryBudget(engine::usedBytes, 0, EvictionPolicy.NOEVICTION);
    private final Node node = new Node(
            engine,
            null,
            false,
            budget,
            Clock.fixed(Instant.ofEpochMilli(5_000), ZoneOffset.UTC),
            new SplittableRandom(1));
    private final Access access = node.newAccess();
    private final StreamCommands streams = new StreamCommands(access, EVENT_BYTES_MAX);
    private final GroupCommands groups = new GroupCommands(access, new GroupLimits(2, 10, 1_000, 10_000, 1 << 20));
    private final CauseQueries causes = new CauseQueries(access);

    @AfterEach
    void close() {
        engine.close();
        arena.close();
    }

    private Text text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        long address = arena.allocate(Math.max(1, bytes.length)).address();
        Memory.copy(bytes, 0, address, bytes.length);
        return new Text(address, bytes.length);
    }

    private StreamCommands begin(String room) {
        Text name = text(room);
        return streams.beginAppend(name.address(), name.length(), true);
    }

    private StreamCommands field(String name, String value) {
        Text nameText = text(name);
        Text valueText = text(value);
        return streams.field(nameText.address(), nameText.length(), valueText.address(), valueText.length());
    }

    /** Appends an event that was caused by another; returns its name. */
    private String caused(String room, String cause) {
        begin(room).beginEvent();
        field("correlation_id", "request");
        field("causation_id", cause);
        long offset = streams.append(Access.noSink()).itemNumber(0);
        return name(open(room), offset);
    }

    private Room open(String room) {
        Text name = text(room);
        @Nullable Room found = streams.open(name.address(), name.length());
        streams.close();
        if (found == null) {
            throw new AssertionError("no room " + room);
        }
        return found;
    }

    private static String name(Room room, long offset) {
        return new String(room.eventName(offset), StandardCharsets.UTF_8);
    }

    @Test
    void aBatchGetsItsOffsetsAndIds() {
        begin("r").beginEvent();
        field("data", "one");
        streams.beginEvent(EventId.Kind.EXPLICIT, 7_000, 3);
        field("data", "two");
        field("own", "x");
        streams.beginEvent(EventId.Kind.PARTIAL, 7_000, 0);
        List<String> ids = new ArrayList<>();
        Outcome done = streams.append(event -> ids.add(Event.idMillis(event) + "-" + Event.idNumber(event)));
        assertThat(done.applied()).isTrue();
        assertThat(ids).containsExactly("5000-0", "7000-3", "7000-4");
        assertThat(done.itemNumber(2)).isEqualTo(2);
        FieldCursor cursor = new FieldCursor().of(open("r").event(1));
        assertThat(cursor.seek(EventFields.DATA)).isTrue();
        assertThat(Memory.toArray(cursor.valueAddress(), cursor.valueLength()))
                .isEqualTo("two".getBytes(StandardCharsets.US_ASCII));
        assertThat(Event.fieldCount(open("r").event(2))).isZero();
    }

    @Test
    void trimmingComesWithAnAppendOrAlone() {
        for (int i = 0; i < 5; i++) {
            begin("r").trimming(Trim.By.LENGTH, false, 3, 0, 0).beginEvent();
            field("data", "v");
            var _ = streams.append(Access.noSink());
        }
        assertThat(open("r").length()).isEqualTo(3);
        Text name = text("r");
        assertThat(streams.trim(name.address(), name.length(), Trim.By.OFFSET, false, 4, 0, 0)
                        .number())
                .isEqualTo(2);
        long millis = Event.idMillis(open("r").firstEvent());
        long number = Event.idNumber(open("r").firstEvent());
        Outcome removed = streams.beginRemove(name.address(), name.length(), 2)
                .removing(millis, number)
                .removing(1, 1)
                .remove();
        assertThat(removed.number()).isEqualTo(1);
        assertThat(removed.itemError(1)).isEqualTo(ErrorCode.EVENT_NOT_FOUND);
        assertThat(streams.setId(name.address(), name.length(), 9_000, 1, 50, 8_000, 0)
                        .applied())
                .isTrue();
        assertThat(open("r").entriesAdded()).isEqualTo(50);
    }

    @Test
    void roomsAreConfiguredAndDeleted() {
        Text name = text("r");
        Settings settings = new Settings(10L, null, null, true);
        assertThat(streams.configure(name.address(), name.length(), Mode.CREATE, settings)
                        .number())
                .isEqualTo(1);
        assertThat(open("r").config()).isEqualTo(new Room.Config(10, 0, 0, true));
        assertThatThrownBy(() -> streams.configure(
                        name.address(), name.length(), Mode.UPDATE, new Settings(-1L, null, null, null)))
                .isInstanceOf(SynapException.class);
        assertThat(streams.delete(name.address(), name.length()).applied()).isTrue();
        assertThat(streams.delete(name.address(), name.length()).rejection()).isEqualTo(ErrorCode.ROOM_NOT_FOUND);
    }

    @Test
    void whatIsTooLargeOrEmptyIsRefusedAtOnce() {
        begin("r").beginEvent();
        assertThatThrownBy(() -> field("data", "x".repeat(EVENT_BYTES_MAX + 1)))
                .isInstanceOfSatisfying(
                        SynapException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.MESSAGE_TOO_LARGE));
        StreamCommands empty = begin("r");
        assertThatThrownBy(() -> empty.append(Access.noSink())).isInstanceOf(SynapException.class);
        budget.change(1, EvictionPolicy.NOEVICTION);
        access.tick();
        begin("r").beginEvent();
        field("data", "x");
        assertThatThrownBy(() -> streams.append(Access.noSink()))
                .isInstanceOfSatisfying(
                        SynapException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.OUT_OF_MEMORY));
    }

    @Test
    void aRoomWithTooLongANameIsNotMade() {
        begin("r".repeat(512)).beginEvent();
        field("data", "x");
        assertThat(streams.append(Access.noSink()).applied()).isTrue();
        String tooLong = "r".repeat(513);
        assertRefused(ErrorCode.INVALID_ARGUMENT, () -> begin(tooLong));
        Text name = text(tooLong);
        assertRefused(
                ErrorCode.INVALID_ARGUMENT,
                () -> streams.configure(
                        name.address(), name.length(), Mode.CREATE, new Settings(null, null, null, null)));
        assertRefused(ErrorCode.INVALID_ARGUMENT, () -> create(tooLong, "g"));
    }

    @Test
    void groupsAreBoundedOverAllRooms() {
        create("a", "one");
        create("b", "two");
        assertRefused(ErrorCode.LIMIT_REACHED, () -> create("c", "three"));
        assertThat(create("b", "two").rejection()).isEqualTo(ErrorCode.GROUP_EXISTS);
        Text room = text("a");
        assertThat(streams.delete(room.address(), room.length()).applied()).isTrue();
        assertThat(create("c", "three").applied()).isTrue();
    }

    @Test
    void groupsGoOnWhenMemoryIsFull() {
        begin("r").beginEvent();
        field("data", "x");
        streams.append(Access.noSink());
        create("r", "g");
        budget.change(1, EvictionPolicy.NOEVICTION);
        access.tick();
        Text room = text("r");
        Text group = text("g");
        assertThat(groups.read(
                                room.address(),
                                room.length(),
                                group.address(),
                                group.length(),
                                group.address(),
                                group.length(),
                                1,
                                false,
                                0,
                                Access.noSink())
                        .number())
                .isEqualTo(1);
        groups.beginAck(room.address(), room.length(), group.address(), group.length());
        groups.handOut(0, 0);
        assertThat(groups.settle().number()).isEqualTo(1);
        assertRefused(ErrorCode.OUT_OF_MEMORY, () -> create("r", "another"));
    }

    private Outcome create(String room, String group) {
        Text roomText = text(room);
        Text groupText = text(group);
        return groups.create(
                roomText.address(),
                roomText.length(),
                groupText.address(),
                groupText.length(),
                groups.plain(),
                new Start.First(),
                -1,
                true);
    }

    private static void assertRefused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SynapException.class,
                        refused -> assertThat(refused.code()).isEqualTo(code));
    }

    @Test
    void whatBelongsTogetherIsFoundOverAllRoomsInSlices() {
        for (int i = 0; i < 300; i++) {
            var _ = caused("room" + i % 40, "nothing");
        }
        List<String> found = new ArrayList<>();
        EventSink sink = (room, event) -> found.add(name(room, Event.offset(event)));
        Text id = text("request");
        @Nullable Cursor cursor = Cursor.BEGIN;
        int slices = 0;
        while (cursor != null) {
            int before = found.size();
            cursor = causes.correlated(id.address(), id.length(), cursor, 7, sink);
            assertThat(found.size() - before).isLessThanOrEqualTo(7);
            slices++;
        }
        assertThat(found).hasSize(300).doesNotHaveDuplicates();
        assertThat(slices).isGreaterThan(40);
    }

    @Test
    void descendantsComeNearestFirstAndWithinABound() {
        String root = caused("a", "outside");
        String child = caused("b", root);
        String other = caused("c", root);
        String grandchild = caused("a", child);
        String last = caused("d", grandchild);
        // An event may name itself as its cause; it is handed out once.
        String own = name(open("d"), open("d").nextOffset());
        assertThat(caused("d", own)).isEqualTo(own);
        assertThat(descendants(root, 10)).containsExactlyInAnyOrder(child, other, grandchild, last);
        assertThat(descendants(root, 10).subList(2, 4)).containsExactly(grandchild, last);
        assertThat(complete).isTrue();
        assertThat(descendants(root, 4)).hasSize(4);
        assertThat(complete).isTrue();
        assertThat(descendants(root, 3)).hasSize(3);
        assertThat(complete).isFalse();
        assertThat(descendants(own, 10)).isEmpty();
        assertThat(complete).isTrue();
    }

    private boolean complete;

    private List<String> descendants(String cause, int most) {
        List<String> found = new ArrayList<>();
        Text id = text(cause);
        complete = causes.descendants(
                id.address(), id.length(), most, (room, event) -> found.add(name(room, Event.offset(event))));
        return found;
    }
}
