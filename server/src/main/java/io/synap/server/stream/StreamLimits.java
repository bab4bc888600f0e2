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
 * @param groupsMax shared groups of the node
 */
public record StreamLimits(int eventBytesMax, int roomsMax, int groupsMax) {
    /** After so many bytes of events one command of a group hands out no more. */
    private static final long READ_BYTES_MAX = 1024 * 1024;

    /** Names of rooms, which lie in the heap. */
    public static final int ROOM_NAME_BYTES_MAX = 512;

    public static final StreamLimits DEFAULTS = new StreamLimits(1024 * 1024, 100_000, 10_000);

    /**
     * Makes sure that a room may be made with a name of so many bytes.
     *
     * @throws SynapException INVALID_ARGUMENT
     */
    static void checkName(int length) {
        if (length > ROOM_NAME_BYTES_MAX) {
            throw new SynapException(
                    ErrorCode.INVALID_ARGUMENT, "a room's name has at most " + ROOM_NAME_BYTES_MAX + " bytes");
        }
    }

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
