package io.synap.protocol.operation;

import io.synap.protocol.memory.Memory;

/**
 * The fields of an encoded operation that belongs to a session; they stand before its key. Stateless.
 *
 * <pre>
 *  0  i64  session, first half
 *  8  i64  session, second half
 * 16  i64  number
 * 24  i64  answered below
 * 32  u16  part
 * 34  u16  reserved, 0
 * </pre>
 *
 * See {@link SessionStamp} for what they mean.
 */
public final class SessionPrefix {
    public static final int BYTES = 36;

    private SessionPrefix() {}

    /** The session's first half; as all others only of operations with IN_SESSION. */
    public static long high(long operation) {
        return Memory.getLong(at(operation));
    }

    public static long low(long operation) {
        return Memory.getLong(at(operation) + 8);
    }

    public static long number(long operation) {
        return Memory.getLong(at(operation) + 16);
    }

    public static long answeredBelow(long operation) {
        return Memory.getLong(at(operation) + 24);
    }

    public static int part(long operation) {
        return Memory.getUnsignedShort(at(operation) + 32);
    }

    /** All of it. */
    public static SessionStamp stamp(long operation) {
        return new SessionStamp(
                new SessionId(high(operation), low(operation)),
                number(operation),
                answeredBelow(operation),
                part(operation));
    }

    /** Whether it says what a stamp can say. */
    static boolean isValid(long operation) {
        long answeredBelow = answeredBelow(operation);
        return (high(operation) | low(operation)) != 0 && answeredBelow >= 1 && answeredBelow <= number(operation);
    }

    /**
     * Copies an operation without a stamp and gives the copy one; it is {@link #BYTES} longer. The target may be
     * so many bytes before the operation, and nowhere else near it.
     */
    public static void copy(
            long operation, long target, long high, long low, long number, long answeredBelow, int part) {
        int flags = EncodedOperation.flags(operation);
        int length = EncodedOperation.length(operation);
        int head = EncodedOperation.prefixLength(flags);
        long at = target + head;
        if (at + BYTES != operation + head) {
            Memory.copy(operation + head, at + BYTES, length - head);
        }
        Memory.copy(operation, target, head);
        Memory.putShort(target + 2, (short) (flags | OperationFlags.IN_SESSION));
        Memory.putLong(at, high);
        Memory.putLong(at + 8, low);
        Memory.putLong(at + 16, number);
        Memory.putLong(at + 24, answeredBelow);
        Memory.putInt(at + 32, part);
    }

    private static long at(long operation) {
        return operation
                + EncodedOperation.prefixLength(EncodedOperation.flags(operation) & ~OperationFlags.IN_SESSION);
    }
}
