package io.synap.replication.log;

import io.synap.replication.history.SequenceVector;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Places in the log whose sequences are known, so that a follower need not read a whole segment to find its
 * beginning. Thread-safe. It is a help only: without any, followers begin at the start of a segment.
 */
final class LogMarks {
    /** A mark is worth its memory if it spares reading that much. */
    static final long DISTANCE_BYTES = 1 << 20;

    /** About 600 bytes each. */
    private static final int MARKS_MAX = 1024;

    /** The sequences of everything before the place. */
    record Mark(LogPosition position, SequenceVector sequences) {}

    /** Guarded by this. */
    private final TreeMap<LogPosition, SequenceVector> marks = new TreeMap<>();

    /** Keeps a place, unless one nearby is known. */
    synchronized void add(LogPosition position, long[] sequences) {
        if (isNear(marks.floorKey(position), position) || isNear(position, marks.ceilingKey(position))) {
            return;
        }
        marks.put(position, SequenceVector.of(sequences));
        if (marks.size() > MARKS_MAX) {
            marks.pollFirstEntry();
        }
    }

    private static boolean isNear(@Nullable LogPosition low, @Nullable LogPosition high) {
        return low != null
                && high != null
                && low.segment() == high.segment()
                && high.offset() - low.offset() < DISTANCE_BYTES;
    }

    /** The last place before which there is nothing that follows these sequences. */
    synchronized @Nullable Mark lastWithin(SequenceVector sequences) {
        for (Map.Entry<LogPosition, SequenceVector> each : marks.descendingMap().entrySet()) {
            if (each.getValue().isWithin(sequences)) {
                return new Mark(each.getKey(), each.getValue());
            }
        }
        return null;
    }
}
