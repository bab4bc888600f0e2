package io.synap.server.resp;

import io.synap.engine.Outcome;
import io.synap.engine.ValueSink;
import io.synap.engine.stream.Event;
import io.synap.engine.stream.Room;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.protocol.operation.StreamOperation.EventId;
import io.synap.protocol.operation.StreamOperation.Trim;
import io.synap.server.stream.EventIdText;
import io.synap.server.stream.StreamCommands;
import org.jspecify.annotations.Nullable;

/** XADD and the other commands on a room's events, but for reading on. Confined to one event loop. */
final class RoomCommands {
    private final StreamCommands rooms;
    private final RoomReader reader;
    private final RespShared shared;
    private final TrimArguments trim = new TrimArguments();
    private final EventIdText start = new EventIdText();
    private final EventIdText end = new EventIdText();
    private final ValueSink added = this::noteAdded;
    private long addedMillis;
    private long addedSequence;

    RoomCommands(StreamCommands rooms, RoomReader reader, RespShared shared) {
        this.rooms = rooms;
        this.reader = reader;
        this.shared = shared;
    }

    void register(CommandTable table) {
        table.add("XADD", this::add);
        table.add("XLEN", this::length);
        table.add("XRANGE", call -> range(call, false));
        table.add("XREVRANGE", call -> range(call, true));
        table.add("XDEL", this::remove);
        table.add("XTRIM", this::trim);
        table.add("XSETID", this::setId);
    }

    private void add(Call call) {
        int idAt = trim.read(call, true);
        int fields = call.count() - idAt - 1;
        if (fields < 2 || fields % 2 != 0) {
            throw call.arity();
        }
        if (trim.idGiven && !trim.id.isOpen() && trim.id.isZero()) {
            throw new SynapException(ErrorCode.EVENT_ID_ZERO);
        }
        // Rooms are nearly always there; whether there may be one more is asked only when one is not.
        Outcome outcome = append(call, idAt, false);
        if (outcome.rejection() == ErrorCode.ROOM_NOT_FOUND && !trim.existingOnly) {
            shared.settings().streams().ensureRoom(shared.node().engine());
            outcome = append(call, idAt, true);
        }
        if (outcome.rejection() == ErrorCode.ROOM_NOT_FOUND) {
            call.missed();
            call.reply().nullBulk();
        } else if (!call.rejected(outcome)) {
            EventReply.id(call.reply(), addedMillis, addedSequence);
        }
    }

    private Outcome append(Call call, int idAt, boolean create) {
        rooms.beginAppend(call.key(1), call.length(1), create);
        if (trim.by != Trim.By.NOTHING) {
            rooms.trimming(trim.by, trim.approximate, trim.bound(), trim.boundNumber(), trim.limit);
        }
        beginEvent();
        for (int i = idAt + 1; i < call.count(); i += 2) {
            rooms.field(call.address(i), call.length(i), call.address(i + 1), call.length(i + 1));
        }
        return rooms.append(added);
    }

    private void beginEvent() {
        if (!trim.idGiven) {
            rooms.beginEvent();
        } else {
            EventId.Kind kind = trim.id.isOpen() ? EventId.Kind.PARTIAL : EventId.Kind.EXPLICIT;
            rooms.beginEvent(kind, trim.id.millis(), trim.id.sequence());
        }
    }

    private void noteAdded(long event) {
        addedMillis = Event.idMillis(event);
        addedSequence = Event.idNumber(event);
    }

    private void length(Call call) {
        Room room = reader.openToRead(call.key(1), call.length(1));
        long length = room == null ? 0 : room.length();
        reader.close();
        if (room == null) {
            call.missed();
        }
        call.reply().integer(length);
    }

    private void range(Call call, boolean back) {
        readInterval(call, back ? 3 : 2, start, false);
        readInterval(call, back ? 2 : 3, end, true);
        long count = -1;
        for (int i = 4; i < call.count(); i += 2) {
            if (i + 1 == call.count() || !call.is(i, "COUNT")) {
                throw Call.syntax();
            }
            count = Math.max(0, call.integer(i + 1));
        }
        EventGathering rest = null;
        Reply reply = call.reply();
        Room room = reader.openToRead(call.key(1), call.length(1));
        try {
            if (room == null) {
                call.missed();
                reply.array(0);
            } else if (count == 0) {
                reply.nullArray();
            } else {
                rest = range(call, room, back, count < 0 ? Long.MAX_VALUE : count);
            }
        } finally {
            reader.close();
        }
        if (rest != null) {
            rest.start();
        }
    }

