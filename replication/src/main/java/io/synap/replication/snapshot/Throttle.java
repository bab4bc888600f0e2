package io.synap.replication.snapshot;

import java.util.concurrent.locks.LockSupport;

/**
 * Holds a thread back so that it spends at most so many bytes a second. Confined to one thread. It
 * reads no clock: the time that the work itself takes comes on top.
 */
final class Throttle {
    private static final long SLICE_BYTES = 256 << 10;

    private final long bytesPerSecond;
    private long owed;

    /** 0 bytes a second means no limit. */
    Throttle(long bytesPerSecond) {
        this.bytesPerSecond = bytesPerSecond;
    }

    void spent(long bytes) {
        if (bytesPerSecond == 0) {
            return;
        }
        owed += bytes;
        if (owed >= SLICE_BYTES) {
            LockSupport.parkNanos((long) (owed * 1e9 / bytesPerSecond));
            owed = 0;
        }
    }
}
