package io.synap.server.stream;

import io.synap.engine.Outcome;
import io.synap.engine.ValueSink;
import io.synap.engine.stream.Room;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.protocol.operation.EventFields;
import io.synap.protocol.operation.OperationType;
import io.synap.protocol.operation.OperationWriter;
import io.synap.protocol.operation.StreamOperation.EventId;
import io.synap.protocol.operation.StreamOperation.Mode;
import io.synap.protocol.operation.StreamOperation.Settings;
import io.synap.protocol.operation.StreamOperation.Trim;
import io.synap.server.node.Access;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The commands on rooms in typed form. Confined to its access' thread. Names and values are native ranges
 * (address, length) that the caller keeps alive during the call. Outcomes are valid until the next call.
 *
 * <p>All that write may throw {@link SynapException}; nothing has happened then.
 */
public final class StreamCommands {
    /** So many events are appended at most as one, and so many ids are removed. */
    public static final int BATCH_MAX = 65_535;

    private final Access access;
    private final int eventBytesMax;
    private final OperationWriter writer = new OperationWriter();
    private LongConsumer appended = operation -> {};

    // The append that is being gathered.
    private boolean trimGiven;
    private long eventsMark;
    private int events;
    private long fieldsMark;
    private int fields;

    /** @param eventBytesMax how many bytes of fields an event may have */
    public StreamCommands(Access access, int eventBytesMax) {
        this.access = access;
        this.eventBytesMax = eventBytesMax;
    }

    /** From now on shows this each encoded append that was applied, while it is there. */
    public StreamCommands onAppended(LongConsumer listener) {
        appended = listener;
        return this;
    }

    public Access access() {
        return access;
    }

    /**
     * Creates a room or changes its settings. The outcome's number is 1 when the room is new, else 0; rejected
     * with ROOM_EXISTS or ROOM_NOT_FOUND as the mode says.
     */
    public Outcome configure(long room, int roomLength, Mode mode, Settings settings) {
        if (mode != Mode.UPDATE) {
            StreamLimits.checkName(roomLength);
        }
        int given = (settings.eventsMax() == null ? 0 : 1)
                | (settings.bytesMax() == null ? 0 : 2)
                | (settings.ageMillisMax() == null ? 0 : 4)
                | (settings.compacted() == null ? 0 : 8);
        writer.begin(OperationType.ROOM_CONFIGURE, room, roomLength)
                .putByte(mode.code())
                .putByte(given)
                .putLong(orZero(settings.eventsMax()))
                .putLong(orZero(settings.bytesMax()))
                .putLong(orZero(settings.ageMillisMax()))
                .putByte(Boolean.TRUE.equals(settings.compacted()) ? 1 : 0);
        return write(Access.noSink());
    }

    private static long orZero(@Nullable Long number) {
        if (number == null) {
            return 0;
        }
        if (number < 0) {
            throw new SynapException(ErrorCode.INVALID_ARGUMENT);
        }
        return number;
    }

    /** Removes a room with its events; rejected with ROOM_NOT_FOUND when there is none. */
    public Outcome delete(long room, int roomLength) {
        writer.begin(OperationType.ROOM_DELETE, room, roomLength);
        return write(Access.noSink());
    }

    /** Begins to gather events for {@link #append}. With {@code create}, a missing room is made. */
    public StreamCommands beginAppend(long room, int roomLength, boolean create) {
        if (create) {
            StreamLimits.checkName(roomLength);
        }
        writer.begin(OperationType.ROOM_APPEND, room, roomLength).putByte(create ? 1 : 0);
        trimGiven = false;
        events = 0;
        return this;
    }

    /** The append also trims, see {@link #trim}; before the first event. */
    public StreamCommands trimming(Trim.By by, boolean approximate, long bound, long number, long limit) {
        putTrim(by, approximate, bound, number, limit);
        trimGiven = true;
        return this;
    }

    /** Begins an event, whose id is left to the room. */
    public StreamCommands beginEvent() {
        return beginEvent(EventId.Kind.AUTOMATIC, 0, 0);
    }

    /** Begins an event with an id that is asked for, two unsigned numbers; a partial one has no number. */
    public StreamCommands beginEvent(EventId.Kind kind, long millis, long number) {
        if (events == 0) {
            if (!trimGiven) {
                writer.putByte(Trim.By.NOTHING.code());
            }
            eventsMark = writer.mark();
            writer.putInt(0);
        } else {
            endEvent();
        }
        if (++events > BATCH_MAX) {
            throw new SynapException(ErrorCode.INVALID_ARGUMENT);
        }
        writer.putByte(kind.code());
        if (kind != EventId.Kind.AUTOMATIC) {
            writer.putLong(millis);
        }
        if (kind == EventId.Kind.EXPLICIT) {
            writer.putLong(number);
        }
        fieldsMark = writer.mark();
        writer.putInt(0).putInt(0);
        fields = 0;
        return this;
    }

    /** Adds a field to the event. */
    public StreamCommands field(long name, int nameLength, long value, int valueLength) {
        return field(EventFields.codeOf(name, nameLength), name, nameLength, value, valueLength);
    }

