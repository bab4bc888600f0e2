package io.synap.replication.log;

import java.util.Comparator;

/** A place in the stored log: a segment's number and a byte offset in its file. */
public record LogPosition(long segment, long offset) implements Comparable<LogPosition> {
    public static final LogPosition START = new LogPosition(0, 0);

    private static final Comparator<LogPosition> ORDER =
            Comparator.comparingLong(LogPosition::segment).thenComparingLong(LogPosition::offset);

    @Override
    public int compareTo(LogPosition other) {
        return ORDER.compare(this, other);
    }

    public boolean isAfter(LogPosition other) {
        return compareTo(other) > 0;
    }
}
