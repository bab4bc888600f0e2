package io.synap.server.config;

import java.util.Map;

/** The section {@code metrics}. */
@Section("Metrics, in the format of Prometheus, at /metrics.")
public record MetricsConfig(
        @Setting(value = "true", about = "Serve metrics.") boolean enabled,

        @Setting(
                value = "synap_",
                pattern = "[a-zA-Z_][a-zA-Z0-9_]*",
                about = "What the name of each metric of ours begins with.")
        String prefix,

        @Setting(value = "{}", about = "Labels on every metric, such as {region: eu, tier: gold}.")
        Map<String, String> labels,

        @Setting(value = "true", about = "Include the host's processor, memory and disk.")
        boolean host,

        @Setting(
                value = "100",
                range = "0..10000",
                about = "Queues, rooms and groups that have metrics under their own names; others share 'other'.")
        int namesMax) {}
