package io.synap.replication.log;

import io.synap.protocol.Slots;
import io.synap.protocol.memory.Memory;
import io.synap.protocol.operation.EncodedOperation;
import io.synap.replication.damage.DamagedException;
import io.synap.replication.files.FileStore;
import io.synap.replication.history.HistoryId;
import io.synap.replication.history.SequenceVector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One pass over a stored log: checks every record and hands its operations on, up to the log's end or
 * to the first thing that is wrong. Confined to one thread; writes nothing.
 */
public final class LogScanner {
    private final FileStore files;
    private final Path directory;
    private final RecordVisitor visitor;

    private final List<LiveSegment> segments = new ArrayList<>();
    private final Set<HistoryId> histories = new LinkedHashSet<>();
    private long[] sequences = new long[Slots.SHARDS];
    private LogPosition known = LogPosition.START;
    private LogPosition end = LogPosition.START;
    private boolean closed;
    private long operations;

    public LogScanner(FileStore files, Path directory, RecordVisitor visitor) {
        this.files = files;
        this.directory = directory;
        this.visitor = visitor;
    }

    /** Scans segments, given by ascending numbers. */
    public LogScan scan(List<Long> numbers) throws IOException {
        LogEnding ending = null;
        for (int i = 0; i < numbers.size() && ending == null; i++) {
            long number = numbers.get(i);
            if (i > 0 && number != numbers.get(i - 1) + 1) {
                ending = missing(numbers.get(i - 1) + 1, numbers.subList(i, numbers.size()));
            } else {
                ending = scanSegment(number, numbers.subList(i + 1, numbers.size()));
            }
        }
        if (ending == null) {
            ending = end();
        }
        return new LogScan(
                List.copyOf(segments), end, SequenceVector.of(sequences), operations, List.copyOf(histories), ending);
    }

    private LogEnding end() {
        if (segments.isEmpty()) {
            return new LogEnding.Empty();
        }
        return closed ? new LogEnding.Closed() : new LogEnding.Unclosed();
    }

    private LogEnding missing(long number, List<Long> behind) throws IOException {
        DamageSurvey survey = new DamageSurvey(files, directory, known, sequences);
        survey.surveySegments(behind);
        return survey.broken(
                SegmentNames.path(directory, number), new LogPosition(number, 0), "the segment is missing");
    }

    /** Returns how the log ends if it ends here. */
    private @Nullable LogEnding scanSegment(long number, List<Long> behind) throws IOException {
        try (SegmentReader reader = new SegmentReader(files, directory, number)) {
            SegmentReader.Outcome outcome = reader.next();
            if (outcome == SegmentReader.Outcome.END) {
                // Prepared and never used.
                return null;
            }
            histories.add(reader.header().history());
            @Nullable LogEnding wrong = null;
            boolean first = true;
            while (wrong == null && outcome == SegmentReader.Outcome.RECORD) {
                wrong = first ? begin(reader, behind) : take(reader, behind);
                first = false;
                if (wrong == null) {
                    end = new LogPosition(number, reader.offset() + reader.length());
                    outcome = reader.next();
                }
            }
            return wrong == null && outcome == SegmentReader.Outcome.INVALID ? invalid(reader, behind) : wrong;
        } catch (DamagedException e) {
            DamageSurvey survey = new DamageSurvey(files, directory, known, sequences);
            survey.surveySegments(behind);
            return survey.broken(e.file(), new LogPosition(number, 0), e.what());
        }
    }

    private LogEnding invalid(SegmentReader reader, List<Long> behind) throws IOException {
        LogPosition position = reader.position();
        DamageSurvey survey = new DamageSurvey(files, directory, known, sequences);
        survey.surveyRest(reader);
        survey.surveySegments(behind);
        return survey.verdict(reader.path(), position, "the record does not verify");
    }

    private LogEnding wrong(SegmentReader reader, List<Long> behind, String what) throws IOException {
        LogPosition position = reader.position();
        DamageSurvey survey = new DamageSurvey(files, directory, known, sequences);
        survey.surveyRest(reader);
        survey.surveySegments(behind);
        return survey.broken(reader.path(), position, what);
    }

