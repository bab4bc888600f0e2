package io.synap.server.feed;

import io.synap.replication.files.DiskFiles;
import io.synap.replication.files.FileStore;
import io.synap.replication.files.StoredFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The file system, whose fsyncs of log segments can be made to wait. Thread-safe. */
final class HeldSyncs implements FileStore {
    private final FileStore files = new DiskFiles();
    private boolean held;

    synchronized void hold() {
        held = true;
    }

    synchronized void release() {
        held = false;
        notifyAll();
    }

    private synchronized void await() throws IOException {
        while (held) {
            try {
                wait();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    private StoredFile holding(StoredFile file) {
        return new StoredFile() {
            @Override
            public long size() throws IOException {
                return file.size();
            }

            @Override
            public void write(long position, long address, long length) throws IOException {
                file.write(position, address, length);
            }

            @Override
            public long read(long position, long address, long length) throws IOException {
                return file.read(position, address, length);
            }

            @Override
            public void setSize(long size) throws IOException {
                file.setSize(size);
            }

            @Override
            public void sync() throws IOException {
                await();
                file.sync();
            }

            @Override
            public void close() throws IOException {
                file.close();
            }
        };
    }

    @Override
    public StoredFile create(Path file) throws IOException {
        return holding(files.create(file));
    }

    @Override
    public StoredFile open(Path file) throws IOException {
        return holding(files.open(file));
    }

    @Override
    public StoredFile openForReading(Path file) throws IOException {
        return files.openForReading(file);
    }

    @Override
    public boolean exists(Path file) throws IOException {
        return files.exists(file);
    }

    @Override
    public List<String> list(Path directory) throws IOException {
        return files.list(directory);
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        files.createDirectories(directory);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        files.rename(from, to);
    }

    @Override
    public void delete(Path file) throws IOException {
        files.delete(file);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        files.syncDirectory(directory);
    }

    @Override
    public long freeBytes(Path directory) throws IOException {
        return files.freeBytes(directory);
    }

    @Override
    public Closeable lock(Path file) throws IOException {
        return files.lock(file);
    }
}
