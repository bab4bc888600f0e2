package io.synap.engine;

/**
 * Keeps the 24 bits of access statistics that each entry has. Confined to its shard's lock.
 *
 * <p>LRU: the second of the last use, modulo 2^24 (194 days). LFU: 16 bits for the minute of the last
 * count and 8 for a counter that grows ever more slowly with use and falls by one each idle minute.
 * Source: Redis, {@code evict.c}, "LFU (Least Frequently Used) implementation".
 */
final class AccessClock {
    private static final int STAMP_MASK = 0xff_ffff;
    private static final int MINUTE_MASK = 0xffff;
    private static final int COUNTER_MAX = 255;
    private static final int COUNTER_OF_NEW = 5;
    private static final int LOG_FACTOR = 10;
    private static final long MILLIS_PER_MINUTE = 60_000;

    private AccessTracking tracking;
    private long random;

    /** The seed moves only statistics, no state. */
    AccessClock(AccessTracking tracking, long seed) {
        this.tracking = tracking;
        this.random = seed | 1;
    }

    /** Statistics kept so far keep their meaning only for a moment; eviction soon corrects itself. */
    void track(AccessTracking wanted) {
        tracking = wanted;
    }

    static int counter(int access) {
        return access & 0xff;
    }

    static long idleMillis(int access, long now) {
        return (now / 1000 - access & STAMP_MASK) * 1000;
    }

    /** The statistics of a new entry. */
    int created(long now) {
        return tracking == AccessTracking.LFU ? lfu(minute(now), COUNTER_OF_NEW) : second(now);
    }

    /** The statistics of an entry that was used. */
    int used(int access, long now) {
        return tracking == AccessTracking.LFU ? counted(access, now) : second(now);
    }

    /** How little an entry would be missed: the higher, the sooner it is evicted. */
    long coldness(long entry, long now) {
        int access = Entry.access(entry);
        return tracking == AccessTracking.LFU ? COUNTER_MAX - decayed(access, now) : idleMillis(access, now);
    }

    private int counted(int access, long now) {
        int counter = decayed(access, now);
        if (counter < COUNTER_MAX) {
            long odds = (long) Math.max(0, counter - COUNTER_OF_NEW) * LOG_FACTOR + 1;
            if (Long.remainderUnsigned(nextRandom(), odds) == 0) {
                counter++;
            }
        }
        return lfu(minute(now), counter);
    }

    private static int decayed(int access, long now) {
        int idleMinutes = minute(now) - (access >>> 8) & MINUTE_MASK;
        return Math.max(0, counter(access) - idleMinutes);
    }

    private static int lfu(int minute, int counter) {
        return minute << 8 | counter;
    }

    private static int minute(long now) {
        return (int) (now / MILLIS_PER_MINUTE) & MINUTE_MASK;
    }

    private static int second(long now) {
        return (int) (now / 1000) & STAMP_MASK;
    }

    private long nextRandom() {
        random ^= random << 13;
        random ^= random >>> 7;
        random ^= random << 17;
        return random;
    }
}
