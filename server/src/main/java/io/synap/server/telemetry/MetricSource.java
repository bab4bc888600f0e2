package io.synap.server.telemetry;

/** Someone who has figures to show. Called at each scrape, off the event loops, by one thread. */
@FunctionalInterface
public interface MetricSource {
    void collect(MetricFamilies families);
}
