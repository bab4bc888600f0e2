package io.synap.server.resp;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much all connections together hold in buffers: of requests that have not arrived whole, and of
 * replies that are being gathered or that clients have not taken. Thread-safe. Direct memory is shared, so without this bound a few
 * hundred clients that do not read would leave none for the others.
 */
final class BufferBudget {
    private final long bytesMax;
    private final AtomicLong taken = new AtomicLong();

    BufferBudget(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    void changed(long bytes) {
        taken.addAndGet(bytes);
    }

    long taken() {
        return taken.get();
    }

    /** Whether so much is taken that connections should rather wait than take more. */
    boolean isTight() {
        return taken.get() > bytesMax / 2;
    }

    boolean isExceeded() {
        return taken.get() > bytesMax;
    }
}
