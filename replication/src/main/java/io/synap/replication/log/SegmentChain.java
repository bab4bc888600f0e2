package io.synap.replication.log;

import io.synap.replication.files.FileStore;
import io.synap.replication.files.NativeBuffer;
import io.synap.replication.files.StoredFile;
import io.synap.replication.history.SequenceVector;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The segment files as they are written. Writing is confined to the log writer's thread; {@link #sync},
 * {@link #trim} and the accessors are thread-safe.
 */
final class SegmentChain implements Closeable {
    // Immutable.
    private final FileStore files;
    private final Path directory;
    private final SegmentPreparer preparer;
    private final long segmentBytes;

    // Owned by the writer.
    private final NativeBuffer control = new NativeBuffer(RecordFormat.VECTOR_BYTES);
    private CompletableFuture<PreparedSegment> next;
    private PreparedSegment current;
    private long offset;
    private long firstRecordEnd;
    private LogPosition marked;

    // Written by the writer.
    private volatile long bytes;

    // Guarded by this.
    private final List<StoredFile> retired = new ArrayList<>();
    private final List<LiveSegment> live = new ArrayList<>();
    private StoredFile writing;
    private LogPosition written;
    private LogPosition known;

    /** Begins the chain with its first segment, already durable as a file. */
    SegmentChain(
            FileStore files,
            Path directory,
            SegmentPreparer preparer,
            PreparedSegment first,
            LogOptions options,
            List<LiveSegment> older) {
        this.files = files;
        this.directory = directory;
        this.preparer = preparer;
        this.segmentBytes = options.segmentBytes();
        live.addAll(older);
        this.current = first;
        this.writing = first.file();
        this.offset = SegmentHeader.BYTES;
        // Recovery synced all that came before.
        this.known = new LogPosition(first.header().number(), offset);
        this.written = known;
        this.marked = known;
        this.next = preparer.prepare(first.header().number() + 1);
    }

    /** Writes the record that says at which sequences the current segment begins. */
    void start(long time, long[] sequences) throws IOException {
        synchronized (this) {
            live.add(new LiveSegment(current.header().number(), SequenceVector.of(sequences)));
        }
        writeControl(RecordFormat.START, time, known(), sequences);
        firstRecordEnd = offset;
    }

    int salt() {
        return current.header().salt();
    }

    /** Where the next record goes in the current segment's file. */
    long offset() {
        return offset;
    }

    /** Whether that many bytes go into the current segment; a single record of any size always does. */
    boolean fits(long pending, long length) {
        return offset + pending + length <= segmentBytes || (offset == firstRecordEnd && pending == 0);
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // Only the writer updates it.
    void write(long address, long length) throws IOException {
        current.file().write(offset, address, length);
        offset += length;
        bytes += length;
        synchronized (this) {
            written = new LogPosition(current.header().number(), offset);
        }
    }

    /** Goes on in the next segment. The one before stays to be synced. */
    void roll(long time, long[] sequences) throws IOException {
        PreparedSegment following = await(next);
        synchronized (this) {
            retired.add(writing);
            // The position stays behind until the start is written: a segment without it is not in use.
            writing = following.file();
        }
        current = following;
        offset = SegmentHeader.BYTES;
        next = preparer.prepare(following.header().number() + 1);
        start(time, sequences);
    }

    /** Writes down what is known to be synced, unless that was done. */
    void mark(long time) throws IOException {
        LogPosition synced = known();
        if (synced.isAfter(marked)) {
            writeControl(RecordFormat.MARK, time, synced, new long[0]);
            marked = synced;
        }
    }

    /** Ends the log. Everything before must be synced. */
    void end(long time, long[] sequences) throws IOException {
        LogPosition here = new LogPosition(current.header().number(), offset);
        writeControl(RecordFormat.CLOSE, time, here, sequences);
        current.file().setSize(offset);
        current.file().sync();
    }

    private void writeControl(byte type, long time, LogPosition synced, long[] sequences) throws IOException {
        long record = control.address();
        int length = RecordFormat.putControl(record, type, time, synced, sequences);
        RecordFormat.seal(control.checksum(), record, length, salt(), offset);
        write(record, length);
    }

    /** Makes everything durable that was written before the call. */
    void sync() throws IOException {
        List<StoredFile> full;
        StoredFile last;
        LogPosition position;
        synchronized (this) {
            full = List.copyOf(retired);
            last = writing;
            position = written;
        }
        for (StoredFile file : full) {
            file.sync();
        }
        last.sync();
        synchronized (this) {
            retired.removeAll(full);
            known = position;
        }
        for (StoredFile file : full) {
            file.close();
        }
    }

    /** The bytes written by this chain. */
    long bytes() {
        return bytes;
    }

    synchronized boolean hasRetired() {
        return !retired.isEmpty();
    }

    synchronized LogPosition known() {
        return known;
    }

    synchronized LogPosition written() {
        return written;
    }

    /** Opens a segment to be read; where it is still being written its reader must be told how far it may go. */
    SegmentReader read(long number) throws IOException {
        return new SegmentReader(files, directory, number);
    }

    Path path(long number) {
        return SegmentNames.path(directory, number);
    }

    synchronized long firstSegment() {
        return live.getFirst().number();
    }

    /** From where on the chain holds everything. */
    synchronized SequenceVector oldest() {
        return live.getFirst().start();
    }

    /** The last segment in use that begins at or before these sequences; none if what follows them is gone. */
    synchronized @Nullable LiveSegment segmentAt(SequenceVector sequences) {
        LiveSegment found = null;
        for (LiveSegment segment : live) {
            if (!segment.start().isWithin(sequences)) {
                return found;
            }
            found = segment;
        }
        return found;
    }

    /** The numbers of the segments that hold everything after these sequences, ascending. */
    synchronized List<Long> segmentsFrom(SequenceVector sequences) {
        int first = 0;
        while (first + 1 < live.size() && live.get(first + 1).start().isWithin(sequences)) {
            first++;
        }
        return live.subList(first, live.size()).stream()
                .map(LiveSegment::number)
                .toList();
    }

    /** Deletes the segments whose every operation lies at or before these sequences. */
    int trim(SequenceVector sequences) throws IOException {
        List<Long> needed = segmentsFrom(sequences);
        int deleted = 0;
        while (true) {
            long number;
            synchronized (this) {
                number = live.getFirst().number();
                if (number >= needed.getFirst()) {
                    return deleted;
                }
                live.removeFirst();
            }
            files.delete(SegmentNames.path(directory, number));
            // One by one: a power cut must not leave a hole in the middle.
            files.syncDirectory(directory);
            deleted++;
        }
    }

    private static PreparedSegment await(CompletableFuture<PreparedSegment> segment) throws IOException {
        try {
            return segment.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the next segment");
        } catch (ExecutionException e) {
            throw new IOException("the next segment could not be prepared", e.getCause());
        }
    }

    /** Closes the files; an unused segment that was prepared is deleted. */
    @Override
    public void close() throws IOException {
        try {
            discardPrepared();
        } finally {
            synchronized (this) {
                for (StoredFile file : retired) {
                    file.close();
                }
                retired.clear();
                writing.close();
            }
            control.close();
        }
    }

    private void discardPrepared() throws IOException {
        PreparedSegment unused = next.handle((segment, failure) -> segment).join();
        if (unused != null) {
            unused.file().close();
            files.delete(SegmentNames.path(directory, unused.header().number()));
            files.syncDirectory(directory);
        }
    }
}
