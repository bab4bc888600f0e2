package io.synap.replication.snapshot;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Holds a thread back so that it spends at most so many bytes a second. Confined to one thread. It
 * reads no clock: the time that the work itself takes comes on top.
 */
final class Throttle {
    private static final long SLICE_BYTES = 256 << 10;
    private static final long PAUSE_NANOS_MAX = 50_000_000;

    private final long bytesPerSecond;
    private final BooleanSupplier stopped;
    private long owed;

    /** 0 bytes a second means no limit. */
    Throttle(long bytesPerSecond, BooleanSupplier stopped) {
        this.bytesPerSecond = bytesPerSecond;
        this.stopped = stopped;
    }

    /** Accounts for bytes written, and ends the work when it is time to stop. */
    void spent(long bytes) throws IOException {
        failIfStopped();
        if (bytesPerSecond == 0) {
            return;
        }
        owed += bytes;
        if (owed >= SLICE_BYTES) {
            long nanos = (long) (owed * 1e9 / bytesPerSecond);
            owed = 0;
            pause(nanos);
        }
    }

    /** In pieces, because a stop must not wait for a low limit. */
    private void pause(long nanos) throws IOException {
        for (long left = nanos; left > 0; left -= PAUSE_NANOS_MAX) {
            failIfStopped();
            LockSupport.parkNanos(Math.min(left, PAUSE_NANOS_MAX));
        }
    }

    private void failIfStopped() throws IOException {
        if (stopped.getAsBoolean()) {
            throw new IOException("the server is closing");
        }
    }
}
