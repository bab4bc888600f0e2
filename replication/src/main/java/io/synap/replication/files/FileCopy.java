package io.synap.replication.files;

import java.io.IOException;
import java.nio.file.Path;

/** Copies files durably. Thread-safe, no state. */
public final class FileCopy {
    private static final long PIECE_BYTES = 1 << 20;

    private FileCopy() {}

    /** Copies at most so many bytes into a new file and syncs it; returns the number of bytes. */
    public static long copy(FileStore files, Path from, Path to, long bytesMax) throws IOException {
        try (StoredFile source = files.openForReading(from);
                StoredFile target = files.create(to);
                NativeBuffer buffer = new NativeBuffer(PIECE_BYTES)) {
            long bytes = Math.min(source.size(), bytesMax);
            for (long done = 0; done < bytes; ) {
                long read = source.read(done, buffer.address(), Math.min(PIECE_BYTES, bytes - done));
                if (read == 0) {
                    throw new IOException(from + " became shorter while it was copied");
                }
                target.write(done, buffer.address(), read);
                done += read;
            }
            target.sync();
            return bytes;
        }
    }
}
