package io.synap.protocol.operation;

import io.synap.protocol.memory.Memory;

/**
 * The canonical form of an operation: a flyweight over raw memory. Stateless; the caller owns the
 * memory.
 *
 * <pre>
 *  0  u8   type            {@link OperationType}
 *  1  u8   reserved, 0
 *  2  u16  flags           {@link OperationFlags}
 *  4  u16  key length      bytes, 0 when the operation has no key
 *  6  u16  reserved, 0
 *  8  u32  value length    bytes
 * 12  i64  deadline        only with HAS_DEADLINE
 *     i64  argument        only with HAS_ARGUMENT
 *     36 B session         only with IN_SESSION: {@link SessionPrefix}
 *     key
 *     value
 * </pre>
 *
 * It is written once, at the edge; the log, replay, replicas and feeds see the same bytes.
 */
public final class EncodedOperation {
    public static final int HEADER_BYTES = 12;
    /** The most that header, deadline, argument and session can take. */
    public static final int PREFIX_BYTES_MAX = HEADER_BYTES + 16 + SessionPrefix.BYTES;

    public static final int KEY_BYTES_MAX = 0xffff;

    private EncodedOperation() {}

    public static byte type(long operation) {
        return Memory.getByte(operation);
    }

    public static int flags(long operation) {
        return Memory.getUnsignedShort(operation + 2);
    }

    public static boolean has(long operation, int flag) {
        return (flags(operation) & flag) != 0;
    }

    public static int keyLength(long operation) {
        return Memory.getUnsignedShort(operation + 4);
    }

    public static int valueLength(long operation) {
        return Memory.getInt(operation + 8);
    }

    /** Milliseconds since 1970, or 0 when the operation carries none. */
    public static long deadline(long operation) {
        return has(operation, OperationFlags.HAS_DEADLINE) ? Memory.getLong(operation + HEADER_BYTES) : 0;
    }

    /** The argument, or 0 when the operation carries none. */
    public static long argument(long operation) {
        int flags = flags(operation);
        return (flags & OperationFlags.HAS_ARGUMENT) == 0
                ? 0
                : Memory.getLong(operation + HEADER_BYTES + ((flags & OperationFlags.HAS_DEADLINE) != 0 ? 8 : 0));
    }

    public static int prefixLength(int flags) {
        return HEADER_BYTES
                + ((flags & OperationFlags.HAS_DEADLINE) != 0 ? 8 : 0)
                + ((flags & OperationFlags.HAS_ARGUMENT) != 0 ? 8 : 0)
                + ((flags & OperationFlags.IN_SESSION) != 0 ? SessionPrefix.BYTES : 0);
    }

    public static long key(long operation) {
        return operation + prefixLength(flags(operation));
    }

    public static long value(long operation) {
        return key(operation) + keyLength(operation);
    }

    /** The length of the whole operation in bytes. */
    public static int length(long operation) {
        return prefixLength(flags(operation)) + keyLength(operation) + valueLength(operation);
    }

    /** Writes everything before the key, without a session, and returns the address where the key goes. */
    public static long putPrefix(
            long target, byte type, int flags, int keyLength, int valueLength, long deadline, long argument) {
        Memory.putInt(target, (type & 0xff) | flags << 16);
        Memory.putInt(target + 4, keyLength);
        Memory.putInt(target + 8, valueLength);
        long at = target + HEADER_BYTES;
        if ((flags & OperationFlags.HAS_DEADLINE) != 0) {
            Memory.putLong(at, deadline);
            at += 8;
        }
        if ((flags & OperationFlags.HAS_ARGUMENT) != 0) {
            Memory.putLong(at, argument);
            at += 8;
        }
        return at;
    }

    /**
     * Whether the bytes form one well-formed operation of exactly that length. Replay asks before it
     * applies; the edge need not.
     */
    public static boolean isWellFormed(long operation, long length) {
        if (length < HEADER_BYTES) {
            return false;
        }
        return OperationType.isOperation(type(operation))
                && valueLength(operation) >= 0
                && prefixLength(flags(operation)) + (long) keyLength(operation) + valueLength(operation) == length
                && (!has(operation, OperationFlags.IN_SESSION) || SessionPrefix.isValid(operation));
    }
}
