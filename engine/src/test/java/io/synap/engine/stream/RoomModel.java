package io.synap.engine.stream;

import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.operation.Bytes;
import io.synap.protocol.operation.StreamOperation;
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
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What rooms are to do, said in the simplest way: a list of events for each. */
final class RoomModel {
    private static final BigInteger TWO_64 = BigInteger.ONE.shiftLeft(64);
    static final BigInteger LAST_ID = TWO_64.multiply(TWO_64).subtract(BigInteger.ONE);

    /** @param id milliseconds and number as one number of 128 bits */
    record Item(long offset, BigInteger id, long time, long bytes, long order, List<Field> fields) {
        @Nullable
        Bytes value(String name) {
            return fields.stream()
                    .filter(field -> field.name().equals(Bytes.utf8(name)))
                    .map(Field::value)
                    .findFirst()
                    .orElse(null);
        }
    }

    static final class ModelRoom {
        List<Item> items = new ArrayList<>();
        Room.Config config = Room.Config.UNBOUNDED;
        long compactedFrom;
        long nextOffset;
        long entriesAdded;
        long trimmedTo;
        BigInteger lastId = BigInteger.ZERO;
        BigInteger removedId = BigInteger.ZERO;

        long bytes() {
            return items.stream().mapToLong(Item::bytes).sum();
        }
    }

    final TreeMap<String, ModelRoom> rooms = new TreeMap<>();
    long time;
    boolean applied;

    @Nullable
    ErrorCode rejection;

    long number;
    /** The bytes of the events that the last append made, as the engine counts them. */
    List<Long> appendedBytes = new ArrayList<>();
    /** How many the engine says that an approximate trim took, which the model cannot know. */
    long approximated;

    private long appends;

    static BigInteger id(long millis, long number) {
        return new BigInteger(Long.toUnsignedString(millis))
                .multiply(TWO_64)
                .add(new BigInteger(Long.toUnsignedString(number)));
    }

    void begin(long at) {
        time = Math.max(time, at);
        applied = false;
        rejection = null;
        number = 0;
    }

    void apply(StreamOperation operation) {
        String name = operation.room().toString();
        ModelRoom room = rooms.get(name);
        switch (operation) {
            case Configure configure -> configure(configure, name, room);
            case StreamOperation.Delete ignored -> {
                if (exists(room)) {
                    rooms.remove(name);
                    applied = true;
                    number = 1;
                }
            }
            case Append append -> append(append, name, room);
            case TrimRoom trim -> {
                if (exists(room)) {
                    number = trim(Objects.requireNonNull(room), trim.trim());
                    applied = number > 0;
                }
            }
            case Remove remove -> {
                if (exists(room)) {
                    remove(remove, Objects.requireNonNull(room));
                }
            }
            case SetId set -> {
                if (exists(room)) {
                    setId(set, Objects.requireNonNull(room));
                }
            }
        }
    }

    private boolean exists(@Nullable ModelRoom room) {
        if (room == null) {
            rejection = ErrorCode.ROOM_NOT_FOUND;
        }
        return room != null;
    }

    private void configure(Configure configure, String name, @Nullable ModelRoom present) {
        if (present != null && configure.mode() == Mode.CREATE) {
            rejection = ErrorCode.ROOM_EXISTS;
        } else if (configure.mode() != Mode.UPDATE || exists(present)) {
            ModelRoom room = present == null ? new ModelRoom() : present;
            rooms.put(name, room);
            number = present == null ? 1 : 0;
            Room.Config config = merged(configure.settings(), room.config);
            applied = present == null || !config.equals(room.config);
            if (config.compacted() != room.config.compacted()) {
                room.compactedFrom = room.nextOffset;
            }
            room.config = config;
            retain(room);
        }
    }

    private static Room.Config merged(Settings settings, Room.Config before) {
        return new Room.Config(
                Objects.requireNonNullElse(settings.eventsMax(), before.eventsMax()),
                Objects.requireNonNullElse(settings.bytesMax(), before.bytesMax()),
                Objects.requireNonNullElse(settings.ageMillisMax(), before.ageMillisMax()),
                Objects.requireNonNullElse(settings.compacted(), before.compacted()));
    }

    private void append(Append append, String name, @Nullable ModelRoom present) {
        if (present == null && !append.create()) {
            rejection = ErrorCode.ROOM_NOT_FOUND;
            return;
        }
        ModelRoom room = present == null ? new ModelRoom() : present;
        List<BigInteger> ids = new ArrayList<>();
        BigInteger last = room.lastId;
        for (NewEvent event : append.events()) {
            last = next(event.id(), last);
            if (rejection != null) {
                return;
            }
            ids.add(last);
        }
        applied = true;
        rooms.put(name, room);
        for (int i = 0; i < ids.size(); i++) {
            List<Field> fields = append.events().get(i).fields();
            Item item = new Item(room.nextOffset++, ids.get(i), time, appendedBytes.get(i), appends++, fields);
            Bytes key = item.value("key");
            if (room.config.compacted() && key != null) {
                removeAll(room, old -> old.offset >= room.compactedFrom && Objects.equals(key, old.value("key")));
            }
            room.items.add(item);
        }
        room.lastId = last;
        room.entriesAdded += ids.size();
        number = trim(room, append.trim());
        retain(room);
    }

