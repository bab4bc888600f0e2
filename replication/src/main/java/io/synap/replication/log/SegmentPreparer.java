package io.synap.replication.log;

import io.synap.replication.files.FileStore;
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
    private final FileStore files;
    private final Path directory;
    private final HistoryId history;
    private final long segmentBytes;
    private final RandomGenerator random;
    private final Executor executor;

    SegmentPreparer(
            FileStore files,
            Path directory,
            HistoryId history,
            long segmentBytes,
            RandomGenerator random,
            Executor executor) {
        this.files = files;
        this.directory = directory;
        this.history = history;
        this.segmentBytes = segmentBytes;
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
            file.setSize(segmentBytes);
            file.sync();
            files.rename(aside, path);
            files.syncDirectory(directory);
            return new PreparedSegment(header, file);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }
}
