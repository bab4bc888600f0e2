package io.synap.engine;

import io.synap.engine.memory.KeyHash;
import io.synap.engine.memory.LargeValues;
import io.synap.engine.memory.SizeClasses;
import io.synap.protocol.memory.Memory;

/**
 * A key with its value, in one block. Stateless flyweight over the entry's address, which is valid only
 * under the shard's lock and until the shard's next change.
 *
 * <pre>
 *  0  u48  version: the shard's sequence when the key was last changed
 *  6  u16  key length
 *  8  u8   flags
 *  9  u24  access statistics, see {@link AccessClock}
 * 12  u32  value length
 * 16  i64  deadline, only with the flag
 *     key
 *     value, or the address of a large value's pieces (i64), see {@link LargeValues}
 * </pre>
 */
public final class Entry {
    /** Longer values are kept in pieces. */
    static final int INLINE_VALUE_BYTES_MAX = 16 << 10;

    /** What an entry's place in the index takes, about. */
    private static final int INDEX_BYTES = 16;

    /** What a deadline's place in the order of deadlines takes, about. */
    private static final int DEADLINE_BYTES = 32;

    private static final int HEADER_BYTES = 16;
    /** What stands before the value of an entry without key and deadline. */
    public static final int BARE_HEAD_BYTES = HEADER_BYTES;

    private static final int HAS_DEADLINE = 1;
    private static final int LARGE = 2;
    private static final long VERSION_MASK = 0xffff_ffff_ffffL;

    private Entry() {}

    public static int keyLength(long entry) {
        return Memory.getUnsignedShort(entry + 6);
    }

    /** The key's address. */
    public static long key(long entry) {
        return entry + HEADER_BYTES + ((flags(entry) & HAS_DEADLINE) != 0 ? 8 : 0);
    }

    public static int valueLength(long entry) {
        return Memory.getInt(entry + 12);
    }

    /** The shard's sequence when the key was last changed. */
    public static long version(long entry) {
        return Memory.getLong(entry) & VERSION_MASK;
    }

    /** Milliseconds since 1970; 0 when there is none. */
    public static long deadline(long entry) {
        return hasDeadline(entry) ? Memory.getLong(entry + HEADER_BYTES) : 0;
    }

    /** Whether the value is kept in pieces. */
    public static boolean isLarge(long entry) {
        return (flags(entry) & LARGE) != 0;
    }

    /** The value's address; only if it is not large. */
    public static long value(long entry) {
        return key(entry) + keyLength(entry);
    }

    /** Copies a part of the value, large or not. */
    public static void copyValue(long entry, int from, int length, long target) {
        if (isLarge(entry)) {
            LargeValues.copy(pieces(entry), from, length, target);
        } else {
            Memory.copy(value(entry) + from, target, length);
        }
    }

    /** The logical bytes it is accounted with: its blocks, and a share of the indexes. */
    public static long bytes(long entry) {
        boolean large = isLarge(entry);
        int valueLength = valueLength(entry);
        int block = blockBytes(keyLength(entry), hasDeadline(entry), large ? 8 : valueLength);
        return SizeClasses.blockBytes(block)
                + INDEX_BYTES
                + (hasDeadline(entry) ? DEADLINE_BYTES : 0)
                + (large ? LargeValues.bytes(valueLength) : 0);
    }

    /** How often it is used, 0 to 255 on a logarithmic scale; only with {@link AccessTracking#LFU}. */
    public static int accessFrequency(long entry) {
        return AccessClock.counter(access(entry));
    }

    /** Since when it is unused; without {@link AccessTracking#LRU}, unwritten. Not with LFU. */
    public static long idleMillis(long entry, long now) {
        return AccessClock.idleMillis(access(entry), now);
    }

    static boolean hasDeadline(long entry) {
        return (flags(entry) & HAS_DEADLINE) != 0;
    }

    static boolean isExpired(long entry, long now) {
        return hasDeadline(entry) && Memory.getLong(entry + HEADER_BYTES) <= now;
    }

    static boolean hasKey(long entry, long key, int keyLength) {
        return keyLength(entry) == keyLength && Memory.same(key(entry), key, keyLength);
    }

    static int access(long entry) {
        return Memory.getInt(entry + 8) >>> 8;
    }

    static void setAccess(long entry, int access) {
        Memory.putInt(entry + 8, flags(entry) | access << 8);
    }

    /** The address of a large value's pieces. */
    static long pieces(long entry) {
        return Memory.getLong(value(entry));
    }

    static void setPieces(long entry, long pieces) {
        Memory.putLong(value(entry), pieces);
    }

    /** The size of a block with this content; a large value counts as the 8 bytes of its address. */
    static int blockBytes(int keyLength, boolean deadline, int content) {
        return HEADER_BYTES + (deadline ? 8 : 0) + keyLength + content;
    }

    /**
     * Writes the head of an entry without a key, for a value that is in no table; returns where the value goes,
     * {@link #BARE_HEAD_BYTES} further.
     */
    public static long putBare(long target, long version, int valueLength) {
        putHeader(target, version, 0, 0, false, valueLength, 0);
        return target + HEADER_BYTES;
    }

    /** Writes everything but key and value. */
    static void putHeader(
            long entry, long version, int keyLength, long deadline, boolean large, int valueLength, int access) {
        int flags = (deadline != 0 ? HAS_DEADLINE : 0) | (large ? LARGE : 0);
        Memory.putLong(entry, (version & VERSION_MASK) | (long) keyLength << 48);
        Memory.putInt(entry + 8, flags | access << 8);
        Memory.putInt(entry + 12, valueLength);
        if (deadline != 0) {
            Memory.putLong(entry + HEADER_BYTES, deadline);
        }
    }

    /** A hash of key, value, deadline and version that depends on no seed. */
    static long digest(long entry) {
        long digest = KeyHash.hash(key(entry), keyLength(entry), 0);
        digest = KeyHash.mix(digest, version(entry));
        digest = KeyHash.mix(digest, deadline(entry));
        return isLarge(entry)
                ? LargeValues.digest(pieces(entry), digest)
                : KeyHash.mix(digest, KeyHash.hash(value(entry), valueLength(entry), 0));
    }

    private static int flags(long entry) {
        return Memory.getUnsignedByte(entry + 8);
    }
}
