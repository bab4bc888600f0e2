package io.synap.server.http.stream;

import io.synap.engine.stream.Room;
import io.synap.engine.stream.StreamSpace;
import io.synap.protocol.Slots;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.server.http.Exchange;
import io.synap.server.http.command.CommandCall;
import io.synap.server.http.json.JsonOutput;
import io.synap.server.http.json.NativeText;
import io.synap.server.http.json.ValueOutput;
import io.synap.server.http.stream.EventJson.Data;
import io.synap.server.stream.EventBatch;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds events by their correlation_id, in one room or in all. Confined to one event loop.
 *
 * <p>A page is in the order of time. Pages follow one another by shard, and within a shard in the order in
 * which the events were appended.
 */
final class CauseSearch {
    static final int SLICE_EVENTS = 16;
    static final int SLICE_BYTES = SLICE_EVENTS * 16 * 1024;
    private static final int TURN_STEPS = 64;
    /** So many steps one page takes at most, so that a search for what is rare in a room ends some time. */
    private static final int PAGE_STEPS_MAX = 1024;

    private static final int PAGE_BYTES_MAX = 8 * 1024 * 1024;

    private final RoomStore store;
    private final NativeText id = new NativeText();
    private final List<RoomLabel> labels = new ArrayList<>();
    private final JsonOutput written = new JsonOutput(1024);

    /** An event that was found, as it will be shown. */
    private static final class Found {
        final long time;
        final byte[] json;

        Found(long time, byte[] json) {
            this.time = time;
            this.json = json;
        }
    }

    CauseSearch(RoomStore store) {
        this.store = store;
    }

    /** Answers with events of the store's room. */
    void inRoom(CommandCall call, String correlation, @Nullable String cursor, int limit) {
        RoomLabel room = store.with(RoomLabel::of);
        int shard = Slots.shardOf(store.room.address(), store.room.length());
        answer(call, new Page(correlation, cursor, limit, shard, shard, room));
    }

    /** Answers with events of all rooms. */
    void everywhere(CommandCall call, String correlation, @Nullable String cursor, int limit) {
        answer(call, new Page(correlation, cursor, limit, 0, Slots.SHARDS - 1, null));
    }

    private static void answer(CommandCall call, Page page) {
        call.out().beginObject().name("data").beginArray();
        if (!page.write(call.out())) {
            call.defer(page);
        }
    }

    /** A page, in slices. */
    private final class Page implements Exchange.Slice {
        private final byte[] correlation;
        private final int limit;
        private final int lastShard;
        private final @Nullable RoomLabel only;
        private final List<Found> found = new ArrayList<>();
        private int shard;
        private long place;
        private int steps;
        private long bytes;

        Page(
                String correlation,
                @Nullable String cursor,
                int limit,
                int firstShard,
                int lastShard,
                @Nullable RoomLabel only) {
            this.correlation = correlation.getBytes(StandardCharsets.UTF_8);
            this.limit = limit;
            this.shard = firstShard;
            this.lastShard = lastShard;
            this.only = only;
            if (cursor != null && !cursor.isEmpty()) {
                goTo(cursor, firstShard);
            }
        }

        private void goTo(String cursor, int firstShard) {
            int dot = cursor.indexOf('.');
            try {
                shard = Integer.parseInt(cursor, 0, Math.max(0, dot), 10);
                place = Long.parseLong(cursor, dot + 1, cursor.length(), 10);
            } catch (NumberFormatException wrong) {
                throw new SynapException(ErrorCode.INVALID_CURSOR);
            }
            if (shard < firstShard || shard > lastShard || place < 0) {
                throw new SynapException(ErrorCode.INVALID_CURSOR);
            }
        }

        @Override
        public boolean write(ValueOutput out) {
            for (int step = 0; step < TURN_STEPS; step++) {
                step();
                steps++;
                if (isFull() || shard > lastShard) {
                    end(out);
                    return true;
                }
            }
            return false;
        }

        private boolean isFull() {
            return found.size() == limit || steps >= PAGE_STEPS_MAX || bytes >= PAGE_BYTES_MAX;
        }

        private void step() {
            long next = search();
            EventBatch batch = store.batch();
            for (int i = 0; i < batch.count(); i++) {
                RoomLabel label = labels.get(i);
                if (only == null || only.equals(label)) {
                    written.clear();
                    store.json().write(written, label, batch, i, Data.NATURAL);
                    found.add(new Found(batch.time(i), written.toArray()));
                    bytes += written.size();
                }
            }
            batch.clear();
            labels.clear();
            place = Math.max(0, next);
            if (next < 0) {
                shard++;
            }
        }

        private long search() {
            id.set(correlation);
            int most = Math.min(SLICE_EVENTS, limit - found.size());
            try {
                StreamSpace space = store.access().openAt(shard).streams();
                store.batch().begin(space, most, SLICE_BYTES);
                return space.correlated(id.address(), id.length(), place, most, this::take);
            } finally {
                store.access().close();
            }
        }

        private void take(Room room, long event) {
            labels.add(RoomLabel.of(room));
            store.batch().value(event);
        }

        private void end(ValueOutput out) {
            found.sort(Comparator.comparingLong(each -> each.time));
            for (Found each : found) {
                out.verbatim(each.json);
            }
            out.endArray().name("metadata").beginObject().name("limit").number(limit);
            out.name("cursor").any(shard > lastShard ? null : shard + "." + place);
            out.endObject().endObject();
        }
    }
}
