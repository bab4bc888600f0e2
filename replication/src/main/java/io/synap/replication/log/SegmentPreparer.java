package io.synap.replication.log;

import io.synap.replication.files.FileStore;
import io.synap.replication.files.NativeHeap;
import io.synap.replication.files.StoredFile;
import io.synap.replication.history.HistoryId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/** Makes segment files ahead of their use. Thread-safe. */
final class SegmentPreparer {
    private static final long FILL_BYTES = 1 << 20;

    private final FileStore files;
    private final Path directory;
    private final HistoryId history;
    private final long segmentBytes;
    private final boolean filled;
    private final RandomGenerator random;
    private final Executor executor;

    /**
     * @param filled whether a segment gets all its blocks now. Then an fsync of what is written into it
     *     writes only that, and no change of the file system's own books: worth it where every write
     *     waits for its fsync.
     */
    SegmentPreparer(
            FileStore files,
            Path directory,
            HistoryId history,
            long segmentBytes,
            boolean filled,
            RandomGenerator random,
            Executor executor) {
        this.files = files;
        this.directory = directory;
        this.history = history;
        this.segmentBytes = segmentBytes;
        this.filled = filled;
        this.random = random;
        this.executor = executor;
    }

    CompletableFuture<PreparedSegment> prepare(long number) {
        int salt = random.nextInt();
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return prepareNow(number, salt);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                executor);
    }

    PreparedSegment prepareNow(long number) throws IOException {
        return prepareNow(number, random.nextInt());
    }

    /** Content first, then the name: a file that is called a segment has a header. */
    private PreparedSegment prepareNow(long number, int salt) throws IOException {
        Path path = SegmentNames.path(directory, number);
        Path aside = SegmentNames.preparing(directory, number);
        if (files.exists(path)) {
            throw new IOException(path + " exists already; is another server writing here?");
        }
        if (files.exists(aside)) {
            files.delete(aside);
        }
        StoredFile file = files.create(aside);
        try {
            SegmentHeader header = new SegmentHeader(number, history, salt);
            header.write(file);
            if (filled) {
                fill(file);
            } else {
                file.setSize(segmentBytes);
            }
            file.sync();
            files.rename(aside, path);
            files.syncDirectory(directory);
            return new PreparedSegment(header, file);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private void fill(StoredFile file) throws IOException {
        long zeros = NativeHeap.allocate(FILL_BYTES);
        try {
            long position = SegmentHeader.BYTES;
            while (position < segmentBytes) {
                long length = Math.min(FILL_BYTES, segmentBytes - position);
                file.write(position, zeros, length);
                position += length;
            }
        } finally {
            NativeHeap.free(zeros);
        }
    }
}
