package io.synap.server.config;

/** The section {@code persistence.snapshot}. */
@Section("Snapshots, which let the log be trimmed.")
public record SnapshotConfig(
        @Setting(
                value = "512mb",
                range = "1mb..1tb",
                about = "A snapshot is taken once the log has grown by this much.")
        long logBytes,

        @Setting(
                value = "3600",
                range = "0..2147483647",
                live = true,
                about = "Seconds after which one is taken if anything changed; 0 is never.")
        int intervalSeconds,

        @Setting(
                value = "64mb",
                range = "1mb..64gb",
                live = true,
                about = "How fast a snapshot is written, so that requests are not disturbed.")
        long bytesPerSecondMax) {}
