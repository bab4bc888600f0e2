package io.synap.replication.files;

import io.synap.protocol.memory.Memory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A file of the operating system. Thread-safe as far as ranges do not overlap. */
final class DiskFile implements StoredFile {
    /** One system call moves at most this much; a buffer cannot span more than 2 GiB anyway. */
    private static final long CALL_BYTES_MAX = 1 << 30;

    private final FileChannel channel;

    DiskFile(FileChannel channel) {
        this.channel = channel;
    }

    @Override
    public long size() throws IOException {
        return channel.size();
    }

    @Override
    public void write(long position, long address, long length) throws IOException {
        for (long done = 0; done < length; ) {
            long call = Math.min(length - done, CALL_BYTES_MAX);
            done += channel.write(buffer(address + done, call), position + done);
        }
    }

    @Override
    public long read(long position, long address, long length) throws IOException {
        long done = 0;
        while (done < length) {
            long call = Math.min(length - done, CALL_BYTES_MAX);
            int count = channel.read(buffer(address + done, call), position + done);
            if (count < 0) {
                break;
            }
            done += count;
        }
        return done;
    }

    @Override
    public void setSize(long size) throws IOException {
        long present = channel.size();
        if (size < present) {
            channel.truncate(size);
        } else if (size > present) {
            // One byte at the end: what lies between is a hole, which reads as zeros.
            channel.write(ByteBuffer.wrap(new byte[1]), size - 1);
        }
    }

    @Override
    public void sync() throws IOException {
        // Without the times: the file's size and blocks are synced all the same.
        channel.force(false);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static ByteBuffer buffer(long address, long length) {
        return Memory.segment(address, length).asByteBuffer();
    }
}