    /** Adds a field with a well-known name, see {@link EventFields}. */
    public StreamCommands field(int code, long value, int valueLength) {
        return field(code, 0, 0, value, valueLength);
    }

    private StreamCommands field(int code, long name, int nameLength, long value, int valueLength) {
        long bytes = writer.mark() - fieldsMark + nameLength + (long) valueLength;
        if (bytes > eventBytesMax + 8L) {
            throw new SynapException(ErrorCode.MESSAGE_TOO_LARGE);
        }
        writer.putFieldHead(code, name, code == 0 ? nameLength : 0, valueLength).putRaw(value, valueLength);
        fields++;
        return this;
    }

    private void endEvent() {
        writer.patchInt(fieldsMark, fields);
        writer.patchInt(fieldsMark + 4, (int) (writer.mark() - fieldsMark - 8));
    }

    /** The bytes of the operation that is being gathered, for {@link Access#hasRoom}. */
    public long gatheredBytes() {
        return writer.bodyBytes();
    }

    /**
     * Appends the gathered events, all or none. The outcome has for each event its offset, and as its number how
     * many events the trimming removed; the sink gets each new {@link io.synap.engine.stream.Event}.
     *
     * <p>Rejected with ROOM_NOT_FOUND, EVENT_ID_ZERO, EVENT_ID_TOO_SMALL or EVENT_IDS_EXHAUSTED.
     */
    public Outcome append(ValueSink sink) {
        long operation = endAppend();
        Outcome outcome = access.write(operation, sink);
        if (outcome.applied()) {
            appended.accept(operation);
        }
        return outcome;
    }

    /**
     * Ends the gathered append without executing it; returns the encoded operation, which is valid until another
     * one is begun.
     */
    public long endAppend() {
        if (events == 0) {
            throw new SynapException(ErrorCode.INVALID_ARGUMENT);
        }
        endEvent();
        writer.patchInt(eventsMark, events);
        return writer.end();
    }

    /**
     * Removes a room's oldest events; the outcome's number is how many. Rejected with ROOM_NOT_FOUND.
     *
     * @param approximate only whole chunks of some hundred events go
     * @param bound what stays or where it ends, see {@link Trim.By}
     * @param number the second part of the bound when it is an id
     * @param limit how many go at most, 0 for any
     */
    public Outcome trim(
            long room, int roomLength, Trim.By by, boolean approximate, long bound, long number, long limit) {
        writer.begin(OperationType.ROOM_TRIM, room, roomLength);
        putTrim(by, approximate, bound, number, limit);
        return write(Access.noSink());
    }

    private void putTrim(Trim.By by, boolean approximate, long bound, long number, long limit) {
        if (by == Trim.By.NOTHING || limit < 0) {
            throw new SynapException(ErrorCode.INVALID_ARGUMENT);
        }
        writer.putByte(by.code())
                .putByte(approximate ? 1 : 0)
                .putLong(bound)
                .putLong(number)
                .putLong(limit);
    }

    /**
     * Begins to gather ids for {@link #remove}.
     *
     * @param count how many there will be, at most {@link #BATCH_MAX}
     */
    public StreamCommands beginRemove(long room, int roomLength, int count) {
        if (count < 1 || count > BATCH_MAX) {
            throw new SynapException(ErrorCode.INVALID_ARGUMENT);
        }
        writer.begin(OperationType.ROOM_REMOVE, room, roomLength).putInt(count);
        return this;
    }

    public StreamCommands removing(long millis, long number) {
        writer.putLong(millis).putLong(number);
        return this;
    }

    /**
     * Removes single events. The outcome has for each id the event's offset or EVENT_NOT_FOUND, and as its
     * number how many events went. Rejected with ROOM_NOT_FOUND.
     */
    public Outcome remove() {
        return write(Access.noSink());
    }

    /**
     * Sets a room's last id. Rejected with ROOM_NOT_FOUND, LAST_ID_TOO_SMALL, LAST_ID_BELOW_DELETED or
     * ENTRIES_ADDED_TOO_SMALL.
     *
     * @param entriesAdded how many events were ever added; -1 leaves it
     * @param removedMillis the greatest id of a removed event; 0-0 leaves it
     */
    public Outcome setId(
            long room,
            int roomLength,
            long millis,
            long number,
            long entriesAdded,
            long removedMillis,
            long removedNumber) {
        writer.begin(OperationType.ROOM_SET_ID, room, roomLength)
                .putLong(millis)
                .putLong(number)
                .putLong(entriesAdded)
                .putLong(removedMillis)
                .putLong(removedNumber);
        return write(Access.noSink());
    }

    private Outcome write(ValueSink sink) {
        return access.write(writer.end(), sink);
    }

    /**
     * Locks the shard of a room and returns the room, null when there is none; {@link #close} must follow at
     * once, whatever happens.
     */
    public @Nullable Room open(long room, int roomLength) {
        return access.open(room, roomLength).streams().find(room, roomLength);
    }

    /** Unlocks what {@link #open} locked. */
    public void close() {
        access.close();
    }
}