    /** The segment's first record: it must follow on what was read before. */
    private @Nullable LogEnding begin(SegmentReader reader, List<Long> behind) throws IOException {
        long record = reader.record();
        if (RecordFormat.type(record) != RecordFormat.START) {
            return wrong(reader, behind, "the segment does not begin with its start");
        }
        LogPosition synced = RecordFormat.synced(record);
        long[] start = RecordFormat.sequences(record);
        if (!segments.isEmpty() && !Arrays.equals(start, sequences)) {
            return gap(reader, behind, start, synced);
        }
        know(synced);
        sequences = start;
        closed = false;
        segments.add(new LiveSegment(reader.header().number(), SequenceVector.of(start)));
        return null;
    }

    /** Operations between two segments are missing: lost with a torn tail, or taken away. */
    private LogEnding gap(SegmentReader reader, List<Long> behind, long[] start, LogPosition synced)
            throws IOException {
        DamageSurvey survey = new DamageSurvey(files, directory, synced.isAfter(known) ? synced : known, sequences);
        survey.surveyRest(reader);
        survey.surveySegments(behind);
        String what = "the next segment begins after operations that are missing here";
        Path file = SegmentNames.path(directory, end.segment());
        return SequenceVector.of(sequences).isWithin(SequenceVector.of(start))
                ? survey.verdict(file, end, what)
                : survey.broken(file, end, "the next segment does not follow");
    }

    private @Nullable LogEnding take(SegmentReader reader, List<Long> behind) throws IOException {
        long record = reader.record();
        if (closed) {
            return wrong(reader, behind, "a record behind the log's close");
        }
        String what = switch (RecordFormat.type(record)) {
            case RecordFormat.OPERATIONS -> takeOperations(record, reader.length());
            case RecordFormat.CLOSE -> takeClose(record);
            case RecordFormat.MARK -> takeMark(record);
            default -> "a second start in one segment";
        };
        return what == null ? null : wrong(reader, behind, what);
    }

    private @Nullable String takeMark(long record) {
        know(RecordFormat.synced(record));
        return null;
    }

    private @Nullable String takeClose(long record) {
        know(RecordFormat.synced(record));
        closed = Arrays.equals(RecordFormat.sequences(record), sequences);
        return closed ? null : "the log's close is at other sequences";
    }

    private void know(LogPosition synced) {
        known = synced.isAfter(known) ? synced : known;
    }

    /** Checks all parts before the first one is handed on; returns what is wrong. */
    private @Nullable String takeOperations(long record, long length) {
        int count = RecordFormat.partCount(record);
        if (!isWellFormed(record, length, count)) {
            return "the record is valid, but its operations are malformed";
        }
        long time = RecordFormat.time(record);
        long at = record + RecordFormat.HEADER_BYTES;
        for (int i = 0; i < count; i++) {
            long part = Memory.getLong(at);
            int shard = RecordFormat.shard(part);
            long sequence = RecordFormat.sequence(part);
            long operation = at + RecordFormat.PART_BYTES;
            if (sequence != sequences[shard] + 1) {
                return "shard %d goes from sequence %d to %d".formatted(shard, sequences[shard], sequence);
            }
            try {
                visitor.operation(shard, sequence, time, operation);
            } catch (IllegalStateException e) {
                return "shard %d, sequence %d: %s".formatted(shard, sequence, e.getMessage());
            }
            sequences[shard] = sequence;
            operations++;
            at = operation + EncodedOperation.length(operation);
        }
        return null;
    }

    /** Whether a record of operations, whose checksum is right, holds so many whole ones. */
    static boolean isWellFormed(long record, long length, int count) {
        long at = record + RecordFormat.HEADER_BYTES;
        long end = record + length;
        for (int i = 0; i < count; i++) {
            long operation = at + RecordFormat.PART_BYTES;
            if (end - operation < EncodedOperation.HEADER_BYTES || EncodedOperation.valueLength(operation) < 0) {
                return false;
            }
            long bytes = EncodedOperation.prefixLength(EncodedOperation.flags(operation))
                    + (long) EncodedOperation.keyLength(operation)
                    + EncodedOperation.valueLength(operation);
            if (bytes > end - operation
                    || RecordFormat.shard(Memory.getLong(at)) >= Slots.SHARDS
                    || !EncodedOperation.isWellFormed(operation, bytes)) {
                return false;
            }
            at = operation + bytes;
        }
        return count > 0 && end - at < 8;
    }
}
