package io.synap.replication.log;

import io.synap.protocol.Slots;
import io.synap.protocol.memory.Memory;
import io.synap.protocol.operation.EncodedOperation;
import io.synap.replication.damage.DamagedException;
import io.synap.replication.files.FileStore;
import io.synap.replication.history.SequenceVector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Looks at what lies behind the place where a log stops making sense: whether a record there proves
 * that the place had been synced, and what would be lost by cutting. Confined to one thread.
 */
final class DamageSurvey {
    private final FileStore files;
    private final Path directory;

    private LogPosition known;
    private long bytesBehind;
    private boolean readable;
    private long timeFrom = Long.MAX_VALUE;
    private long timeTo;
    private final long[] farthest;

    DamageSurvey(FileStore files, Path directory, LogPosition known, long[] sequences) {
        this.files = files;
        this.directory = directory;
        this.known = known;
        this.farthest = sequences.clone();
    }

    /** Surveys the rest of the segment that the reader stands in. */
    void surveyRest(SegmentReader reader) throws IOException {
        bytesBehind += reader.contentEnd(reader.offset()) - reader.offset();
        SegmentReader.Outcome outcome = reader.search();
        while (outcome != SegmentReader.Outcome.END) {
            if (outcome == SegmentReader.Outcome.RECORD) {
                take(reader.record());
                outcome = reader.next();
            } else {
                outcome = reader.search();
            }
        }
    }

    void surveySegments(List<Long> numbers) throws IOException {
        for (long number : numbers) {
            try (SegmentReader reader = new SegmentReader(files, directory, number)) {
                SegmentReader.Outcome outcome = reader.next();
                if (outcome == SegmentReader.Outcome.RECORD) {
                    take(reader.record());
                }
                if (outcome != SegmentReader.Outcome.END) {
                    surveyRest(reader);
                }
            } catch (DamagedException e) {
                // Headers are durable before the file has its name: this is no torn write.
                known = new LogPosition(Long.MAX_VALUE, 0);
            }
        }
    }

    private void take(long record) {
        switch (RecordFormat.type(record)) {
            case RecordFormat.OPERATIONS -> takeOperations(record);
            default -> {
                LogPosition synced = RecordFormat.synced(record);
                known = synced.isAfter(known) ? synced : known;
            }
        }
    }

    private void takeOperations(long record) {
        readable = true;
        long time = RecordFormat.time(record);
        timeFrom = Math.min(timeFrom, time);
        timeTo = Math.max(timeTo, time);
        long at = record + RecordFormat.HEADER_BYTES;
        for (int i = RecordFormat.partCount(record); i > 0; i--) {
            long part = Memory.getLong(at);
            int shard = RecordFormat.shard(part);
            if (shard >= Slots.SHARDS) {
                return;
            }
            farthest[shard] = Math.max(farthest[shard], RecordFormat.sequence(part));
            at += RecordFormat.PART_BYTES;
            if (i > 1) {
                at += EncodedOperation.length(at);
            }
        }
    }

    /** The verdict: torn if nothing shows that the place had been synced. */
    LogEnding verdict(Path file, LogPosition position, String what) {
        LogDamage damage = new LogDamage(
                file,
                position,
                what,
                bytesBehind,
                readable,
                SequenceVector.of(farthest),
                readable ? timeFrom : 0,
                timeTo);
        return known.isAfter(position) ? new LogEnding.Broken(damage) : new LogEnding.Torn(damage);
    }

    /** The verdict where bytes are as written, but wrong. */
    LogEnding broken(Path file, LogPosition position, String what) {
        known = new LogPosition(Long.MAX_VALUE, 0);
        return verdict(file, position, what);
    }
}
