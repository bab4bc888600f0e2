package io.synap.replication.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The file system, as far as durability needs it. Thread-safe.
 *
 * <p>Nothing is durable before it was synced: a file's content by {@link StoredFile#sync}, its
 * existence and name by {@link #syncDirectory}.
 */
public interface FileStore {
    /** Creates a file that must not exist yet, to be read and written. */
    StoredFile create(Path file) throws IOException;

    /** Opens an existing file to be read and written. */
    StoredFile open(Path file) throws IOException;

    /** Opens an existing file to be read only. */
    StoredFile openForReading(Path file) throws IOException;

    boolean exists(Path file) throws IOException;

    /** The names of a directory's regular files, sorted. */
    List<String> list(Path directory) throws IOException;

    /** Creates a directory and its parents, unless they exist; those created are durable. */
    void createDirectories(Path directory) throws IOException;

    /** Renames atomically, replacing the target if it exists. */
    void rename(Path from, Path to) throws IOException;

    void delete(Path file) throws IOException;

    /** Makes the creations, renames and deletions in a directory durable. */
    void syncDirectory(Path directory) throws IOException;

    /** The bytes that can still be written to the file system that holds the directory. */
    long freeBytes(Path directory) throws IOException;

    /**
     * Takes an exclusive lock on a file, created if need be, until it is closed or the process ends.
     *
     * @throws IOException if another process or another part of this one holds it
     */
    Closeable lock(Path file) throws IOException;
}
