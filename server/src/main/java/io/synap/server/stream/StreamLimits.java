package io.synap.server.stream;

import io.synap.engine.Engine;
import io.synap.protocol.Slots;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;

/**
 * How much rooms may hold.
 *
 * @param eventBytesMax bytes of an event's fields
 * @param roomsMax rooms at once
 * @param groupsMax groups of one room
 */
public record StreamLimits(int eventBytesMax, int roomsMax, int groupsMax) {
    /** After so many bytes of events one command of a group hands out no more. */
    private static final long READ_BYTES_MAX = 1024 * 1024;

    public static final StreamLimits DEFAULTS = new StreamLimits(1024 * 1024, 100_000, 10_000);

    /** What one group may hold, and one command hand out. */
    public GroupLimits groups() {
        GroupLimits usual = GroupLimits.DEFAULT;
        return new GroupLimits(groupsMax, usual.consumersMax(), usual.pendingMax(), usual.countMax(), READ_BYTES_MAX);
    }

    /**
     * Makes sure that there may be one more room; others that are made at the same moment may come on top.
     *
     * @throws SynapException LIMIT_REACHED
     */
    public void ensureRoom(Engine engine) {
        long rooms = 0;
        for (int i = 0; i < Slots.SHARDS; i++) {
            rooms += engine.shard(i).streams().roomCount();
        }
        if (rooms >= roomsMax) {
            throw new SynapException(ErrorCode.LIMIT_REACHED, "there are " + rooms + " rooms (limits.rooms_max)");
        }
    }
}
