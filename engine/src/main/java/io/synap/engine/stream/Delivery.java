package io.synap.engine.stream;

import io.synap.protocol.memory.Memory;

/**
 * What a group hands out, as an operation's sink gets it. Stateless flyweight over an address that is valid during the
 * call.
 *
 * <pre>
 *  0  i64  the event's address; 0 when it is gone from the room, or only named
 *  8  i64  offset
 * 16  i64  id, milliseconds
 * 24  i64  id, number
 * 32  i64  number of the hand-out; 0 when there is nothing to acknowledge
 * 40  i64  when the lease ends; 0 never
 * 48  i32  deliveries
 * 52  u8   kind
 * </pre>
 */
public final class Delivery {
    static final int BYTES = 56;

    static final int EVENT = 0;
    static final int GONE = 1;
    static final int CURSOR = 2;

    private Delivery() {}

    /** The {@link Event}; 0 when it is gone from the room, or when events are named only. */
    public static long event(long delivery) {
        return Memory.getLong(delivery);
    }

    public static long offset(long delivery) {
        return Memory.getLong(delivery + 8);
    }

    /** The first part of the event's id, unsigned. */
    public static long idMillis(long delivery) {
        return Memory.getLong(delivery + 16);
    }

    /** The second part of the event's id, unsigned. */
    public static long idNumber(long delivery) {
        return Memory.getLong(delivery + 24);
    }

    /** Names, with the offset, this hand-out to whoever acknowledges it; 0 when that is not needed. */
    public static long handOut(long delivery) {
        return Memory.getLong(delivery + 32);
    }

    /** When the lease ends, milliseconds since 1970; 0 never. */
    public static long deadline(long delivery) {
        return Memory.getLong(delivery + 40);
    }

    /** How often it was handed out, with this time. */
    public static int deliveries(long delivery) {
        return Memory.getInt(delivery + 48);
    }

    /**
     * Whether the event is gone from the room. After a claim it is no longer pending either; otherwise it is, and may
     * be acknowledged.
     */
    public static boolean isGone(long delivery) {
        return Memory.getUnsignedByte(delivery + 52) == GONE;
    }

    /** Whether this only says where an automatic claim goes on: at this id. */
    public static boolean isCursor(long delivery) {
        return Memory.getUnsignedByte(delivery + 52) == CURSOR;
    }

    static void write(long target, int kind, long event, long pending) {
        Memory.putLong(target, event);
        Memory.putLong(target + 8, Pending.offset(pending));
        Memory.putLong(target + 16, Pending.idMillis(pending));
        Memory.putLong(target + 24, Pending.idNumber(pending));
        Memory.putLong(target + 32, Pending.handOut(pending));
        Memory.putLong(target + 40, Pending.deadline(pending));
        Memory.putInt(target + 48, Pending.deliveries(pending));
        Memory.putByte(target + 52, (byte) kind);
    }

    /** An event that is done as soon as it is handed out. */
    static void writeDone(long target, long event) {
        Memory.putLong(target, event);
        Memory.putLong(target + 8, Event.offset(event));
        Memory.putLong(target + 16, Event.idMillis(event));
        Memory.putLong(target + 24, Event.idNumber(event));
        Memory.putLong(target + 32, 0);
        Memory.putLong(target + 40, 0);
        Memory.putInt(target + 48, 1);
        Memory.putByte(target + 52, (byte) EVENT);
    }
}
