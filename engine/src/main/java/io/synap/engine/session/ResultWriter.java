package io.synap.engine.session;

import io.synap.engine.Outcome;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.memory.Memory;
import io.synap.protocol.memory.NativeBuffer;
import io.synap.protocol.operation.SessionLimits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes results, see {@link Result}. Confined to its shard's lock.
 *
 * <p>Items are runs of the same error whose numbers are equal or follow one another; each run is a varint, how many
 * items; a u8, the error and whether the numbers go up; and a signed varint, how far the first number is from the last
 * run's last one. So what became of a batch of new messages takes a few bytes, however many they are.
 */
final class ResultWriter {
    /** Errors of items by their number in the on-disk format; the first is none. */
    private static final List<ErrorCode> ERRORS =
            List.of(ErrorCode.MESSAGE_NOT_FOUND, ErrorCode.LEASE_LOST, ErrorCode.EVENT_NOT_FOUND);

    private static final int ASCENDING = 0x80;
    private static final int RUN_BYTES_MAX = 2 * Varint.BYTES_MAX + 1;
    private static final int KEPT_BYTES_MAX = 16 * 1024;

    private final NativeBuffer buffer = new NativeBuffer(512);
    private int length;
    private int handedOut;

    /** Gathers what a result holds behind its head; what is too much is left out and counts as forgotten. */
    void gather(Outcome outcome, HandedOut values) {
        length = 0;
        handedOut = values.kind();
        if (handedOut == Result.FORGOTTEN || (outcome.count() == 0 && handedOut == Result.NOTHING)) {
            return;
        }
        buffer.shrinkTo(KEPT_BYTES_MAX);
        long start = buffer.ensure(4 + (long) RUN_BYTES_MAX * outcome.count() + values.length(), 0);
        Memory.putInt(start, outcome.count());
        long end = putItems(start + 4, outcome);
        if (end == 0 || end - start + values.length() > SessionLimits.RESULT_BYTES_MAX) {
            handedOut = Result.FORGOTTEN;
            return;
        }
        Memory.copy(values.address(), end, values.length());
        length = (int) (end - start) + values.length();
    }

    /** The whole result's length. */
    int length() {
        return Result.HEAD_BYTES + length;
    }

    /** The result is forgotten, for want of room. */
    void forget() {
        length = 0;
        handedOut = Result.FORGOTTEN;
    }

    /** Writes what was gathered to a place of {@link #length} bytes. */
    void write(long result, byte type, long number, int part, Outcome outcome) {
        Result.putHead(result, type, number, part, handedOut, outcome.number(), outcome.version());
        Memory.copy(buffer.address(), result + Result.HEAD_BYTES, length);
    }

    /** Returns where the items end; 0 when one of them has an error that has no number. */
    private static long putItems(long target, Outcome outcome) {
        long at = target;
        long last = -1;
        int item = 0;
        while (item < outcome.count()) {
            ErrorCode error = outcome.itemError(item);
            int code = code(error);
            if (code < 0) {
                return 0;
            }
            int run = 1;
            long step = step(outcome, item);
            while (step(outcome, item + run - 1) == step && step >= 0) {
                run++;
            }
            at = Varint.put(at, run);
            Memory.putByte(at++, (byte) (code | (step == 0 ? 0 : ASCENDING)));
            at = Varint.putSigned(at, outcome.itemNumber(item) - last);
            item += run;
            last = outcome.itemNumber(item - 1);
        }
        return at;
    }

    /** How the item's successor goes on: 0 or 1 when it continues a run, else -1. */
    private static long step(Outcome outcome, int item) {
        if (item + 1 >= outcome.count() || outcome.itemError(item) != outcome.itemError(item + 1)) {
            return -1;
        }
        long step = outcome.itemNumber(item + 1) - outcome.itemNumber(item);
        return step == 0 || step == 1 ? step : -1;
    }

    private static int code(@Nullable ErrorCode error) {
        if (error == null) {
            return 0;
        }
        int at = ERRORS.indexOf(error);
        return at < 0 ? -1 : at + 1;
    }

    /** The error of that number, null for none. */
    static @Nullable ErrorCode error(int code) {
        int number = code & ~ASCENDING;
        return number == 0 ? null : ERRORS.get(number - 1);
    }

    static boolean isAscending(int code) {
        return (code & ASCENDING) != 0;
    }
}
