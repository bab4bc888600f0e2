package io.synap.replication.log;

/**
 * The limits of the operation log.
 *
 * @param ringBytes the memory between appenders and writer, a power of two
 * @param inlineBytesMax the largest record that travels in the ring; larger ones take memory of their
 *     own, a stub in the ring
 * @param appendersMax the threads that may append; each may hold one record between asking for room
 *     and appending
 * @param externalBytesMax where records outside the ring make callers wait; each appender may
 *     overshoot it by one record
 * @param segmentBytes the size of a log file; a larger record gets a file of its own
 * @param syncIntervalMillis between two fsyncs under {@link FsyncPolicy#EVERYSEC}
 */
public record LogOptions(
        FsyncPolicy fsync,
        int ringBytes,
        int inlineBytesMax,
        int appendersMax,
        long externalBytesMax,
        long segmentBytes,
        long syncIntervalMillis) {
    public LogOptions {
        if (Integer.bitCount(ringBytes) != 1 || ringBytes < 1 << 12) {
            throw new IllegalArgumentException("ringBytes must be a power of two, 4096 at least");
        }
        if (inlineBytesMax < 256 || (long) inlineBytesMax * appendersMax > ringBytes / 2) {
            throw new IllegalArgumentException("appendersMax records of inlineBytesMax must fit half the ring");
        }
        if (segmentBytes < SegmentHeader.BYTES + 2048 || segmentBytes % 8 != 0) {
            throw new IllegalArgumentException("segmentBytes is too small, or no multiple of 8");
        }
        if (syncIntervalMillis < 1 || externalBytesMax < 1) {
            throw new IllegalArgumentException("limits must be positive");
        }
    }

    public static LogOptions defaults() {
        return new LogOptions(FsyncPolicy.EVERYSEC, 16 << 20, 64 << 10, 32, 64L << 20, 64L << 20, 1000);
    }

    public LogOptions withFsync(FsyncPolicy policy) {
        return new LogOptions(
                policy, ringBytes, inlineBytesMax, appendersMax, externalBytesMax, segmentBytes, syncIntervalMillis);
    }

    public LogOptions withSegmentBytes(long bytes) {
        return new LogOptions(
                fsync, ringBytes, inlineBytesMax, appendersMax, externalBytesMax, bytes, syncIntervalMillis);
    }
}
