package io.synap.server.telemetry;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.synap.server.config.MetricsConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The registry of Micrometer and what a scrape reads beside it. Scrapes are one at a time. Made when
 * first asked for, because its classes cost start-up time and memory.
 */
final class Exposition implements AutoCloseable {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics gc = new JvmGcMetrics();
    private final MetricsConfig config;
    private final List<MetricSource> sources;
    private final List<MetricSource> ownSources = new ArrayList<>();

    /** Shows these sources, also the ones that are added to the list later. */
    Exposition(MetricsConfig config, Path dataFolder, List<MetricSource> sources) {
        this.config = config;
        this.sources = sources;
        registry.config()
                .commonTags(config.labels().entrySet().stream()
                        .map(label -> Tag.of(label.getKey(), label.getValue()))
                        .toList())
                .meterFilter(new Prefix(config.prefix()));
        gc.bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        ownSources.add(new ProcessMetrics());
        if (config.host()) {
            ownSources.add(new HostMetrics(dataFolder));
        }
        registry.getPrometheusRegistry().register((MultiCollector) this::collect);
    }

    MeterRegistry registry() {
        return registry;
    }

    synchronized String scrape() {
        return registry.scrape();
    }

    @Override
    public void close() {
        gc.close();
        registry.close();
    }

    private MetricSnapshots collect() {
        MetricFamilies families = new MetricFamilies(config.prefix(), config.labels());
        sources.forEach(source -> source.collect(families));
        ownSources.forEach(source -> source.collect(families));
        return families.build();
    }

    /** Dashboards for the JVM know its metrics by their usual names, so these keep them. */
    private record Prefix(String prefix) implements MeterFilter {
        @Override
        public Meter.Id map(Meter.Id id) {
            return id.getName().startsWith("jvm.") ? id : id.withName(prefix + id.getName());
        }
    }
}
