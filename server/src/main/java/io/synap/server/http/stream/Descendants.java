package io.synap.server.http.stream;

import io.synap.engine.stream.Room;
import io.synap.engine.stream.StreamSpace;
import io.synap.protocol.Slots;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.server.http.Exchange;
import io.synap.server.http.json.NativeText;
import io.synap.server.http.json.ValueOutput;
import io.synap.server.http.stream.EventJson.Data;
import io.synap.server.stream.EventBatch;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * The events that an event caused, those that they caused, and so on, over all rooms, in slices. Confined to
 * one event loop.
 *
 * <p>An event is caused by the one whose global id is its causation_id. Each comes right after its cause and
 * before the next event of the same cause; the cursor is the way down to where the page ended.
 */
final class Descendants implements Exchange.Slice {
    static final int DEPTH_MAX = 64;
    private static final int TURN_STEPS = 256;
    private static final int PAGE_BYTES_MAX = 8 * 1024 * 1024;

    private final RoomStore store;
    private final int limit;
    private final NativeText text = new NativeText();
    /** From the event asked for down to the one whose effects are being looked for. */
    private final Deque<Cause> way = new ArrayDeque<>();

    private RoomLabel label = new RoomLabel("", 0);
    private int count;
    private int bytes;

    /** An event, and how far its effects were found. */
    private static final class Cause {
        final String id;
        int shard;
        long place;

        Cause(String id, int shard, long place) {
            this.id = id;
            this.shard = shard;
            this.place = place;
        }
    }

    /**
     * Of the event with that global id.
     *
     * @throws SynapException INVALID_CURSOR
     */
    Descendants(RoomStore store, String id, @Nullable String cursor, int limit) {
        this.store = store;
        this.limit = limit;
        if (cursor == null || cursor.isEmpty()) {
            way.addLast(new Cause(id, 0, 0));
        } else {
            goTo(id, cursor);
        }
    }

    private void goTo(String id, String cursor) {
        try {
            String all = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            for (String line : all.split("\n", -1)) {
                String[] parts = line.split(" ", 3);
                way.addLast(new Cause(parts[2], Integer.parseInt(parts[0]), Long.parseLong(parts[1])));
            }
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException wrong) {
            throw new SynapException(ErrorCode.INVALID_CURSOR);
        }
        boolean valid = way.size() <= DEPTH_MAX && way.getFirst().id.equals(id);
        for (Cause each : way) {
            valid &= each.shard >= 0 && each.shard <= Slots.SHARDS && each.place >= 0;
        }
        if (!valid) {
            throw new SynapException(ErrorCode.INVALID_CURSOR);
        }
    }

    @Override
    public boolean write(ValueOutput out) {
        for (int step = 0; step < TURN_STEPS; step++) {
            if (way.isEmpty() || count == limit || bytes >= PAGE_BYTES_MAX) {
                end(out);
                return true;
            }
            step(out, way.getLast());
        }
        return false;
    }

    private void step(ValueOutput out, Cause cause) {
        if (cause.shard == Slots.SHARDS) {
            way.removeLast();
            return;
        }
        long next = search(cause);
        if (next < 0) {
            cause.shard++;
            cause.place = 0;
        } else {
            cause.place = next;
        }
        EventBatch batch = store.batch();
        if (batch.count() > 0) {
            String id = label.id(batch.offset(0));
            // An event that is among its own causes would come for ever.
            if (way.stream().noneMatch(each -> each.id.equals(id))) {
                write(out, batch, id);
            }
        }
        batch.clear();
    }

    private void write(ValueOutput out, EventBatch batch, String id) {
        int before = out.size();
        out.beginObject();
        store.json().members(out, label, batch, 0, Data.NATURAL);
        out.name("depth").number(way.size()).endObject();
        bytes += out.size() - before;
        count++;
        if (way.size() < DEPTH_MAX) {
            way.addLast(new Cause(id, 0, 0));
        }
    }

    private long search(Cause cause) {
        text.set(cause.id);
        try {
            StreamSpace space = store.access().openAt(cause.shard).streams();
            store.batch().begin(space, 1, 0);
            return space.caused(text.address(), text.length(), cause.place, 1, this::take);
        } finally {
            store.access().close();
        }
    }

    private void take(Room room, long event) {
        label = RoomLabel.of(room);
        store.batch().value(event);
    }

    private void end(ValueOutput out) {
        out.endArray().name("metadata").beginObject().name("limit").number(limit);
        out.name("cursor").any(way.isEmpty() ? null : cursor()).endObject().endObject();
    }

    private String cursor() {
        StringBuilder all = new StringBuilder();
        for (Iterator<Cause> each = way.iterator(); each.hasNext(); ) {
            Cause cause = each.next();
            all.append(cause.shard).append(' ').append(cause.place).append(' ').append(cause.id);
            all.append(each.hasNext() ? "\n" : "");
        }
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(all.toString().getBytes(StandardCharsets.UTF_8));
    }
}