    /** Answers with what lies between start and end; if that is much, returns what will do so. */
    private @Nullable EventGathering range(Call call, Room room, boolean back, long most) {
        long first = room.ceilingOfId(start.millis(), start.sequence());
        long last = room.floorOfId(end.millis(), end.sequence());
        if (first < 0 || last < first) {
            call.reply().array(0);
            return null;
        }
        long events = reader.count(room, first, last, most);
        if (!RoomReader.isFew(room, events)) {
            EventGathering rest = new EventGathering(call, reader, false);
            return back ? rest.add(room, true, last, first, most) : rest.add(room, false, first, last, most);
        }
        call.reply().array((int) events);
        if (back) {
            reader.readBack(call.reply(), room, last, first, events, Long.MAX_VALUE);
        } else {
            reader.read(call.reply(), room, first, last, events, Long.MAX_VALUE);
        }
        return null;
    }

    /** Reads one end of an interval, which a bracket before it leaves out. */
    static void readInterval(Call call, int argument, EventIdText bound, boolean isEnd) {
        long address = call.address(argument);
        int length = call.length(argument);
        boolean excluded = length > 1 && call.arguments().latin1(argument, 1).equals("(");
        boolean isId = excluded
                ? bound.read(address + 1, length - 1, isEnd ? -1 : 0)
                : bound.readBound(address, length, isEnd ? -1 : 0);
        if (!isId) {
            throw new SynapException(ErrorCode.INVALID_EVENT_ID);
        }
        if (excluded && !(isEnd ? bound.decrement() : bound.increment())) {
            throw Call.error("invalid " + (isEnd ? "end" : "start") + " ID for the interval");
        }
    }

    private void remove(Call call) {
        if (!reader.exists(call.key(1), call.length(1))) {
            call.missed();
            call.reply().integer(0);
            return;
        }
        rooms.beginRemove(call.key(1), call.length(1), call.count() - 2);
        for (int i = 2; i < call.count(); i++) {
            readId(call, i, start);
            rooms.removing(start.millis(), start.sequence());
        }
        number(call, rooms.remove());
    }

    /** Replies with the outcome's number, 0 when there is no such room. */
    private static void number(Call call, Outcome outcome) {
        boolean missing = outcome.rejection() == ErrorCode.ROOM_NOT_FOUND;
        if (missing) {
            call.missed();
        }
        call.reply().integer(missing ? 0 : outcome.number());
    }

    /** Reads an argument that must be an id. */
    static void readId(Call call, int argument, EventIdText into) {
        if (!into.read(call.address(argument), call.length(argument), 0)) {
            throw new SynapException(ErrorCode.INVALID_EVENT_ID);
        }
    }

    private void trim(Call call) {
        var _ = trim.read(call, false);
        number(
                call,
                rooms.trim(
                        call.key(1),
                        call.length(1),
                        trim.by,
                        trim.approximate,
                        trim.bound(),
                        trim.boundNumber(),
                        trim.limit));
    }

    private void setId(Call call) {
        readId(call, 2, start);
        end.set(0, 0);
        long entriesAdded = -1;
        for (int i = 3; i < call.count(); i += 2) {
            boolean more = i + 1 < call.count();
            if (call.is(i, "ENTRIESADDED") && more) {
                entriesAdded = call.integer(i + 1);
                if (entriesAdded < 0) {
                    throw Call.error("entries_added must be positive");
                }
            } else if (call.is(i, "MAXDELETEDID") && more) {
                readId(call, i + 1, end);
                if (EventIdText.compare(start.millis(), start.sequence(), end.millis(), end.sequence()) < 0) {
                    throw Call.error("The ID specified in XSETID is smaller than the provided max_deleted_entry_id");
                }
            } else {
                throw Call.syntax();
            }
        }
        Outcome outcome = rooms.setId(
                call.key(1),
                call.length(1),
                start.millis(),
                start.sequence(),
                entriesAdded,
                end.millis(),
                end.sequence());
        if (outcome.rejection() == ErrorCode.ROOM_NOT_FOUND) {
            throw new SynapException(ErrorCode.KEY_NOT_FOUND);
        }
        if (!call.rejected(outcome)) {
            call.reply().ok();
        }
    }
}
