package io.synap.protocol.operation;

import org.jspecify.annotations.Nullable;

/**
 * What can be set for a queue: each a number with bounds and a default. Thread-safe. Codes are part of the
 * on-disk format: never reused.
 */
public enum QueueSetting {
    /** Messages, dead letters not counted; 0 for no bound. */
    MAX_DEPTH(1, 0, 0, Long.MAX_VALUE),
    /** Bytes that the messages take, dead letters not counted; 0 for no bound. */
    MAX_BYTES(2, 0, 0, Long.MAX_VALUE),
    /** What happens beyond a bound: 0 refuses what is new, 1 makes the oldest a dead letter. */
    OVERFLOW(3, 0, 0, 1),
    /** How long a delivery may take before it is made again. */
    LEASE_MILLIS(4, 30_000, 1, QueueSetting.MILLIS_MAX),
    /** So many deliveries in vain make a message a dead letter. */
    MAX_DELIVERIES(5, 4, 1, 0xffff),
    /** 0 to 9, 9 first. */
    DEFAULT_PRIORITY(6, 4, 0, 9),
    /** The most messages that one consumer has in flight; 0 for no bound. */
    PREFETCH(7, 0, 0, Integer.MAX_VALUE),
    /** How long a message may wait if it does not say so itself; 0 for ever. */
    MESSAGE_TTL_MILLIS(8, 0, 0, QueueSetting.MILLIS_MAX),
    /** How long a deduplication id is remembered; 0 not at all. */
    DEDUP_WINDOW_MILLIS(9, 300_000, 0, QueueSetting.MILLIS_MAX),
    /** The delay after the first delivery in vain; it doubles with each. */
    BACKOFF_MIN_MILLIS(10, 1_000, 0, QueueSetting.MILLIS_MAX),
    /** The longest delay after a delivery in vain. */
    BACKOFF_MAX_MILLIS(11, 60_000, 0, QueueSetting.MILLIS_MAX),
    /** Every so manieth hand-out takes the oldest of the lowest priority; 0 never. */
    FAIRNESS_EVERY(12, 32, 0, Integer.MAX_VALUE),
    /** The most dead letters that are kept, the oldest go; 0 keeps none. */
    DEAD_LETTERS_MAX(13, 100_000, 0, Integer.MAX_VALUE),
    /** How long dead letters are kept; 0 for ever. */
    DEAD_LETTER_RETENTION_MILLIS(14, 0, 0, QueueSetting.MILLIS_MAX),
    /** 1 while nothing is handed out. */
    PAUSED(15, 0, 0, 1);

    /** How many there are; their indexes are below. */
    public static final int COUNT = 15;

    /** The longest time that can be asked for: about a hundred years. */
    public static final long MILLIS_MAX = 100L * 366 * 86_400_000;

    private static final QueueSetting[] ALL = values();

    private final int code;
    private final long initial;
    private final long min;
    private final long max;

    QueueSetting(int code, long initial, long min, long max) {
        this.code = code;
        this.initial = initial;
        this.min = min;
        this.max = max;
    }

    /** What stands for it on disk. */
    public int code() {
        return code;
    }

    /** Its place among all, from 0. */
    public int index() {
        return code - 1;
    }

    /** What it is unless it is set. */
    public long initial() {
        return initial;
    }

    public long min() {
        return min;
    }

    public long max() {
        return max;
    }

    public boolean allows(long value) {
        return value >= min && value <= max;
    }

    /** The setting with a code, null if there is none. */
    public static @Nullable QueueSetting ofCode(int code) {
        // Codes count up from 1 in the order of the constants.
        return code >= 1 && code <= ALL.length ? ALL[code - 1] : null;
    }
}
