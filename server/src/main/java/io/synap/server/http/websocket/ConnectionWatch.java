package io.synap.server.http.websocket;

/** What one connection holds, and since when it has been silent or has taken nothing. Confined to its event loop. */
final class ConnectionWatch {
    /** When buffers are short, connections that hold less than this are spared. */
    static final long SPARED_BYTES = 64 * 1024;

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final WebSocketSettings settings;
    private long heldBytes;
    private long receivedNanos;
    /** When silence last meant nothing. */
    private long excusedNanos;

    private long pingedNanos;
    private boolean reading = true;
    private long stalledBytes;
    private long stalledSinceNanos;

    ConnectionWatch(WebSocketSettings settings, long now) {
        this.settings = settings;
        this.receivedNanos = now;
        this.pingedNanos = now;
        this.excusedNanos = now;
    }

    /** What the client is sent has not been taken: so it cannot have seen a ping either. */
    void excuse(long now) {
        excusedNanos = now;
    }

    void received(long now) {
        receivedNanos = now;
    }

    long receivedNanos() {
        return receivedNanos;
    }

    /** While nothing is read, silence means nothing; after that it begins anew. */
    void reads() {
        if (!reading) {
            reading = true;
            excusedNanos = System.nanoTime();
        }
    }

    void stopsReading() {
        reading = false;
    }

    /** What its buffers hold, as the budget of all connections knows it. */
    long heldBytes() {
        return heldBytes;
    }

    void holds(long bytes) {
        heldBytes = bytes;
    }

    /** Whether it is time for a ping, which is then sent. */
    boolean isPingDue(long now) {
        boolean due = settings.pingMillis() > 0 && now - pingedNanos >= settings.pingMillis() * NANOS_PER_MILLI;
        if (due) {
            pingedNanos = now;
        }
        return due;
    }

    boolean isSilent(long now) {
        return reading
                && settings.idleMillis() > 0
                && now - Math.max(receivedNanos, excusedNanos) > settings.idleMillis() * NANOS_PER_MILLI;
    }

    /** Whether what waits for the socket has been the same for too long. */
    boolean isStalled(long now, long unsentBytes) {
        if (unsentBytes == 0 || unsentBytes != stalledBytes) {
            stalledBytes = unsentBytes;
            stalledSinceNanos = now;
            return false;
        }
        return settings.stallMillis() > 0 && now - stalledSinceNanos > settings.stallMillis() * NANOS_PER_MILLI;
    }
}
