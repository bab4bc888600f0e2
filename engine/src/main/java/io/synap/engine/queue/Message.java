package io.synap.engine.queue;

import io.synap.engine.memory.KeyHash;
import io.synap.engine.memory.LargeValues;
import io.synap.engine.memory.SizeClasses;
import io.synap.protocol.memory.Memory;
import io.synap.protocol.operation.DeathReason;
import org.jspecify.annotations.Nullable;

/**
 * A message in one block. Stateless flyweight over the message's address, which is valid only under the
 * shard's lock and until the shard's next change.
 *
 * <pre>
 *  0  u48  id
 *  6  u16  the queue's number
 *  8  u48  when it was published, milliseconds since 1970
 * 14  u16  most deliveries; 0 as the queue says
 * 16  u32  payload length
 * 20  u32  deliveries in all, never set back
 * 24  u16  deliveries since it was published or redriven
 * 26  u8   state (bits 0-3) and priority (bits 4-7)
 * 27  u8   flags
 * 28  i64  READY: the message before it in its list. DELAYED, WAITING: not before. LEASED: until. DEAD: the
 *          letter's number
 * 36  i64  READY: the message behind it. LEASED: the consumer's number
 * 44  i64  deadline of its time to live, only with the flag
 *     u16  length, and the ordering key, only with the flag
 *     u32  length, and the headers, only with the flag
 *     what befell it, see {@link History}, only with the flag
 *     payload, or the address of a large payload's pieces (i64), see {@link LargeValues}
 * </pre>
 */
public final class Message {
    /** Takes headers. */
    @FunctionalInterface
    public interface HeaderVisitor {
        /** Addresses are valid during the call. */
        void header(long name, int nameLength, long value, int valueLength);
    }

    /** Takes what befell a message, oldest first. */
    @FunctionalInterface
    public interface HistoryVisitor {
        /** When, in milliseconds since 1970, and at which delivery; 0 when it was before the first. */
        void event(MessageEvent event, long atMillis, int deliveryNumber);
    }

    /** Longer payloads are kept in pieces. */
    static final int INLINE_PAYLOAD_BYTES_MAX = 16 << 10;

    static final long ID_MAX = (1L << 48) - 1;
    static final int QUEUE_NUMBER_MAX = 0xffff;

    static final int HEADER_BYTES = 44;

    static final int HAS_TTL = 1;
    static final int HAS_KEY = 1 << 1;
    static final int HAS_HEADERS = 1 << 2;
    static final int HAS_HISTORY = 1 << 3;
    static final int LARGE = 1 << 4;
    /** It is in the index of those that came back, not in a list. */
    static final int RETURNED = 1 << 5;

    private static final long MILLIS_MASK = (1L << 48) - 1;

    private Message() {}

    /** 1, 2, 3 and so on per queue. */
    public static long id(long message) {
        return Memory.getLong(message) & ID_MAX;
    }

    public static MessageState state(long message) {
        return MessageState.ofCode(Memory.getByte(message + 26) & 0xf);
    }

    /** 0 to 9, 9 first. */
    public static int priority(long message) {
        return Memory.getUnsignedByte(message + 26) >>> 4;
    }

    /** Milliseconds since 1970. */
    public static long publishedMillis(long message) {
        return Memory.getLong(message + 8) & MILLIS_MASK;
    }

    /** Deliveries in all, never set back; with the id it names one delivery. */
    public static int deliveryNumber(long message) {
        return Memory.getInt(message + 20);
    }

    /** Deliveries since it was published or redriven. */
    public static int deliveryCount(long message) {
        return Memory.getUnsignedShort(message + 24);
    }

    /** How many deliveries it may have; 0 when the queue says. */
    public static int maxDeliveries(long message) {
        return Memory.getUnsignedShort(message + 14);
    }

    /** Until when the consumer has it, milliseconds since 1970; 0 unless it is LEASED. */
    public static long leaseDeadline(long message) {
        return state(message) == MessageState.LEASED ? first(message) : 0;
    }

    /** Until when it is to be received, milliseconds since 1970; Long.MAX_VALUE for ever. */
    public static long ttlDeadline(long message) {
        return has(message, HAS_TTL) ? Memory.getLong(message + HEADER_BYTES) : Long.MAX_VALUE;
    }

    public static int payloadLength(long message) {
        return Memory.getInt(message + 16);
    }

    /** Whether the payload is kept in pieces; then {@link QueueSpace#retainLarge} holds on to it. */
    public static boolean isLarge(long message) {
        return has(message, LARGE);
    }

    /** The payload's address; only if it is not large. */
    public static long payload(long message) {
        long at = historyAt(message);
        return has(message, HAS_HISTORY) ? at + History.bytes(at) : at;
    }

    /** Copies a part of the payload, large or not. */
    public static void copyPayload(long message, int from, int length, long target) {
        if (isLarge(message)) {
            LargeValues.copy(pieces(message), from, length, target);
        } else {
            Memory.copy(payload(message) + from, target, length);
        }
    }

    /** The ordering key's address, of {@link #orderingKeyLength}. */
    public static long orderingKey(long message) {
        return message + HEADER_BYTES + (has(message, HAS_TTL) ? 8 : 0) + 2;
    }

    /** 0 when it has none. */
    public static int orderingKeyLength(long message) {
        return has(message, HAS_KEY) ? Memory.getUnsignedShort(orderingKey(message) - 2) : 0;
    }