    private BigInteger next(EventId asked, BigInteger last) {
        BigInteger id = id(asked.millis(), asked.number());
        BigInteger lastOfMillis = id(asked.millis(), -1);
        switch (asked.kind()) {
            case AUTOMATIC -> id = id(time, 0).compareTo(last) > 0 ? id(time, 0) : last.add(BigInteger.ONE);
            case EXPLICIT -> {
                if (id.signum() == 0) {
                    rejection = ErrorCode.EVENT_ID_ZERO;
                    return last;
                }
            }
            case PARTIAL ->
                id = id.compareTo(last) > 0 ? id : last.add(BigInteger.ONE).min(lastOfMillis);
        }
        if (last.equals(LAST_ID)) {
            rejection = ErrorCode.EVENT_IDS_EXHAUSTED;
        } else if (id.compareTo(last) <= 0) {
            rejection = ErrorCode.EVENT_ID_TOO_SMALL;
        }
        return id;
    }

    private void removeAll(ModelRoom room, Predicate<Item> which) {
        room.items.stream()
                .filter(which)
                .map(Item::id)
                .max(Comparator.naturalOrder())
                .ifPresent(id -> room.removedId = room.removedId.max(id));
        room.items.removeIf(which);
    }

    private long trim(ModelRoom room, Trim trim) {
        if (trim.approximate()) {
            drop(room, approximated);
            return approximated;
        }
        long removed = 0;
        while (!room.items.isEmpty() && (trim.limit() == 0 || removed < trim.limit())) {
            Item oldest = room.items.getFirst();
            boolean goes = switch (trim.by()) {
                case NOTHING -> false;
                case LENGTH -> room.items.size() > trim.bound();
                case ID -> oldest.id.compareTo(id(trim.bound(), trim.number())) < 0;
                case OFFSET -> oldest.offset < trim.bound();
                case BYTES -> room.bytes() > trim.bound();
                case TIME -> oldest.time < trim.bound();
            };
            if (!goes) {
                return removed;
            }
            drop(room, 1);
            removed++;
        }
        return removed;
    }

    private static void drop(ModelRoom room, long count) {
        if (count > 0) {
            room.trimmedTo = room.items.get((int) count - 1).offset + 1;
        }
        room.items = new ArrayList<>(room.items.subList((int) count, room.items.size()));
    }

    private void retain(ModelRoom room) {
        Room.Config config = room.config;
        while (config.eventsMax() > 0 && room.items.size() > config.eventsMax()) {
            drop(room, 1);
        }
        while (config.bytesMax() > 0 && room.bytes() > config.bytesMax() && keepsNewest(room)) {
            drop(room, 1);
        }
    }

    private static boolean keepsNewest(ModelRoom room) {
        return room.items.getFirst().offset < room.nextOffset - 1;
    }

    private void remove(Remove remove, ModelRoom room) {
        for (EventId each : remove.ids()) {
            BigInteger id = id(each.millis(), each.number());
            int before = room.items.size();
            removeAll(room, item -> item.id.equals(id));
            number += before - room.items.size();
        }
        applied = number > 0;
    }

    private void setId(SetId set, ModelRoom room) {
        BigInteger id = id(set.millis(), set.number());
        BigInteger removed = id(set.removedMillis(), set.removedNumber());
        if (!room.items.isEmpty() && room.items.getLast().id.compareTo(id) > 0) {
            rejection = ErrorCode.LAST_ID_TOO_SMALL;
        } else if (id.compareTo(removed) < 0 || id.compareTo(room.removedId) < 0) {
            rejection = ErrorCode.LAST_ID_BELOW_DELETED;
        } else if (set.entriesAdded() >= 0 && room.items.size() > set.entriesAdded()) {
            rejection = ErrorCode.ENTRIES_ADDED_TOO_SMALL;
        } else {
            applied = true;
            room.lastId = id;
            room.entriesAdded = set.entriesAdded() >= 0 ? set.entriesAdded() : room.entriesAdded;
            room.removedId = removed.signum() == 0 ? room.removedId : removed;
        }
    }

    /** Removes what is too old; the order over rooms does not matter as long as everything goes. */
    void advance() {
        for (ModelRoom room : rooms.values()) {
            long age = room.config.ageMillisMax();
            while (age > 0 && !room.items.isEmpty() && room.items.getFirst().time + age <= time) {
                drop(room, 1);
                number++;
            }
        }
        applied = number > 0;
    }

    /** The events with a value, over all rooms, as they were appended. */
    List<String> causes(String field, Bytes value) {
        record Found(long order, String text) {}
        List<Found> found = new ArrayList<>();
        rooms.forEach((name, room) -> room.items.stream()
                .filter(item -> Objects.equals(value, item.value(field)))
                .forEach(item -> found.add(new Found(item.order, name + " " + item.offset))));
        return found.stream()
                .sorted(Comparator.comparingLong(Found::order))
                .map(Found::text)
                .toList();
    }
}
