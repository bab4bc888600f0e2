package io.synap.server.telemetry;

import java.util.ArrayList;
import java.util.List;

/**
 * A distribution of durations in nanoseconds or of sizes in bytes, in fixed buckets. Read by anyone;
 * recorded by any thread with {@link #record}, unless one thread owns it.
 */
public final class Histogram {
    private static final long MICRO = 1_000;
    private static final long SECOND = 1_000_000_000;

    /** Upper bounds, inclusive; one more bucket holds what is greater. */
    private final long[] bounds;
    /** How many of the recorded unit make one of the exposed unit. */
    private final double unit;
    /** One for each bucket, then the sum. */
    private final Cells cells;

    private Histogram(double unit, long... bounds) {
        this.unit = unit;
        this.bounds = bounds;
        this.cells = new Cells(bounds.length + 2);
    }

    /** For what takes well below a millisecond, in nanoseconds. */
    static Histogram ofOperations() {
        return new Histogram(SECOND, steps(250, SECOND, 2, 2, 2.5));
    }

    /** For requests and disk writes, in nanoseconds; it has the bounds of the usual objectives. */
    static Histogram ofRequests() {
        return new Histogram(SECOND, steps(100 * MICRO, 10 * SECOND, 2, 2.5, 2));
    }

    /** For bytes. */
    static Histogram ofSizes() {
        return new Histogram(1, steps(64, 64 << 20, 4));
    }

    /** Records a value: nanoseconds or bytes. Thread-safe. */
    public void record(long value) {
        cells.addShared(bucketOf(value), 1);
        cells.addShared(bounds.length + 1, value);
    }

    /** Records {@code count} values that make {@code sum} together, as if all were equal. */
    void recordOwned(long count, long sum) {
        cells.addOwned(bucketOf(sum / count), count);
        cells.addOwned(bounds.length + 1, sum);
    }

    /** Adds what another one with the same buckets has. */
    void add(Histogram other) {
        for (int i = 0; i < bounds.length + 2; i++) {
            cells.addOwned(i, other.cells.get(i));
        }
    }

    long count() {
        long count = 0;
        for (int bucket = 0; bucket <= bounds.length; bucket++) {
            count += cells.get(bucket);
        }
        return count;
    }

    double sum() {
        return cells.get(bounds.length + 1) / unit;
    }

    List<Double> upperBounds() {
        List<Double> result = new ArrayList<>();
        for (long bound : bounds) {
            result.add(bound / unit);
        }
        result.add(Double.POSITIVE_INFINITY);
        return result;
    }

    List<Long> counts() {
        List<Long> result = new ArrayList<>();
        for (int bucket = 0; bucket <= bounds.length; bucket++) {
            result.add(cells.get(bucket));
        }
        return result;
    }

    private int bucketOf(long value) {
        // From the small end, without bisection: nearly everything is in the first few.
        int bucket = 0;
        while (bucket < bounds.length && value > bounds[bucket]) {
            bucket++;
        }
        return bucket;
    }

    /** Bounds from {@code first} to {@code last}, each the one before times the next factor. */
    private static long[] steps(long first, long last, double... factors) {
        List<Long> bounds = new ArrayList<>();
        long bound = first;
        for (int i = 0; bound <= last; i++) {
            bounds.add(bound);
            bound = Math.round(bound * factors[i % factors.length]);
        }
        return bounds.stream().mapToLong(Long::longValue).toArray();
    }
}
