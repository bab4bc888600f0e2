package io.synap.engine.stream;

import io.synap.engine.AccessTracking;
import io.synap.engine.Engine;
import io.synap.engine.EngineOptions;
import io.synap.engine.Outcome;
import io.synap.engine.Shard;
import io.synap.engine.ValueSink;
import io.synap.protocol.Slots;
import io.synap.protocol.memory.Memory;
import io.synap.protocol.operation.Bytes;
import io.synap.protocol.operation.Operation;
import io.synap.protocol.operation.OperationCodec;
import io.synap.protocol.operation.StreamOperation;
import io.synap.protocol.operation.StreamOperation.Append;
import io.synap.protocol.operation.StreamOperation.EventId;
import io.synap.protocol.operation.StreamOperation.Field;
import io.synap.protocol.operation.StreamOperation.Mode;
import io.synap.protocol.operation.StreamOperation.NewEvent;
import io.synap.protocol.operation.StreamOperation.Settings;
import io.synap.protocol.operation.StreamOperation.Trim;
import io.synap.protocol.operation.SystemOperation;
import io.synap.protocol.state.ShardImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** One shard's rooms with a clock that is moved by hand, spoken to in strings. Confined to one thread. */
final class RoomStore implements AutoCloseable {
    /** Rooms whose names contain this belong to the one shard. */
    static final String TAG = "{t}";

    /** One applied operation. */
    record Logged(Operation operation, long time) {}

    /** An event as text: {@code offset id field=value …}. */
    record Seen(long offset, String id, long time, List<Field> fields) {
        String value(String name) {
            return fields.stream()
                    .filter(field -> field.name().equals(Bytes.utf8(name)))
                    .map(field -> new String(field.value().toArray(), StandardCharsets.ISO_8859_1))
                    .findFirst()
                    .orElse("");
        }
    }

    final Engine engine;
    final Shard shard;
    final Outcome outcome = new Outcome();
    final List<Logged> log = new ArrayList<>();
    /** The ids that the last operation handed out. */
    final List<String> ids = new ArrayList<>();

    long now = 1_000_000;

    RoomStore() {
        this(42);
    }

    RoomStore(long hashSeed) {
        engine = new Engine(new EngineOptions(hashSeed, AccessTracking.NONE, 1 << 20));
        shard = engine.shard(withText(TAG, (address, length) -> Slots.shardOf(address, length)));
    }

    interface TextUse<T extends @Nullable Object> {
        T with(long address, int length);
    }

