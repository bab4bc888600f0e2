package io.synap.server.http.websocket;

import java.util.concurrent.atomic.AtomicLong;

/** What the buffers of all WebSockets hold, of all event loops. Thread-safe. */
public final class BufferBudget {
    private final long max;
    private final AtomicLong used = new AtomicLong();

    public BufferBudget(long max) {
        this.max = max;
    }

    void changed(long bytes) {
        used.addAndGet(bytes);
    }

    boolean isExceeded() {
        return used.get() > max;
    }

    /** Whether they hold so much that those who hold more than little should wait. */
    boolean isTight() {
        return used.get() > max / 2;
    }
}