    /** Visits the headers in the order they were given. */
    public static void headers(long message, HeaderVisitor visitor) {
        if (!has(message, HAS_HEADERS)) {
            return;
        }
        long at = headers(message);
        long end = at + 4 + Memory.getInt(at);
        at += 4;
        while (at < end) {
            int nameLength = Memory.getUnsignedShort(at);
            long value = at + 2 + nameLength;
            int valueLength = Memory.getUnsignedShort(value);
            visitor.header(at + 2, nameLength, value + 2, valueLength);
            at = value + 2 + valueLength;
        }
    }

    /** Why it is or last was a dead letter; null when it never was. */
    public static @Nullable DeathReason deathReason(long message) {
        return has(message, HAS_HISTORY) ? DeathReason.ofCode(History.reason(historyAt(message))) : null;
    }

    /** How often it became a dead letter. */
    public static int deaths(long message) {
        return has(message, HAS_HISTORY) ? History.deaths(historyAt(message)) : 0;
    }

    /** When it first became a dead letter, milliseconds since 1970; 0 when it never did. */
    public static long firstDiedMillis(long message) {
        return has(message, HAS_HISTORY) ? History.firstDied(historyAt(message)) : 0;
    }

    /** When it last became a dead letter, milliseconds since 1970; 0 when it never did. */
    public static long lastDiedMillis(long message) {
        return has(message, HAS_HISTORY) ? History.lastDied(historyAt(message)) : 0;
    }

    /** The address of the last error that a consumer told, of {@link #lastErrorLength}. */
    public static long lastError(long message) {
        return has(message, HAS_HISTORY) ? History.error(historyAt(message)) : 0;
    }

    /** 0 when there is none. */
    public static int lastErrorLength(long message) {
        return has(message, HAS_HISTORY) ? History.errorLength(historyAt(message)) : 0;
    }

    /** Visits the last eight things that befell it, other than being delivered. */
    public static void history(long message, HistoryVisitor visitor) {
        if (has(message, HAS_HISTORY)) {
            History.visit(historyAt(message), visitor);
        }
    }

    /** The number of a dead letter, by which letters are in order; only if it is DEAD. */
    public static long letterNumber(long message) {
        return first(message);
    }

    static int queueNumber(long message) {
        return (int) (Memory.getLong(message) >>> 48);
    }

    static boolean has(long message, int flag) {
        return (Memory.getByte(message + 27) & flag) != 0;
    }

    static void set(long message, int flag, boolean on) {
        int flags = Memory.getUnsignedByte(message + 27);
        Memory.putByte(message + 27, (byte) (on ? flags | flag : flags & ~flag));
    }

    static void setState(long message, MessageState state) {
        Memory.putByte(message + 26, (byte) (state.code() | priority(message) << 4));
    }

    static long first(long message) {
        return Memory.getLong(message + 28);
    }

    static void setFirst(long message, long link) {
        Memory.putLong(message + 28, link);
    }

    static long second(long message) {
        return Memory.getLong(message + 36);
    }

    static void setSecond(long message, long link) {
        Memory.putLong(message + 36, link);
    }

    static void countDelivery(long message) {
        Memory.putInt(message + 20, deliveryNumber(message) + 1);
        Memory.putShort(message + 24, (short) Math.min(0xffff, deliveryCount(message) + 1));
    }

    static void forgetDeliveries(long message) {
        Memory.putShort(message + 24, (short) 0);
    }

    static void setTtlDeadline(long message, long deadline) {
        Memory.putLong(message + HEADER_BYTES, deadline);
    }

    /** The address of a large payload's pieces. */
    static long pieces(long message) {
        return Memory.getLong(payload(message));
    }

    /** Where the headers are or would be. */
    private static long headers(long message) {
        long at = orderingKey(message) - 2;
        return has(message, HAS_KEY) ? at + 2 + Memory.getUnsignedShort(at) : at;
    }

    /** Where what befell it is or would be. */
    static long historyAt(long message) {
        if (Memory.getByte(message + 27) == 0) {
            return message + HEADER_BYTES;
        }
        long at = headers(message);
        return has(message, HAS_HEADERS) ? at + 4 + Memory.getInt(at) : at;
    }

    /** The bytes of its block that are in use. */
    static int length(long message) {
        return (int) (payload(message) - message) + (isLarge(message) ? 8 : payloadLength(message));
    }

    /** The logical bytes it is accounted with: its block, and a large payload's pieces. */
    static long bytes(long message) {
        return SizeClasses.blockBytes(length(message))
                + (isLarge(message) ? LargeValues.bytes(payloadLength(message)) : 0);
    }

    /** Which chain of ordering keys it belongs to: the same number for the same key on every copy. */
    static long chain(long message) {
        return KeyHash.hash(orderingKey(message), orderingKeyLength(message), 0);
    }

    /** When its state or its time to live ends; Long.MAX_VALUE when never. */
    static long timer(long message) {
        return switch (state(message)) {
            case READY, WAITING -> ttlDeadline(message);
            case DELAYED -> Math.min(first(message), ttlDeadline(message));
            case LEASED -> first(message);
            case DEAD -> Long.MAX_VALUE;
        };
    }

    /** Writes all but sections and payload; the state is DELAYED. */
    static void putHeader(
            long message, long id, int queue, long published, int maxDeliveries, int payloadLength, int kind) {
        Memory.putLong(message, id | (long) queue << 48);
        Memory.putLong(message + 8, (published & MILLIS_MASK) | (long) maxDeliveries << 48);
        Memory.putInt(message + 16, payloadLength);
        Memory.putInt(message + 20, 0);
        // The kind is priority and flags.
        Memory.putInt(message + 24, kind);
        Memory.putLong(message + 28, 0);
        Memory.putLong(message + 36, 0);
    }

    /** Priority and flags in one, for {@link #putHeader}. */
    static int kind(int priority, int flags) {
        return (MessageState.DELAYED.code() | priority << 4) << 16 | flags << 24;
    }
}
