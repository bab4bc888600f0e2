package io.synap.server.http.sse;

/** Where streams of server-sent events are counted. Thread-safe. */
public interface SseMetrics {
    void opened();

    void closed();

    void sent(int events);

    /** A client was let go because it did not take its events. */
    void slow();

    /** Counts nothing. */
    SseMetrics NONE = new SseMetrics() {
        @Override
        public void opened() {}

        @Override
        public void closed() {}

        @Override
        public void sent(int events) {}

        @Override
        public void slow() {}
    };
}
