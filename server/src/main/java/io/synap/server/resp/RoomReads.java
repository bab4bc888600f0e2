package io.synap.server.resp;

import io.synap.engine.Family;
import io.synap.engine.stream.Event;
import io.synap.engine.stream.Room;
import io.synap.server.stream.EventIdText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** XREAD: what came to rooms after an id, or will. Confined to one event loop. */
final class RoomReads {
    /** How many events of a room answer a command that has waited, unless it says. */
    private static final int COUNT_AFTER_WAIT = 1000;

    private static final String NOT_GROUPED =
            "The > ID can be specified only when calling XREADGROUP using the GROUP <group> <consumer> option.";

    private final RoomReader reader;
    private final ReadArguments options = new ReadArguments();
    private final EventIdText id = new EventIdText();

    /** After which id events are wanted of each room, kept beyond the call's arguments. */
    private static final class Wanted {
        final List<byte[]> names = new ArrayList<>();
        final long[] millis;
        final long[] sequences;
        /** Events of each room. */
        long most;

        Wanted(int rooms, long most) {
            this.millis = new long[rooms];
            this.sequences = new long[rooms];
            this.most = most;
        }

        int rooms() {
            return millis.length;
        }
    }

    RoomReads(RoomReader reader) {
        this.reader = reader;
    }

    void register(CommandTable table) {
        table.add("XREAD", this::read);
    }

    private void read(Call call) {
        options.read(call, false);
        if (options.rooms == 1) {
            call.about(options.firstRoom);
        }
        Wanted wanted = wanted(call);
        if (answer(call, wanted)) {
            return;
        }
        // What has to wait counts as empty: there was nothing when it came.
        call.missed();
        if (options.timeoutMillis < 0) {
            call.reply().nullArray();
            return;
        }
        wanted.most = Math.min(wanted.most, COUNT_AFTER_WAIT);
        Blocking.await(
                call,
                Family.Kind.ROOM,
                wanted.names,
                options.timeoutMillis,
                (reply, last) -> answerWaiting(reply, wanted, last));
    }

    private Wanted wanted(Call call) {
        int count = options.rooms;
        long most = options.count == 0 ? Long.MAX_VALUE : options.count;
        Wanted wanted = new Wanted(count, most);
        for (int i = 0; i < count; i++) {
            int room = options.firstRoom + i;
            reader.tellIfMissing(call.key(room), call.length(room));
            readId(call, room, options.id(i));
            wanted.names.add(call.arguments().bytes(room));
            wanted.millis[i] = id.millis();
            wanted.sequences[i] = id.sequence();
        }
        return wanted;
    }

    private void readId(Call call, int room, int argument) {
        long key = call.key(room);
        if (call.is(argument, "$")) {
            Room found = reader.open(key, call.length(room));
            id.set(found == null ? 0 : found.lastIdMillis(), found == null ? 0 : found.lastIdNumber());
            reader.close();
        } else if (call.is(argument, ">")) {
            throw Call.error(NOT_GROUPED);
        } else {
            RoomCommands.readId(call, argument, id);
        }
    }

    /** Answers with all that is there; false, and nothing is written, when there is nothing. */
    private boolean answer(Call call, Wanted wanted) {
        EventGathering all = null;
        boolean several = wanted.rooms() > 1;
        for (int i = 0; i < wanted.rooms(); i++) {
            Room room = reader.openToRead(wanted.names.get(i));
            try {
                long first = first(room, wanted, i);
                if (room == null || first < 0) {
                    continue;
                }
                long last = Event.offset(room.lastEvent());
                long events = several ? Long.MAX_VALUE : reader.count(room, first, last, wanted.most);
                if (RoomReader.isFew(room, events)) {
                    write(call.reply(), room, first, last, (int) events);
                    return true;
                }
                all = all == null ? new EventGathering(call, reader, true) : all;
                all.add(room, false, first, last, wanted.most);
            } finally {
                reader.close();
            }
        }
        if (all != null) {
            all.start();
        }
        return all != null;
    }

    /** Answers with what one room has, as much as can be written at once. */
    private boolean answerWaiting(Reply reply, Wanted wanted, boolean last) {
        for (int i = 0; i < wanted.rooms(); i++) {
            Room room = reader.open(wanted.names.get(i));
            try {
                long first = first(room, wanted, i);
                if (room != null && first >= 0) {
                    long newest = Event.offset(room.lastEvent());
                    write(reply, room, first, newest, reader.countFew(room, first, newest, wanted.most));
                    return true;
                }
            } finally {
                reader.close();
            }
        }
        if (last) {
            reply.nullArray();
        }
        return last;
    }

    private void write(Reply reply, Room room, long first, long last, int events) {
        RoomReader.beginRooms(reply, 1);
        RoomReader.beginRoom(reply);
        reply.bulk(room.name());
        reply.array(events);
        reader.read(reply, room, first, last, events, Long.MAX_VALUE);
    }

    /** The offset of the first event that is wanted of a room; -1 when there is none. */
    private long first(@Nullable Room room, Wanted wanted, int index) {
        if (room == null) {
            return -1;
        }
        id.set(wanted.millis[index], wanted.sequences[index]);
        if (EventIdText.compare(room.lastIdMillis(), room.lastIdNumber(), id.millis(), id.sequence()) <= 0) {
            return -1;
        }
        var _ = id.increment();
        return room.ceilingOfId(id.millis(), id.sequence());
    }
}
