package io.synap.replication.files;

import io.synap.protocol.memory.Memory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** An open file of the simulation. Thread-safe by its file system's lock. */
final class SimulatedFile implements StoredFile {
    private static final int SECTOR = 512;

    /** What a file holds: sectors that are not all zero, and those that are durable. */
    static final class Content {
        private Map<Long, byte[]> sectors = new TreeMap<>();
        private Map<Long, byte[]> durable = new TreeMap<>();
        private long size;
        private long durableSize;

        void write(long position, byte[] bytes, int count) {
            for (int i = 0; i < count; ) {
                long sector = (position + i) / SECTOR;
                int from = (int) ((position + i) % SECTOR);
                int length = Math.min(SECTOR - from, count - i);
                byte[] old = sectors.get(sector);
                byte[] changed = old == null ? new byte[SECTOR] : old.clone();
                System.arraycopy(bytes, i, changed, from, length);
                sectors.put(sector, changed);
                i += length;
            }
            size = Math.max(size, position + count);
        }

        void setSize(long newSize) {
            if (newSize < size) {
                long last = newSize / SECTOR;
                sectors.keySet().removeIf(sector -> sector > last);
                byte[] cut = sectors.get(last);
                if (cut != null) {
                    byte[] changed = new byte[SECTOR];
                    System.arraycopy(cut, 0, changed, 0, (int) (newSize % SECTOR));
                    sectors.put(last, changed);
                }
            }
            size = newSize;
        }

        void sync() {
            durable = new TreeMap<>(sectors);
            durableSize = size;
        }

        /** Each sector that was not durable is as before or as after. */
        Content afterCut(Random random) {
            Content after = new Content();
            after.size = random.nextBoolean() ? size : durableSize;
            after.sectors.putAll(durable);
            int taste = random.nextInt(4);
            for (Map.Entry<Long, byte[]> sector : sectors.entrySet()) {
                boolean kept = taste == 0 || (taste != 1 && random.nextInt(taste + 1) != 0);
                if (kept && !Arrays.equals(durable.get(sector.getKey()), sector.getValue())) {
                    after.sectors.put(sector.getKey(), sector.getValue());
                }
            }
            after.setSize(after.size);
            after.sync();
            return after;
        }

        void flip(long bit) {
            byte[] changed =
                    sectors.getOrDefault(bit / 8 / SECTOR, new byte[SECTOR]).clone();
            changed[(int) (bit / 8 % SECTOR)] ^= (byte) (1 << bit % 8);
            sectors.put(bit / 8 / SECTOR, changed);
            sync();
        }

        byte[] toArray() {
            byte[] all = new byte[(int) size];
            sectors.forEach((sector, bytes) -> {
                int at = (int) (sector * SECTOR);
                if (at < all.length) {
                    System.arraycopy(bytes, 0, all, at, Math.min(SECTOR, all.length - at));
                }
            });
            return all;
        }

        Content copy() {
            Content copy = new Content();
            copy.sectors.putAll(sectors);
            copy.size = size;
            copy.sync();
            return copy;
        }
    }

    private final SimulatedFiles files;
    private final Path path;
    private final Content content;
    private final int epoch;
    private final boolean writable;

    SimulatedFile(SimulatedFiles files, Path path, Content content, int epoch, boolean writable) {
        this.files = files;
        this.path = path;
        this.content = content;
        this.epoch = epoch;
        this.writable = writable;
    }

    @Override
    public long size() throws IOException {
        synchronized (files) {
            files.checkAlive(epoch);
            return content.size;
        }
    }

    @Override
    public void write(long position, long address, long length) throws IOException {
        byte[] bytes = Memory.toArray(address, (int) length);
        synchronized (files) {
            checkWritable();
            try {
                files.countWrite();
            } catch (IOException e) {
                // The power fails within the write: any part of it may be on its way.
                content.write(position, bytes, (int) (length / 2));
                throw e;
            }
            long room = files.spend(path, length);
            content.write(position, bytes, (int) room);
            if (room < length) {
                throw new IOException("No space left on device");
            }
        }
    }

    @Override
    public long read(long position, long address, long length) throws IOException {
        synchronized (files) {
            files.checkAlive(epoch);
            long count = Math.max(0, Math.min(length, content.size - position));
            for (long done = 0; done < count; ) {
                long at = position + done;
                long part = Math.min(SECTOR - at % SECTOR, count - done);
                byte[] sector = content.sectors.get(at / SECTOR);
                if (sector == null) {
                    Memory.fill(address + done, part, (byte) 0);
                } else {
                    Memory.copy(sector, (int) (at % SECTOR), address + done, (int) part);
                }
                done += part;
            }
            return count;
        }
    }

    @Override
    public void setSize(long size) throws IOException {
        synchronized (files) {
            checkWritable();
            files.countWrite();
            content.setSize(size);
        }
    }

    @Override
    public void sync() throws IOException {
        synchronized (files) {
            checkWritable();
            files.countWrite();
            if (files.failsSync(path)) {
                throw new IOException("simulated fsync failure of " + path);
            }
            content.sync();
        }
    }

    private void checkWritable() throws IOException {
        files.checkAlive(epoch);
        if (!writable) {
            throw new IOException(path + " was opened for reading");
        }
    }

    @Override
    public void close() {}
}
