package io.synap.replication.log;

import io.synap.protocol.memory.Memory;
import io.synap.replication.files.FileStore;
import io.synap.replication.files.NativeBuffer;
import io.synap.replication.files.StoredFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** Reads a segment file record by record. Confined to one thread. */
final class SegmentReader implements Closeable {
    /** What stands at a place of the file. */
    enum Outcome {
        RECORD,
        /** Nothing but zeros up to the file's end. */
        END,
        /** Bytes that are no record. */
        INVALID
    }

    private static final long WINDOW_BYTES = 1 << 20;
    /** How much may be checksummed in search of a record before only small ones are tried. */
    private static final long SEARCH_BYTES_MAX = 1 << 30;

    private final Path path;
    private final StoredFile file;
    private long size;
    private final SegmentHeader header;
    private final NativeBuffer window = new NativeBuffer(WINDOW_BYTES);

    private long windowStart;
    private long windowBytes;
    private long offset = SegmentHeader.BYTES;
    private long length;

    SegmentReader(FileStore files, Path directory, long number) throws IOException {
        this.path = SegmentNames.path(directory, number);
        this.file = files.openForReading(path);
        try {
            this.size = file.size();
            this.header = SegmentHeader.read(path, file, number);
        } catch (IOException | RuntimeException e) {
            file.close();
            window.close();
            throw e;
        }
    }

    Path path() {
        return path;
    }

    SegmentHeader header() {
        return header;
    }

    long size() {
        return size;
    }

    /** Lets the file end at a place, as long as it is still being written behind it. */
    void endAt(long end) {
        size = end;
    }

    /** Lets the file end where it ends, once it is complete. */
    void endWithFile() throws IOException {
        size = file.size();
    }

    /** Goes on at the beginning of a record, known from an earlier pass. */
    void startAt(long place) {
        offset = place;
        length = 0;
    }

    /** Goes to what follows the current record, at first to the first one. */
    Outcome next() throws IOException {
        offset += length;
        length = 0;
        if (offset + 8 > size) {
            return isZeroFrom(offset) ? Outcome.END : Outcome.INVALID;
        }
        long claimed = Integer.toUnsignedLong(Memory.getInt(load(offset, 8)));
        if (claimed == 0) {
            return isZeroFrom(offset) ? Outcome.END : Outcome.INVALID;
        }
        if (!isRecord(claimed)) {
            return Outcome.INVALID;
        }
        length = claimed;
        return Outcome.RECORD;
    }

    /** Goes to the next valid record behind the current place, whatever lies between. */
    Outcome search() throws IOException {
        long budget = SEARCH_BYTES_MAX;
        length = 0;
        for (long at = offset + 8; at + RecordFormat.MARK_BYTES <= size; at += 8) {
            long claimed = Integer.toUnsignedLong(Memory.getInt(load(at, 8)));
            boolean small = claimed <= RecordFormat.VECTOR_BYTES;
            if (claimed == 0 || (!small && budget < claimed)) {
                continue;
            }
            offset = at;
            if (isRecord(claimed)) {
                length = claimed;
                return Outcome.RECORD;
            }
            budget -= claimed % 8 == 0 && claimed <= size - at ? claimed : 0;
        }
        offset = size;
        return Outcome.END;
    }

    private boolean isRecord(long claimed) throws IOException {
        if (claimed < RecordFormat.HEADER_BYTES
                || claimed % 8 != 0
                || claimed > RecordFormat.RECORD_BYTES_MAX
                || claimed > size - offset) {
            return false;
        }
        byte type = RecordFormat.type(load(offset, RecordFormat.HEADER_BYTES + 4));
        boolean plausible = switch (type) {
            case RecordFormat.OPERATIONS -> true;
            case RecordFormat.MARK -> claimed == RecordFormat.MARK_BYTES;
            case RecordFormat.START, RecordFormat.CLOSE -> claimed == RecordFormat.VECTOR_BYTES;
            default -> false;
        };
        return plausible
                && RecordFormat.isSealed(window.checksum(), load(offset, claimed), claimed, header.salt(), offset);
    }

    /** The place of the current record, or of what is none. */
    long offset() {
        return offset;
    }

    LogPosition position() {
        return new LogPosition(header.number(), offset);
    }

    /** The address of the current record, valid until the next move. */
    long record() throws IOException {
        return load(offset, length);
    }

    long length() {
        return length;
    }

    private boolean isZeroFrom(long from) throws IOException {
        return contentEnd(from) == from;
    }

    /** Behind the last byte at or after the place that is not zero, or the place itself. */
    long contentEnd(long from) throws IOException {
        long end = from;
        for (long at = from; at < size; at += WINDOW_BYTES) {
            long bytes = Math.min(WINDOW_BYTES, size - at);
            long address = load(at, bytes);
            for (long i = 0; i < bytes; i++) {
                if (i % 8 == 0 && i + 8 <= bytes && Memory.getLong(address + i) == 0) {
                    i += 7;
                } else if (Memory.getByte(address + i) != 0) {
                    end = at + i + 1;
                }
            }
        }
        return end;
    }

    /** The address of a range of the file, which must lie within it. */
    private long load(long from, long bytes) throws IOException {
        if (from < windowStart || from + bytes > windowStart + windowBytes) {
            window.grow(bytes, 0);
            windowStart = from;
            windowBytes = file.read(from, window.address(), Math.min(window.bytes(), size - from));
            if (windowBytes < bytes) {
                throw new IOException(path + " became shorter while it was read");
            }
        }
        return window.address() + (from - windowStart);
    }

    @Override
    public void close() throws IOException {
        window.close();
        file.close();
    }
}
