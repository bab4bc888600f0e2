package io.synap.protocol.operation;

import io.synap.protocol.memory.Memory;
import io.synap.protocol.operation.StreamOperation.Append;
import io.synap.protocol.operation.StreamOperation.Configure;
import io.synap.protocol.operation.StreamOperation.EventId;
import io.synap.protocol.operation.StreamOperation.Field;
import io.synap.protocol.operation.StreamOperation.Mode;
import io.synap.protocol.operation.StreamOperation.NewEvent;
import io.synap.protocol.operation.StreamOperation.Remove;
import io.synap.protocol.operation.StreamOperation.SetId;
import io.synap.protocol.operation.StreamOperation.Settings;
import io.synap.protocol.operation.StreamOperation.Trim;
import io.synap.protocol.operation.StreamOperation.TrimRoom;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The part of {@link OperationCodec} for rooms. */
final class StreamCodec {

    private StreamCodec() {}

    static int lengthMax(StreamOperation operation) {
        return written(operation).length();
    }

    static int encode(StreamOperation operation, long target) {
        return written(operation).copyTo(target);
    }

    private static OperationWriter written(StreamOperation operation) {
        OperationWriter writer = new OperationWriter();
        switch (operation) {
            case Configure configure -> writeConfigure(configure, writer);
            case StreamOperation.Delete delete -> writer.begin(OperationType.ROOM_DELETE, delete.room());
            case Append append -> writeAppend(append, writer);
            case TrimRoom trim -> {
                writer.begin(OperationType.ROOM_TRIM, trim.room());
                writeTrim(trim.trim(), writer);
            }
            case Remove remove -> {
                writer.begin(OperationType.ROOM_REMOVE, remove.room())
                        .putInt(remove.ids().size());
                for (EventId id : remove.ids()) {
                    writer.putLong(id.millis()).putLong(id.number());
                }
            }
            case SetId set ->
                writer.begin(OperationType.ROOM_SET_ID, set.room())
                        .putLong(set.millis())
                        .putLong(set.number())
                        .putLong(set.entriesAdded())
                        .putLong(set.removedMillis())
                        .putLong(set.removedNumber());
        }
        var _ = writer.end();
        return writer;
    }

    private static void writeConfigure(Configure configure, OperationWriter writer) {
        Settings settings = configure.settings();
        int given = (settings.eventsMax() == null ? 0 : 1)
                | (settings.bytesMax() == null ? 0 : 2)
                | (settings.ageMillisMax() == null ? 0 : 4)
                | (settings.compacted() == null ? 0 : 8);
        writer.begin(OperationType.ROOM_CONFIGURE, configure.room())
                .putByte(configure.mode().code())
                .putByte(given)
                .putLong(orZero(settings.eventsMax()))
                .putLong(orZero(settings.bytesMax()))
                .putLong(orZero(settings.ageMillisMax()))
                .putByte(Boolean.TRUE.equals(settings.compacted()) ? 1 : 0);
    }

    private static long orZero(@Nullable Long number) {
        return number == null ? 0 : number;
    }

    private static void writeAppend(Append append, OperationWriter writer) {
        writer.begin(OperationType.ROOM_APPEND, append.room()).putByte(append.create() ? 1 : 0);
        writeTrim(append.trim(), writer);
        writer.putInt(append.events().size());
        for (NewEvent event : append.events()) {
            EventId id = event.id();
            writer.putByte(id.kind().code());
            if (id.kind() != EventId.Kind.AUTOMATIC) {
                writer.putLong(id.millis());
            }
            if (id.kind() == EventId.Kind.EXPLICIT) {
                writer.putLong(id.number());
            }
            writer.putInt(event.fields().size());
            writer.putBytes(Bytes.of(fieldBytes(event.fields())));
        }
    }

    private static byte[] fieldBytes(List<Field> fields) {
        long bytesMax = 1;
        for (Field field : fields) {
            bytesMax += EventFields.FIELD_OVERHEAD_BYTES_MAX
                    + (long) field.name().length()
                    + field.value().length();
        }
        try (Arena arena = Arena.ofConfined()) {
            long begin = arena.allocate(bytesMax).address();
            long at = begin;
            for (Field field : fields) {
                Bytes name = field.name();
                long text = arena.allocate(Math.max(1, name.length())).address();
                name.copyTo(text);
                int code = EventFields.codeOf(text, name.length());
                at = EventFields.putHead(
                        at, code, text, name.length(), field.value().length());
                field.value().copyTo(at);
                at += field.value().length();
            }
            return Memory.toArray(begin, (int) (at - begin));
        }
    }

