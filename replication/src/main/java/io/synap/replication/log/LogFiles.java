package io.synap.replication.log;

import io.synap.replication.damage.DamagedException;
import io.synap.replication.files.FileStore;
import io.synap.replication.files.StoredFile;
import io.synap.replication.history.HistoryId;
import io.synap.replication.history.SequenceVector;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/** The stored log as a whole: what to read of it, where to cut it, how to go on. Thread-safe, no state. */
public final class LogFiles {
    private LogFiles() {}

    /**
     * The beginnings of the segments in a directory, as far as they can be read without scanning:
     * unused segments and those whose start does not verify are left out.
     */
    public static List<LiveSegment> starts(FileStore files, Path directory) throws IOException {
        List<LiveSegment> starts = new ArrayList<>();
        for (long number : SegmentNames.list(files, directory)) {
            try (SegmentReader reader = new SegmentReader(files, directory, number)) {
                if (reader.next() == SegmentReader.Outcome.RECORD
                        && RecordFormat.type(reader.record()) == RecordFormat.START) {
                    long[] start = RecordFormat.sequences(reader.record());
                    starts.add(new LiveSegment(number, SequenceVector.of(start)));
                }
            } catch (DamagedException ignored) {
                // The scan will say so, if it comes to this segment.
            }
        }
        return starts;
    }

    /**
     * The number of the segment from which on the log holds everything after these sequences, -1 if it
     * does not.
     */
    public static long firstNeeded(List<LiveSegment> starts, SequenceVector sequences) {
        long first = -1;
        for (LiveSegment segment : starts) {
            if (segment.start().isWithin(sequences)) {
                first = segment.number();
            }
        }
        return first;
    }

    /** The size of segment files. */
    public static long bytes(FileStore files, Path directory, List<LiveSegment> segments) throws IOException {
        long bytes = 0;
        for (LiveSegment segment : segments) {
            try (StoredFile file = files.openForReading(SegmentNames.path(directory, segment.number()))) {
                bytes += file.size();
            }
        }
        return bytes;
    }

    /** Of which history a segment is. */
    public static HistoryId historyOf(FileStore files, Path directory, long number) throws IOException {
        try (SegmentReader reader = new SegmentReader(files, directory, number)) {
            return reader.header().history();
        }
    }

    /**
     * Makes the log end at a position, durably: segments behind are deleted, the last ones first, so
     * that a crash in between leaves just a shorter tail.
     */
    public static void cut(FileStore files, Path directory, LogPosition end) throws IOException {
        List<Long> numbers = new ArrayList<>(SegmentNames.list(files, directory));
        Collections.reverse(numbers);
        for (long number : numbers) {
            if (number > end.segment()) {
                files.delete(SegmentNames.path(directory, number));
                files.syncDirectory(directory);
            }
        }
        truncate(files, directory, end);
    }

    /** Takes away what lies behind the position in its segment, and makes what lies before durable. */
    public static void truncate(FileStore files, Path directory, LogPosition end) throws IOException {
        Path path = SegmentNames.path(directory, end.segment());
        if (files.exists(path)) {
            try (StoredFile file = files.open(path)) {
                file.setSize(Math.max(end.offset(), SegmentHeader.BYTES));
                file.sync();
            }
        }
    }

    /** Makes segments durable that a process wrote which may have ended before it synced them. */
    public static void sync(FileStore files, Path directory, List<LiveSegment> segments) throws IOException {
        for (LiveSegment segment : segments) {
            try (StoredFile file = files.open(SegmentNames.path(directory, segment.number()))) {
                file.sync();
            }
        }
    }

    /** Deletes what was left of preparations. */
    public static void sweep(FileStore files, Path directory) throws IOException {
        for (String name : files.list(directory)) {
            if (name.endsWith(".preparing")) {
                files.delete(directory.resolve(name));
            }
        }
    }

    /**
     * Goes on in a new segment.
     *
     * @param older the segments that stay
     * @param sequences that the first operation appended will follow
     */
    public static OperationLog open(
            FileStore files,
            Path directory,
            LogOptions options,
            HistoryId history,
            long number,
            List<LiveSegment> older,
            SequenceVector sequences,
            Clock clock,
            RandomGenerator random)
            throws IOException {
        SegmentPreparer preparer = new SegmentPreparer(
                files,
                directory,
                history,
                options.segmentBytes(),
                options.fsync() == FsyncPolicy.ALWAYS,
                random,
                task -> Thread.ofPlatform().name("synap-log-prepare").start(task));
        PreparedSegment first = preparer.prepareNow(number);
        SegmentChain chain = new SegmentChain(files, directory, preparer, first, options, older);
        try {
            OperationLog log = new OperationLog(options, chain, sequences.toArray(), clock);
            log.start();
            return log;
        } catch (IOException | RuntimeException e) {
            // Also waits for the segment in preparation, so that nothing of this log goes on.
            try {
                chain.close();
            } catch (IOException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
    }
}
