package io.synap.replication.files;

import java.io.Closeable;
import java.io.IOException;

/** An open file, addressed by position. Thread-safe as far as ranges do not overlap. */
public interface StoredFile extends Closeable {
    long size() throws IOException;

    /** Writes the whole range of native memory, or throws; after that any part may be written. */
    void write(long position, long address, long length) throws IOException;

    /** Reads until the length or the end of the file is reached; returns the number of bytes read. */
    long read(long position, long address, long length) throws IOException;

    /** Cuts the file, or extends it by bytes that read as zero. */
    void setSize(long size) throws IOException;

    /** Makes the content and size durable. After a failure nothing is known, so never try again. */
    void sync() throws IOException;
}