    static <T extends @Nullable Object> T withText(String text, TextUse<T> use) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (Arena arena = Arena.ofConfined()) {
            long address = arena.allocate(Math.max(1, bytes.length)).address();
            Memory.copy(bytes, 0, address, bytes.length);
            return use.with(address, bytes.length);
        }
    }

    static <T> T withEncoded(Operation operation, LongFunction<T> use) {
        try (Arena arena = Arena.ofConfined()) {
            long address =
                    arena.allocate(OperationCodec.encodedLengthMax(operation)).address();
            var _ = OperationCodec.encode(operation, address);
            return use.apply(address);
        }
    }

    Outcome apply(Operation operation) {
        ids.clear();
        return apply(operation, event -> ids.add(idOf(event)));
    }

    Outcome apply(Operation operation, ValueSink sink) {
        return withEncoded(operation, address -> {
            shard.apply(address, now, outcome, sink);
            if (outcome.applied()) {
                log.add(new Logged(operation, now));
            }
            return outcome;
        });
    }

    static Bytes name(String room) {
        return Bytes.utf8(TAG + room);
    }

    static List<Field> fields(String... namesAndValues) {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.add(new Field(Bytes.utf8(namesAndValues[i]), Bytes.utf8(namesAndValues[i + 1])));
        }
        return fields;
    }

    /** An id as Redis writes it: {@code *}, {@code 5-*} or {@code 5-1}. */
    static EventId id(String text) {
        if (text.equals("*")) {
            return new EventId(EventId.Kind.AUTOMATIC, 0, 0);
        }
        int dash = text.indexOf('-');
        long millis = Long.parseUnsignedLong(text.substring(0, dash));
        String number = text.substring(dash + 1);
        return number.equals("*")
                ? new EventId(EventId.Kind.PARTIAL, millis, 0)
                : new EventId(EventId.Kind.EXPLICIT, millis, Long.parseUnsignedLong(number));
    }

    /** Appends an event with an id, or says why not. */
    String add(String room, String id, String... namesAndValues) {
        Outcome done = append(room, true, Trim.NONE, new NewEvent(id(id), fields(namesAndValues)));
        return done.rejection() != null ? done.rejection().name() : ids.getFirst();
    }

    Outcome append(String room, boolean create, Trim trim, NewEvent... events) {
        return apply(new Append(name(room), create, trim, List.of(events)));
    }

    /** Appends so many events of a value {@code v0}, {@code v1} and so on. */
    void fill(String room, int count) {
        for (int i = 0; i < count; i++) {
            var _ = add(room, "*", "data", "v" + i);
        }
    }

    static Trim trim(Trim.By by, long bound) {
        return new Trim(by, false, bound, 0, 0);
    }

    long trim(String room, Trim.By by, long bound) {
        return apply(new StreamOperation.TrimRoom(name(room), trim(by, bound))).number();
    }

    long remove(String room, String... eventIds) {
        return apply(new StreamOperation.Remove(
                        name(room), Arrays.stream(eventIds).map(RoomStore::id).toList()))
                .number();
    }

    Outcome configure(String room, Mode mode, Settings settings) {
        return apply(new StreamOperation.Configure(name(room), mode, settings));
    }

    static Settings settings(long eventsMax, long bytesMax, long ageMillisMax, boolean compacted) {
        return new Settings(eventsMax, bytesMax, ageMillisMax, compacted);
    }

    Outcome delete(String room) {
        return apply(new StreamOperation.Delete(name(room)));
    }

    long advance(long most) {
        return apply(new SystemOperation.Advance(most)).number();
    }

    @Nullable
    Room find(String room) {
        return RoomStore.<@Nullable Room>withText(
                TAG + room, (address, length) -> shard.streams().find(address, length));
    }

    Room room(String room) {
        Room found = find(room);
        if (found == null) {
            throw new AssertionError("no room " + room);
        }
        return found;
    }

    /** All events, read in slices of a few. */
    List<Seen> events(String room) {
        List<Seen> events = new ArrayList<>();
        Room found = room(room);
        long from = 0;
        while (from >= 0) {
            from = found.read(from, Long.MAX_VALUE, 7, 1000, event -> events.add(seen(event)));
        }
        return events;
    }

    List<Long> offsets(String room) {
        return events(room).stream().map(Seen::offset).toList();
    }

    static String idOf(long event) {
        return Long.toUnsignedString(Event.idMillis(event)) + "-" + Long.toUnsignedString(Event.idNumber(event));
    }

    static Seen seen(long event) {
        List<Field> fields = new ArrayList<>();
        FieldCursor cursor = new FieldCursor().of(event);
        while (cursor.next()) {
            try (Arena arena = Arena.ofConfined()) {
                long name = arena.allocate(Math.max(1, cursor.nameLength())).address();
                cursor.copyName(name);
                long value = arena.allocate(Math.max(1, cursor.valueLength())).address();
                cursor.copyValue(0, cursor.valueLength(), value);
                fields.add(new Field(
                        Bytes.of(Memory.toArray(name, cursor.nameLength())),
                        Bytes.of(Memory.toArray(value, cursor.valueLength()))));
            }
        }
        if (fields.size() != Event.fieldCount(event)) {
            throw new AssertionError("event counts " + Event.fieldCount(event) + " fields of " + fields.size());
        }
        return new Seen(Event.offset(event), idOf(event), Event.time(event), fields);
    }

    /** Housekeeping to the end. */
    void tidy() {
        for (int i = 0; i < 100_000; i++) {
            if (!shard.streams().tidy()) {
                return;
            }
        }
        throw new AssertionError("housekeeping does not end");
    }

    static void append(ByteArrayOutputStream image, long address, long length) {
        image.writeBytes(Memory.toArray(address, (int) length));
    }

    ByteArrayOutputStream image() throws IOException {
        ByteArrayOutputStream image = new ByteArrayOutputStream();
        try (ShardImage source = engine.openImage(shard.index())) {
            boolean more = true;
            while (more) {
                more = source.next((address, length) -> append(image, address, length));
            }
        }
        return image;
    }

    void restore(byte[] image, long sequence, long time) {
        try (Arena arena = Arena.ofConfined()) {
            long address = arena.allocate(Math.max(1, image.length)).address();
            Memory.copy(image, 0, address, image.length);
            engine.restoreItems(shard.index(), address, image.length);
        }
        engine.restoreEnd(shard.index(), sequence, time);
        now = time;
    }

    void replay(List<Logged> operations) {
        for (Logged each : operations) {
            var _ = withEncoded(each.operation(), address -> {
                engine.replay(shard.index(), shard.sequence() + 1, each.time(), address);
                return true;
            });
        }
    }

    @Override
    public void close() {
        engine.close();
    }
}
