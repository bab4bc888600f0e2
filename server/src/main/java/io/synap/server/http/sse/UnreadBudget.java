package io.synap.server.http.sse;

/** What all streams of an event loop leave unread, so that many slow clients together take no more than this. Confined to it. */
final class UnreadBudget {
    /** Beyond, a stream gets something only when it has taken all it was sent; from half of it on each may hold little. */
    static final long BYTES_MAX = 32 << 20;

    static final int SPARED_BYTES = 16 * 1024;

    private final int streamBytesMax;
    private long bytes;

    /** @param streamBytesMax what one stream may leave unread while there is enough */
    UnreadBudget(int streamBytesMax) {
        this.streamBytesMax = streamBytesMax;
    }

    /** One of the streams holds so much more, or less. */
    void changed(long more) {
        bytes += more;
    }

    /** What one stream may leave unread now; never nothing, so that who takes all it is sent goes on. */
    int streamBytesMax() {
        if (bytes > BYTES_MAX) {
            return 1;
        }
        return bytes > BYTES_MAX / 2 ? Math.min(SPARED_BYTES, streamBytesMax) : streamBytesMax;
    }
}
