package io.synap.engine.stream;

import io.synap.engine.memory.Slab;
import io.synap.protocol.memory.Memory;

/**
 * How an event failed so far: the last error, and the last few attempts. Stateless flyweight over a block's address.
 *
 * <pre>
 *  0  i32  length of the error
 *  4  i32  how many attempts
 *  8  attempts, the oldest first: i64 when it ended, i32 number of the consumer, i32 how
 *     the error
 * </pre>
 */
public final class Failures {
    /** So many attempts are remembered. */
    public static final int ATTEMPTS_MAX = 8;
    /** What of an error is kept, in bytes. */
    public static final int ERROR_BYTES_MAX = 1024;

    /** The lease ran out. */
    public static final int LEASE_EXPIRED = 1;
    /** The consumer gave it back. */
    public static final int NACKED = 2;

    public static final int REJECTED = 3;
    /** The room had removed the event. */
    public static final int GONE = 4;

    static final int BYTES_MAX = 8 + ATTEMPTS_MAX * 16 + ERROR_BYTES_MAX;
    private static final int HEADER_BYTES = 8;
    private static final int ATTEMPT_BYTES = 16;

    private Failures() {}

    /** How many attempts are remembered; 0 for address 0. */
    public static int attempts(long failures) {
        return failures == 0 ? 0 : Memory.getInt(failures + 4);
    }

    /** When an attempt ended, milliseconds since 1970. */
    public static long endedAt(long failures, int attempt) {
        return Memory.getLong(at(failures, attempt));
    }

    /** The number of the consumer that made it. */
    public static int consumer(long failures, int attempt) {
        return Memory.getInt(at(failures, attempt) + 8);
    }

    /** How it ended: {@link #LEASE_EXPIRED} to {@link #GONE}. */
    public static int cause(long failures, int attempt) {
        return Memory.getInt(at(failures, attempt) + 12);
    }

    public static int errorLength(long failures) {
        return failures == 0 ? 0 : Memory.getInt(failures);
    }

    public static long error(long failures) {
        return at(failures, attempts(failures));
    }

    static int bytes(long failures) {
        return failures == 0 ? 0 : HEADER_BYTES + attempts(failures) * ATTEMPT_BYTES + errorLength(failures);
    }

    /** A block with one attempt more than another, which is freed unless it is 0. No error leaves the last one. */
    static long with(Slab slab, long before, long endedAt, int consumer, int cause, long error, int errorLength) {
        int kept = Math.min(attempts(before), ATTEMPTS_MAX - 1);
        int dropped = attempts(before) - kept;
        boolean fresh = errorLength > 0;
        int length = fresh ? Math.min(errorLength, ERROR_BYTES_MAX) : errorLength(before);
        long after = slab.allocate(HEADER_BYTES + (kept + 1) * ATTEMPT_BYTES + length);
        Memory.putInt(after, length);
        Memory.putInt(after + 4, kept + 1);
        if (kept > 0) {
            Memory.copy(at(before, dropped), at(after, 0), (long) kept * ATTEMPT_BYTES);
        }
        long last = at(after, kept);
        Memory.putLong(last, endedAt);
        Memory.putInt(last + 8, consumer);
        Memory.putInt(last + 12, cause);
        if (length > 0) {
            Memory.copy(fresh ? error : error(before), error(after), length);
        }
        if (before != 0) {
            slab.free(before);
        }
        return after;
    }

    /** Whether the error contains these bytes. */
    static boolean errorContains(long failures, byte[] part) {
        int last = errorLength(failures) - part.length;
        for (int from = 0; from <= last; from++) {
            if (Memory.same(error(failures) + from, part.length, part)) {
                return true;
            }
        }
        return part.length == 0;
    }

    private static long at(long failures, int attempt) {
        return failures + HEADER_BYTES + (long) attempt * ATTEMPT_BYTES;
    }
}
