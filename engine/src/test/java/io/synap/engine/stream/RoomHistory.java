package io.synap.engine.stream;

import io.synap.protocol.operation.Bytes;
import io.synap.protocol.operation.Operation;
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
import io.synap.protocol.operation.SystemOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Random operations on a few rooms, some of them senseless. */
final class RoomHistory {
    private final SplittableRandom random;
    private final int rooms;
    /** Appends in a hundred operations. */
    private final int appends;

    long now = 1_000;
    /** About as far as the ids have come. */
    private long millis = 1_000;

    RoomHistory(SplittableRandom random, int rooms, int appends) {
        this.random = random;
        this.rooms = rooms;
        this.appends = appends;
    }

    Operation next() {
        now += random.nextInt(10) == 0 ? random.nextInt(50) : 0;
        millis = Math.max(millis, now);
        Bytes room = RoomStore.name("r" + random.nextInt(rooms));
        if (random.nextInt(100) < appends) {
            return append(room);
        }
        return switch (random.nextInt(20)) {
            case 0 -> random.nextInt(10) == 0 ? new StreamOperation.Delete(room) : configure(room);
            case 1, 2 -> configure(room);
            case 3, 4, 5, 6 -> new TrimRoom(room, trim());
            case 7 ->
                new SetId(
                        room,
                        millis + random.nextInt(-20, 10),
                        random.nextInt(5),
                        random.nextInt(-1, 300),
                        random.nextBoolean() ? 0 : millis - random.nextInt(100),
                        0);
            case 8, 9, 10, 11 -> new SystemOperation.Advance(Long.MAX_VALUE);
            default -> remove(room);
        };
    }

    private Append append(Bytes room) {
        List<NewEvent> events = new ArrayList<>();
        int count = random.nextInt(4) == 0 ? random.nextInt(1, 30) : 1;
        for (int i = 0; i < count; i++) {
            events.add(new NewEvent(id(), fields()));
        }
        return new Append(room, random.nextInt(10) > 0, random.nextInt(8) == 0 ? trim() : Trim.NONE, events);
    }

    private EventId id() {
        return switch (random.nextInt(20)) {
            case 0 -> new EventId(EventId.Kind.EXPLICIT, ahead(), random.nextInt(4));
            case 1 -> new EventId(EventId.Kind.PARTIAL, ahead(), 0);
            case 2 -> new EventId(EventId.Kind.EXPLICIT, millis - random.nextInt(40), random.nextLong());
            case 3 -> new EventId(EventId.Kind.PARTIAL, millis - random.nextInt(40), 0);
            default -> new EventId(EventId.Kind.AUTOMATIC, 0, 0);
        };
    }

    private long ahead() {
        // Now and then farther than a chunk can tell apart from its first id.
        millis += random.nextInt(500) == 0 ? 5_000_000_000L : random.nextInt(20);
        return millis;
    }

    private List<Field> fields() {
        List<Field> fields = new ArrayList<>();
        add(fields, 2, "event", "made");
        add(fields, 3, "key", "k" + random.nextInt(20));
        add(fields, 4, "correlation_id", "c" + random.nextInt(8));
        add(fields, 6, "causation_id", "c" + random.nextInt(8));
        add(fields, 2, "other" + random.nextInt(5), "");
        boolean large = random.nextInt(200) == 0;
        int bytes = large ? random.nextInt(16_000, 200_000) : random.nextInt(120);
        fields.add(new Field(Bytes.utf8("data"), Bytes.of(bytes(bytes))));
        add(fields, 20, "correlation_id", "c" + random.nextInt(8));
        return List.copyOf(fields);
    }

    private void add(List<Field> fields, int oneIn, String name, String value) {
        if (random.nextInt(oneIn) == 0) {
            fields.add(new Field(Bytes.utf8(name), Bytes.utf8(value)));
        }
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private Trim trim() {
        boolean approximate = random.nextInt(3) == 0;
        long limit = random.nextInt(3) == 0 ? random.nextInt(1, 100) : 0;
        return switch (random.nextInt(5)) {
            case 0 -> new Trim(Trim.By.LENGTH, approximate, random.nextInt(2_000), 0, limit);
            case 1 -> new Trim(Trim.By.ID, approximate, millis - random.nextInt(200), random.nextInt(3), limit);
            case 2 -> new Trim(Trim.By.OFFSET, approximate, random.nextInt(5_000), 0, limit);
            case 3 -> new Trim(Trim.By.BYTES, approximate, random.nextInt(300_000), 0, limit);
            default -> new Trim(Trim.By.TIME, approximate, now - random.nextInt(200), 0, limit);
        };
    }

    private Configure configure(Bytes room) {
        Mode mode = Mode.of(random.nextInt(3));
        return new Configure(
                room,
                mode,
                new Settings(
                        bound(2_000),
                        bound(300_000),
                        bound(400),
                        random.nextInt(3) == 0 ? random.nextBoolean() : null));
    }

    private @Nullable Long bound(int most) {
        return switch (random.nextInt(6)) {
            case 0, 1, 2 -> null;
            case 3, 4 -> 0L;
            default -> random.nextLong(1, most);
        };
    }

    private Remove remove(Bytes room) {
        List<EventId> ids = new ArrayList<>();
        for (int i = random.nextInt(1, 30); i > 0; i--) {
            ids.add(new EventId(EventId.Kind.EXPLICIT, now - random.nextInt(60), random.nextInt(8)));
        }
        return new Remove(room, ids);
    }
}
