package io.synap.engine.stream;

import io.synap.protocol.memory.Memory;
import io.synap.protocol.operation.DeathReason;
import org.jspecify.annotations.Nullable;

/**
 * An event that a shared group has handed out and that is not done, or its dead letter. Stateless flyweight over the
 * address of a block, which is valid while the shard is locked and nothing changes.
 *
 * <pre>
 *  0  i32  number of the group
 *  4  i32  slot of the consumer that has it; 0 nobody
 *  8  i64  offset
 * 16  i64  id, milliseconds
 * 24  i64  id, number
 * 32  i64  when it was last handed out
 * 40  i64  when its lease or delay ends, 0 never; of a dead letter, when it died
 * 48  i64  the number of its last hand-out, 0 none
 * 56  i64  when it was first handed out
 * 64  i64  address of its {@link Failures}, 0 none
 * 72  i32  deliveries
 * 76  u8   state
 * 77  u8   why it died, the code of a {@link DeathReason}
 * 78  u16  the redrive that gave it another try, 0 none
 * </pre>
 */
public final class Pending {
    static final int BYTES = 80;
    /** With its places in the indexes, the same on every copy. */
    static final int LOGICAL_BYTES = BYTES + 8 + 24 + 24;

    /** A consumer has it. */
    static final int HELD = 1;
    /** The next that asks gets it. */
    static final int AVAILABLE = 2;
    /** It will be available. */
    static final int DELAYED = 3;

    static final int DEAD = 4;

    private static final int COUNT_OFFSET = 72;

    private Pending() {}

    /** Its place in the room. */
    public static long offset(long pending) {
        return Memory.getLong(pending + 8);
    }

    /** The first part of the event's id, unsigned. */
    public static long idMillis(long pending) {
        return Memory.getLong(pending + 16);
    }

    /** The second part of the event's id, unsigned. */
    public static long idNumber(long pending) {
        return Memory.getLong(pending + 24);
    }

    /** When it was last handed out, milliseconds since 1970. */
    public static long handedOutAt(long pending) {
        return Memory.getLong(pending + 32);
    }

    /** When it was first handed out, milliseconds since 1970. */
    public static long firstHandedOutAt(long pending) {
        return Memory.getLong(pending + 56);
    }

    /** When its lease ends, or when it becomes available; milliseconds since 1970, 0 never. */
    public static long deadline(long pending) {
        return Memory.getLong(pending + 40);
    }

    /** When a dead letter died, milliseconds since 1970. */
    public static long diedAt(long pending) {
        return Memory.getLong(pending + 40);
    }

    /** The number of the last hand-out, which a receipt names. */
    public static long handOut(long pending) {
        return Memory.getLong(pending + 48);
    }

    /** How often it was handed out, since it was last given another try. */
    public static int deliveries(long pending) {
        return Memory.getInt(pending + COUNT_OFFSET);
    }

    /** Whether the next that asks gets it. */
    public static boolean isAvailable(long pending) {
        return state(pending) == AVAILABLE;
    }

    /** Whether it waits until {@link #deadline}. */
    public static boolean isDelayed(long pending) {
        return state(pending) == DELAYED;
    }

    /** Why it died; null when it is no dead letter. */
    public static @Nullable DeathReason reason(long pending) {
        return DeathReason.ofCode(reasonCode(pending));
    }

    static int reasonCode(long pending) {
        return Memory.getUnsignedByte(pending + 77);
    }

    static int group(long pending) {
        return Memory.getInt(pending);
    }

    static int slot(long pending) {
        return Memory.getInt(pending + 4);
    }

    static int state(long pending) {
        return Memory.getUnsignedByte(pending + 76);
    }

    static int redrive(long pending) {
        return Memory.getUnsignedShort(pending + 78);
    }

    static long failures(long pending) {
        return Memory.getLong(pending + 64);
    }

    static int compareId(long pending, long millis, long number) {
        int byMillis = Long.compareUnsigned(idMillis(pending), millis);
        return byMillis != 0 ? byMillis : Long.compareUnsigned(idNumber(pending), number);
    }

    static void create(long block, int group, long offset, long millis, long number) {
        Memory.fill(block, BYTES, (byte) 0);
        Memory.putInt(block, group);
        Memory.putLong(block + 8, offset);
        Memory.putLong(block + 16, millis);
        Memory.putLong(block + 24, number);
    }

    static void setSlot(long block, int slot) {
        Memory.putInt(block + 4, slot);
    }

    static void setHandedOutAt(long block, long millis) {
        Memory.putLong(block + 32, millis);
    }

    static void setFirstHandedOutAt(long block, long millis) {
        Memory.putLong(block + 56, millis);
    }

    static void setDeadline(long block, long millis) {
        Memory.putLong(block + 40, millis);
    }

    static void setHandOut(long block, long handOut) {
        Memory.putLong(block + 48, handOut);
    }

    static void setFailures(long block, long failures) {
        Memory.putLong(block + 64, failures);
    }

    static void setDeliveries(long block, int deliveries) {
        Memory.putInt(block + COUNT_OFFSET, deliveries);
    }

    static void setState(long block, int state) {
        Memory.putByte(block + 76, (byte) state);
    }

    static void setReason(long block, int code) {
        Memory.putByte(block + 77, (byte) code);
    }

    static void setRedrive(long block, int redrive) {
        Memory.putShort(block + 78, (short) redrive);
    }
}
