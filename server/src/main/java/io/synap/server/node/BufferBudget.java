package io.synap.server.node;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much all connections of one kind together hold in buffers: of requests that have not arrived whole, and of
 * what is being gathered for clients or that they have not taken. Thread-safe. Direct memory is shared, so without this
 * bound a few hundred clients that do not read would leave none for the others.
 */
public final class BufferBudget {
    private final long bytesMax;
    private final AtomicLong taken = new AtomicLong();

    public BufferBudget(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    public void changed(long bytes) {
        taken.addAndGet(bytes);
    }

    public long taken() {
        return taken.get();
    }

    /** Whether so much is taken that connections should rather wait than take more. */
    public boolean isTight() {
        return taken.get() > bytesMax / 2;
    }

    public boolean isExceeded() {
        return taken.get() > bytesMax;
    }
}
