package io.synap.engine.queue;

import io.synap.protocol.memory.Memory;

/**
 * What befell a message: a section of its block. Stateless flyweight over the section's address.
 *
 * <pre>
 *  0  u8   reason of the last death, 0 none
 *  1  u8   events
 *  2  u16  error length
 *  4  i32  deaths
 *  8  i64  when it first died, milliseconds since 1970
 * 16  i64  when it last died
 * 24  i32  the job that redrove it last, 0 none
 * 28  events, the last eight: i64 when, i32 delivery number, u8 {@link MessageEvent#code}
 *     the last error
 * </pre>
 */
final class History {
    static final int HEADER_BYTES = 28;
    static final int EVENT_BYTES = 13;
    static final int EVENTS_MAX = 8;
    /** Longer errors are cut. */
    static final int ERROR_BYTES_MAX = 1024;

    static final int BYTES_MAX = HEADER_BYTES + EVENTS_MAX * EVENT_BYTES + ERROR_BYTES_MAX;

    private History() {}

    static int reason(long history) {
        return Memory.getUnsignedByte(history);
    }

    static int deaths(long history) {
        return Memory.getInt(history + 4);
    }

    static long firstDied(long history) {
        return Memory.getLong(history + 8);
    }

    static long lastDied(long history) {
        return Memory.getLong(history + 16);
    }

    /** The job that redrove it last; 0 when none did. */
    static int job(long history) {
        return Memory.getInt(history + 24);
    }

    static void setJob(long history, int job) {
        Memory.putInt(history + 24, job);
    }

    static int events(long history) {
        return Memory.getUnsignedByte(history + 1);
    }

    static long error(long history) {
        return history + HEADER_BYTES + (long) events(history) * EVENT_BYTES;
    }

    static int errorLength(long history) {
        return Memory.getUnsignedShort(history + 2);
    }

    static int bytes(long history) {
        return HEADER_BYTES + events(history) * EVENT_BYTES + errorLength(history);
    }

    static void visit(long history, Message.HistoryVisitor visitor) {
        for (int i = 0; i < events(history); i++) {
            long event = history + HEADER_BYTES + (long) i * EVENT_BYTES;
            visitor.event(
                    MessageEvent.ofCode(Memory.getUnsignedByte(event + 12)),
                    Memory.getLong(event),
                    Memory.getInt(event + 8));
        }
    }

    /** Makes an empty one. */
    static void clear(long history) {
        Memory.fill(history, HEADER_BYTES, (byte) 0);
    }

    /** Adds an event; the oldest of eight goes. There must be room for it. */
    static void add(long history, MessageEvent event, long now, int deliveryNumber) {
        int events = events(history);
        long first = history + HEADER_BYTES;
        if (events == EVENTS_MAX) {
            Memory.copy(first + EVENT_BYTES, first, (long) (EVENTS_MAX - 1) * EVENT_BYTES);
            events--;
        } else {
            long error = error(history);
            Memory.copy(error, error + EVENT_BYTES, errorLength(history));
        }
        long at = first + (long) events * EVENT_BYTES;
        Memory.putLong(at, now);
        Memory.putInt(at + 8, deliveryNumber);
        Memory.putByte(at + 12, (byte) event.code());
        Memory.putByte(history + 1, (byte) (events + 1));
    }

    /** Drops the error. */
    static void forgetError(long history) {
        Memory.putShort(history + 2, (short) 0);
    }

    /** Replaces the error. There must be room for it. */
    static void putError(long history, long error, int length) {
        Memory.putShort(history + 2, (short) length);
        Memory.copy(error, error(history), length);
    }

    static void putDeath(long history, int reason, long now) {
        int deaths = deaths(history) + 1;
        Memory.putByte(history, (byte) reason);
        Memory.putInt(history + 4, deaths);
        if (deaths == 1) {
            Memory.putLong(history + 8, now);
        }
        Memory.putLong(history + 16, now);
    }
}
