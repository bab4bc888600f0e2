package io.synap.server.telemetry;

import org.jspecify.annotations.Nullable;

/** The metrics of the log and the snapshots. Thread-safe. */
final class PersistenceMetrics implements MetricSource {
    private final Histogram fsyncs = Histogram.ofRequests();
    private volatile @Nullable PersistenceGauges gauges;

    Histogram fsyncs() {
        return fsyncs;
    }

    void watch(PersistenceGauges log) {
        gauges = log;
    }

    @Override
    public void collect(MetricFamilies families) {
        PersistenceGauges log = gauges;
        if (log == null) {
            return;
        }
        families.counter(
                "log_bytes_written_total",
                "Bytes written to the operation log.",
                points -> points.add(log.logBytesWritten()));
        families.gauge("log_bytes", "Bytes of the operation log on disk.", points -> points.add(log.logBytesOnDisk()));
        families.counter(
                "log_fsync_total",
                "Times that the operation log was forced to disk.",
                points -> points.add(fsyncs.count()));
        families.histogram(
                "log_fsync_duration_seconds",
                "Time that forcing the operation log to disk took.",
                points -> points.add(fsyncs));
        families.gauge(
                "snapshot_last_success_timestamp_seconds",
                "When the last snapshot was complete, in seconds since 1970; 0 is never.",
                points -> points.add(log.snapshotLastSuccessMillis() / 1000.0));
        families.counter(
                "snapshot_failures_total", "Snapshots that failed.", points -> points.add(log.snapshotFailures()));
    }
}
