package io.synap.server.telemetry;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Gathers the metrics of one scrape and gives them the configured prefix and labels. Confined to the
 * scraping thread. Names are given without the prefix; a family without points is left out.
 */
public final class MetricFamilies {
    /** Takes the values of one family. */
    @FunctionalInterface
    public interface Points<T> {
        /** A value, with label names and label values in turn. */
        void add(T value, String... labels);
    }

    private final MetricSnapshots.Builder snapshots = MetricSnapshots.builder();
    private final String prefix;
    private final Map<String, String> constantLabels;

    MetricFamilies(String prefix, Map<String, String> constantLabels) {
        this.prefix = prefix;
        this.constantLabels = constantLabels;
    }

    /** A figure that only grows while the server runs. The name ends with {@code _total}. */
    public void counter(String name, String help, Consumer<Points<Number>> values) {
        if (!name.endsWith("_total")) {
            throw new IllegalArgumentException(name);
        }
        List<CounterDataPointSnapshot> points = new ArrayList<>();
        values.accept((value, labels) ->
                points.add(new CounterDataPointSnapshot(value.doubleValue(), labels(labels), null, 0L)));
        if (!points.isEmpty()) {
            CounterSnapshot.Builder family =
                    CounterSnapshot.builder().name(prefix + name).help(help);
            points.forEach(family::dataPoint);
            snapshots.metricSnapshot(family.build());
        }
    }

    /** A figure that goes up and down. */
    public void gauge(String name, String help, Consumer<Points<Number>> values) {
        List<GaugeDataPointSnapshot> points = new ArrayList<>();
        values.accept(
                (value, labels) -> points.add(new GaugeDataPointSnapshot(value.doubleValue(), labels(labels), null)));
        if (!points.isEmpty()) {
            GaugeSnapshot.Builder family =
                    GaugeSnapshot.builder().name(prefix + name).help(help);
            points.forEach(family::dataPoint);
            snapshots.metricSnapshot(family.build());
        }
    }

    /** A distribution. One in which nothing was recorded is left out. */
    void histogram(String name, String help, Consumer<Points<Histogram>> values) {
        List<HistogramDataPointSnapshot> points = new ArrayList<>();
        values.accept((value, labels) -> {
            if (value.count() > 0) {
                points.add(HistogramDataPointSnapshot.builder()
                        .labels(labels(labels))
                        .sum(value.sum())
                        .classicHistogramBuckets(ClassicHistogramBuckets.of(value.upperBounds(), value.counts()))
                        .build());
            }
        });
        if (!points.isEmpty()) {
            HistogramSnapshot.Builder family =
                    HistogramSnapshot.builder().name(prefix + name).help(help);
            points.forEach(family::dataPoint);
            snapshots.metricSnapshot(family.build());
        }
    }

    MetricSnapshots build() {
        return snapshots.build();
    }

    /** A metric's own label wins over a configured one of the same name. */
    private Labels labels(String... namesAndValues) {
        Map<String, String> all = new HashMap<>(constantLabels);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            all.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        Labels.Builder labels = Labels.builder();
        all.forEach(labels::label);
        return labels.build();
    }
}