    private static void writeTrim(Trim trim, OperationWriter writer) {
        writer.putByte(trim.by().code());
        if (trim.by() != Trim.By.NOTHING) {
            writer.putByte(trim.approximate() ? 1 : 0)
                    .putLong(trim.bound())
                    .putLong(trim.number())
                    .putLong(trim.limit());
        }
    }

    static StreamOperation decode(long operation) {
        Bytes room = Bytes.of(Memory.toArray(EncodedOperation.key(operation), EncodedOperation.keyLength(operation)));
        BodyReader body = new BodyReader().of(operation);
        return switch (EncodedOperation.type(operation)) {
            case OperationType.ROOM_CONFIGURE -> new Configure(room, Mode.of(body.getByte()), readSettings(body));
            case OperationType.ROOM_DELETE -> new StreamOperation.Delete(room);
            case OperationType.ROOM_APPEND -> new Append(room, body.getByte() != 0, readTrim(body), readEvents(body));
            case OperationType.ROOM_TRIM -> new TrimRoom(room, readTrim(body));
            case OperationType.ROOM_REMOVE -> new Remove(room, readIds(body));
            case OperationType.ROOM_SET_ID ->
                new SetId(room, body.getLong(), body.getLong(), body.getLong(), body.getLong(), body.getLong());
            default -> throw new IllegalArgumentException("unknown operation type " + EncodedOperation.type(operation));
        };
    }

    private static Settings readSettings(BodyReader body) {
        int given = body.getByte();
        long eventsMax = body.getLong();
        long bytesMax = body.getLong();
        long ageMillisMax = body.getLong();
        boolean compacted = body.getByte() != 0;
        return new Settings(
                (given & 1) == 0 ? null : eventsMax,
                (given & 2) == 0 ? null : bytesMax,
                (given & 4) == 0 ? null : ageMillisMax,
                (given & 8) == 0 ? null : compacted);
    }

    private static Trim readTrim(BodyReader body) {
        Trim.By by = Trim.By.of(body.getByte());
        return by == Trim.By.NOTHING
                ? Trim.NONE
                : new Trim(by, body.getByte() != 0, body.getLong(), body.getLong(), body.getLong());
    }

    private static List<NewEvent> readEvents(BodyReader body) {
        List<NewEvent> events = new ArrayList<>();
        for (int left = body.getInt(); left > 0; left--) {
            EventId.Kind kind = EventId.Kind.of(body.getByte());
            long millis = kind == EventId.Kind.AUTOMATIC ? 0 : body.getLong();
            long number = kind == EventId.Kind.EXPLICIT ? body.getLong() : 0;
            int fields = body.getInt();
            events.add(new NewEvent(new EventId(kind, millis, number), readFields(body.bytes(), fields)));
        }
        return List.copyOf(events);
    }

    private static List<Field> readFields(long address, int count) {
        List<Field> fields = new ArrayList<>();
        long at = address;
        for (int i = 0; i < count; i++) {
            int code = Memory.getUnsignedByte(at++);
            Bytes name = Bytes.utf8(EventFields.name(code));
            if (code == 0) {
                name = bytes(at);
                at += EventFields.varintBytes(name.length()) + name.length();
            }
            Bytes value = bytes(at);
            at += EventFields.varintBytes(value.length()) + value.length();
            fields.add(new Field(name, value));
        }
        return List.copyOf(fields);
    }

    private static Bytes bytes(long address) {
        int length = EventFields.varint(address);
        return Bytes.of(Memory.toArray(address + EventFields.varintBytes(length), length));
    }

    private static List<EventId> readIds(BodyReader body) {
        List<EventId> ids = new ArrayList<>();
        for (int left = body.getInt(); left > 0; left--) {
            ids.add(new EventId(EventId.Kind.EXPLICIT, body.getLong(), body.getLong()));
        }
        return List.copyOf(ids);
    }
}
