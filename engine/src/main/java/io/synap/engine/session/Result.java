package io.synap.engine.session;

import io.synap.protocol.memory.Memory;

/**
 * What one operation came to, as it is remembered. Stateless flyweight over the result's address, which is valid
 * under the shard's lock and until the shard's next change.
 *
 * <pre>
 *  0  u32  length of the whole, bytes
 *  4  u16  part
 *  6  u8   what it handed out
 *  7  u8   type of the operation
 *  8  i64  number of the request
 * 16  i64  the outcome's number
 * 24  i64  the outcome's version
 * 32  only if there is more: u32 how many items, the items, and what was handed out; see {@link ResultWriter}
 * </pre>
 */
final class Result {
    static final int HEAD_BYTES = 32;

    /** Nothing was handed out. */
    static final int NOTHING = 0;
    /** An entry, without its key. */
    static final int ENTRY = 1;
    /** The ids of events, one for each item. */
    static final int EVENT_IDS = 2;
    /** It was too much to be remembered. */
    static final int FORGOTTEN = 3;

    private Result() {}

    static int length(long result) {
        return Memory.getInt(result);
    }

    static int part(long result) {
        return Memory.getUnsignedShort(result + 4);
    }

    static int handedOut(long result) {
        return Memory.getUnsignedByte(result + 6);
    }

    static byte type(long result) {
        return Memory.getByte(result + 7);
    }

    static long number(long result) {
        return Memory.getLong(result + 8);
    }

    static long outcomeNumber(long result) {
        return Memory.getLong(result + 16);
    }

    static long version(long result) {
        return Memory.getLong(result + 24);
    }

    /** Writes everything up to the items, except the length. */
    static void putHead(
            long result, byte type, long number, int part, int handedOut, long outcomeNumber, long version) {
        Memory.putInt(result + 4, part | handedOut << 16 | (type & 0xff) << 24);
        Memory.putLong(result + 8, number);
        Memory.putLong(result + 16, outcomeNumber);
        Memory.putLong(result + 24, version);
    }
}
