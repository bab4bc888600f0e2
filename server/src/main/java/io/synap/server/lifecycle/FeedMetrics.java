package io.synap.server.lifecycle;

import io.synap.server.feed.ChangeFeed;
import io.synap.server.telemetry.MetricFamilies;
import io.synap.server.telemetry.MetricSource;

/** The figures of the change feed. Thread-safe, no state. */
record FeedMetrics(ChangeFeed feed) implements MetricSource {
    @Override
    public void collect(MetricFamilies families) {
        families.gauge(
                "feed_subscribers",
                "Who reads the change feed, waiting requests among them.",
                points -> points.add(feed.subscribers()));
        families.gauge(
                "feed_lag_operations",
                "Operations that the reader of the change feed that is farthest behind has not seen.",
                points -> points.add(feed.lagOperations()));
        families.counter(
                "feed_changes_total", "Changes told, to each subscriber.", points -> points.add(feed.changes()));
        families.counter(
                "feed_gaps_total",
                "How often somebody missed changes that were no longer kept.",
                points -> points.add(feed.gaps()));
    }
}
