package io.synap.server.http.stream;

import io.synap.engine.stream.Room;
import io.synap.protocol.Slots;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.server.http.Exchange;
import io.synap.server.http.json.ValueOutput;
import io.synap.server.node.Access;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rooms of all shards, in slices: shard by shard, by name within each. Confined to one event loop. A room
 * that is there all the while is shown exactly once.
 */
final class RoomList implements Exchange.Slice {
    /** How one room is written. */
    interface Item {
        void write(ValueOutput out, RoomFacts room);
    }

    /** What follows the array. */
    interface Ending {
        void write(ValueOutput out, int count, @Nullable String cursor);
    }

    private static final int SLICE_ROOMS = 64;
    private static final int TURN_ROOMS = 1024;
    /** Looks into shards per turn, so that a turn over many empty shards is bounded too. */
    private static final int TURN_STEPS = 128;

    private final Access access;
    private final byte[] prefix;
    private final int limit;
    private final Item item;
    private final Ending ending;
    private final List<RoomFacts> found = new ArrayList<>();
    private int shard;
    private byte @Nullable [] after;
    private int count;

    /**
     * @param cursor where the page before ended; null begins
     * @throws SynapException INVALID_CURSOR
     */
    RoomList(Access access, String prefix, @Nullable String cursor, int limit, Item item, Ending ending) {
        this.access = access;
        this.prefix = prefix.getBytes(StandardCharsets.UTF_8);
        this.limit = limit;
        this.item = item;
        this.ending = ending;
        if (cursor != null && !cursor.isEmpty()) {
            goTo(cursor);
        }
    }

    private void goTo(String cursor) {
        int dot = cursor.indexOf('.');
        try {
            shard = Integer.parseInt(cursor, 0, Math.max(0, dot), 10);
            after = Base64.getUrlDecoder().decode(cursor.substring(dot + 1));
        } catch (IllegalArgumentException wrong) {
            throw new SynapException(ErrorCode.INVALID_CURSOR);
        }
        if (shard < 0 || shard >= Slots.SHARDS) {
            throw new SynapException(ErrorCode.INVALID_CURSOR);
        }
    }

    @Override
    public boolean write(ValueOutput out) {
        int before = count;
        for (int step = 0; step < TURN_STEPS && count - before < TURN_ROOMS; step++) {
            slice();
            found.forEach(room -> item.write(out, room));
            count += found.size();
            found.clear();
            if (count == limit || shard == Slots.SHARDS) {
                ending.write(out, count, shard == Slots.SHARDS ? null : cursor());
                return true;
            }
        }
        return false;
    }

    private String cursor() {
        byte[] name = after == null ? new byte[0] : after;
        return shard + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(name);
    }

    /** Takes some rooms of the present shard, and goes to the next when it has no more. */
    private void slice() {
        int looked = 0;
        try {
            for (Room room : access.openAt(shard).streams().after(after)) {
                if (looked == SLICE_ROOMS || count + found.size() == limit) {
                    return;
                }
                looked++;
                after = room.name();
                if (startsWith(room.name())) {
                    found.add(RoomFacts.of(room));
                }
            }
        } finally {
            access.close();
        }
        shard++;
        after = null;
    }

    private boolean startsWith(byte[] name) {
        return name.length >= prefix.length && Arrays.equals(name, 0, prefix.length, prefix, 0, prefix.length);
    }
}
