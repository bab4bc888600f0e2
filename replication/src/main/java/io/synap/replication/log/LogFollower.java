package io.synap.replication.log;

import io.synap.protocol.memory.Memory;
import io.synap.protocol.operation.EncodedOperation;
import io.synap.replication.damage.DamagedException;
import io.synap.replication.history.SequenceVector;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the operations of a log that is being written, in their order, from a vector of sequences on.
 * Confined to one thread, which may be any.
 *
 * <p>It reads what is stored, which the operating system still has in memory as a rule, so appenders know
 * nothing of it. How far it may read it is told with each step: see {@link OperationLog#readableEnd}. Each
 * record is checked as recovery checks it. Trimming goes on meanwhile: a segment that is open can be read to
 * its end, and a next one that is gone is a {@link LogTrimmedException}.
 */
public final class LogFollower implements Closeable {
    private final SegmentChain chain;
    private final LogMarks marks;
    /** What came before it is not handed out. */
    private final long[] from;
    /** Of everything read so far. */
    private final long[] read;

    private @Nullable SegmentReader reader;
    /** The segment that is read, or that is next. */
    private long segment;

    /** Where to begin in the first segment; 0 at its first record. */
    private long startOffset;
    /** Where the last mark was left in the segment. */
    private long markedOffset;
    /** Whether the segment that is read will not grow any more, and its reader knows. */
    private boolean complete;

    // The record at hand: its parts, and which of them.
    private long time;
    private int count;
    private int part = -1;
    private long[] parts = new long[8];
    private long[] operations = new long[8];

    /** Begins at a place before which there is nothing that follows the sequences. */
    LogFollower(SegmentChain chain, LogMarks marks, LogMarks.Mark start, SequenceVector from) {
        this.chain = chain;
        this.marks = marks;
        this.from = from.toArray();
        this.read = start.sequences().toArray();
        this.segment = start.position().segment();
        this.startOffset = start.position().offset();
    }

    /**
     * Goes to the next operation that lies before a place of the log; false when there is none, so that it has
     * read everything before that place.
     *
     * @throws LogTrimmedException if it was overtaken by trimming
     * @throws DamagedException if what is stored is not what was stored
     */
    public boolean next(LogPosition end) throws IOException {
        while (true) {
            while (++part < count) {
                if (take()) {
                    return true;
                }
            }
            if (!nextRecord(end)) {
                return false;
            }
        }
    }

    /** Counts a part as read; false when it is not new to whoever follows. */
    private boolean take() throws IOException {
        int shard = shard();
        long sequence = sequence();
        if (sequence != read[shard] + 1) {
            throw damaged("shard %d goes from sequence %d to %d".formatted(shard, read[shard], sequence));
        }
        read[shard] = sequence;
        return sequence > from[shard];
    }

    private boolean nextRecord(LogPosition end) throws IOException {
        count = 0;
        part = -1;
        while (true) {
            SegmentReader current = reader;
            if (current == null) {
                if (segment > end.segment()) {
                    return false;
                }
                current = open();
            }
            limit(current, end);
            switch (current.next()) {
                case RECORD -> {
                    if (begin(current)) {
                        return true;
                    }
                }
                case END -> {
                    if (segment >= end.segment()) {
                        if (segment == end.segment() && current.offset() < end.offset()) {
                            throw damaged("there is nothing where something was written");
                        }
                        return false;
                    }
                    close();
                    segment++;
                }
                case INVALID -> throw damaged("the record does not verify");
            }
        }
    }

    private void limit(SegmentReader current, LogPosition end) throws IOException {
        if (segment == end.segment()) {
            current.endAt(end.offset());
        } else if (!complete) {
            current.endWithFile();
            complete = true;
        }
    }

    private SegmentReader open() throws IOException {
        SegmentReader opened;
        try {
            opened = chain.read(segment);
        } catch (IOException e) {
            if (segment < chain.firstSegment()) {
                LogTrimmedException trimmed = new LogTrimmedException(chain.oldest());
                trimmed.initCause(e);
                throw trimmed;
            }
            throw e;
        }
        reader = opened;
        complete = false;
        markedOffset = startOffset;
        if (startOffset > 0) {
            opened.startAt(startOffset);
            startOffset = 0;
        }
        return opened;
    }

    /** Begins a record; false when there are no operations in it. */
    private boolean begin(SegmentReader current) throws IOException {
        long record = current.record();
        switch (RecordFormat.type(record)) {
            case RecordFormat.OPERATIONS -> {
                if (current.offset() >= markedOffset + LogMarks.DISTANCE_BYTES) {
                    marks.add(current.position(), read);
                    markedOffset = current.offset();
                }
                findParts(record, current.length());
                return true;
            }
            case RecordFormat.START -> {
                if (!Arrays.equals(RecordFormat.sequences(record), read)) {
                    throw damaged("the segment does not follow the one before");
                }
            }
            default -> {
                // What is known to be synced, or that the log was closed here.
            }
        }
        return false;
    }

    private void findParts(long record, long length) throws IOException {
        int all = RecordFormat.partCount(record);
        if (!LogScanner.isWellFormed(record, length, all)) {
            throw damaged("the record is valid, but its operations are malformed");
        }
        if (all > parts.length) {
            parts = new long[all];
            operations = new long[all];
        }
        long at = record + RecordFormat.HEADER_BYTES;
        for (int i = 0; i < all; i++) {
            parts[i] = Memory.getLong(at);
            operations[i] = at + RecordFormat.PART_BYTES;
            at = operations[i] + EncodedOperation.length(operations[i]);
        }
        time = RecordFormat.time(record);
        count = all;
    }

    private DamagedException damaged(String what) {
        SegmentReader current = reader;
        long offset = current == null ? 0 : current.offset();
        return new DamagedException(chain.path(segment), offset, what);
    }

    // The operation at hand, valid until the next step.

    public int shard() {
        return RecordFormat.shard(parts[part]);
    }

    public long sequence() {
        return RecordFormat.sequence(parts[part]);
    }

    /** When it was applied, milliseconds since 1970. */
    public long time() {
        return time;
    }

    /** The encoded operation's address. */
    public long operation() {
        return operations[part];
    }

    /** Which of the operations that were done as one it is, from 0 on. */
    public int part() {
        return part;
    }

    /** How many operations were done as one. */
    public int parts() {
        return count;
    }

    /** The address of another of the operations that were done as one. */
    public long operation(int index) {
        return operations[index];
    }

    // Progress.

    /** Everything up to here was handed out, or was not asked for. */
    public SequenceVector position() {
        long[] position = from.clone();
        for (int shard = 0; shard < position.length; shard++) {
            position[shard] = Math.max(position[shard], read[shard]);
        }
        return SequenceVector.of(position);
    }

    /** Whether nothing of what it has still to read is to be left out. */
    public boolean isPastStart() {
        for (int shard = 0; shard < from.length; shard++) {
            if (read[shard] < from[shard]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        SegmentReader open = reader;
        reader = null;
        if (open != null) {
            open.close();
        }
    }
}
