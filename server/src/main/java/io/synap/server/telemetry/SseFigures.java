package io.synap.server.telemetry;

import java.util.concurrent.atomic.LongAdder;

/** The metrics of server-sent events. Thread-safe. */
public final class SseFigures implements MetricSource {
    private final LongAdder active = new LongAdder();
    private final LongAdder sent = new LongAdder();
    private final LongAdder slow = new LongAdder();

    SseFigures() {}

    public void opened() {
        active.increment();
    }

    public void closed() {
        active.decrement();
    }

    public void sent(int events) {
        sent.add(events);
    }

    /** A client was let go because it did not take its events. */
    public void slow() {
        slow.increment();
    }

    @Override
    public void collect(MetricFamilies families) {
        families.gauge(
                "sse_connections_active",
                "Connections that are sent server-sent events.",
                points -> points.add(active.sum()));
        families.counter("sse_events_sent_total", "Server-sent events.", points -> points.add(sent.sum()));
        families.counter(
                "sse_slow_consumers_total",
                "Clients of server-sent events that were let go because they did not take them.",
                points -> points.add(slow.sum()));
    }
}
