package io.synap.bench.row;

import io.synap.bench.load.ClosedLoop;
import io.synap.bench.load.OpenLoop;
import io.synap.bench.load.Window;
import io.synap.bench.report.Better;
import io.synap.bench.report.Figure;
import io.synap.bench.report.RowResult;
import io.synap.bench.server.BenchServer;
import io.synap.bench.server.Persistence;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Confined to the measuring thread. Latency at a fixed rate of requests, without and with a snapshot. */
final class SnapshotRow implements Row {
    private static final int LOAD_CONNECTIONS = 4;
    private static final int CONNECTIONS = 16;
    private static final double NANOS_PER_MILLI = 1e6;
    /** Fewer samples say little about the slowest thousandth. */
    private static final long SAMPLES_WANTED = 10_000;

    private static final Map<String, Double> PERCENTILES = Map.of("p50", 50.0, "p99", 99.0, "p999", 99.9, "max", 100.0);
    private static final List<String> SHOWN = List.of("p50", "p99", "p999", "max");

    @Override
    public String name() {
        return "snapshot";
    }

    @Override
    public RowResult.Measured measure(Stage stage) throws IOException, InterruptedException {
        Samples samples = new Samples();
        List<String> notes = new ArrayList<>();
        // a rewrite of Redis' log would forbid BGSAVE while it lasts, and be one more fork
        try (Contestants contestants = stage.start(
                stage.sources(),
                Persistence.EVERYSEC,
                options -> options.withRedisOptions("--auto-aof-rewrite-percentage", "0"))) {
            for (BenchServer server : contestants.all()) {
                Reality.requireEmpty(server);
                ClosedLoop.load(server.port(), 0, stage.settings().keys(), LOAD_CONNECTIONS);
                Reality.requireLoaded(server, stage.settings().keys());
                stage.say(server.name() + " loaded");
            }
            for (BenchServer server : contestants.all()) {
                // thrown away: it warms the server, and lets the disk take what loading left to write
                var _ = new OpenLoop(plan(stage, server))
                        .run(Window.of(stage.settings().steady()));
            }
            for (int round = 0; round < stage.settings().rounds(); round++) {
                for (BenchServer server : contestants.all()) {
                    round(stage, server, samples, notes);
                }
            }
            for (BenchServer server : contestants.all()) {
                Reality.requireLoaded(server, stage.settings().keys());
            }
        }
        return new RowResult.Measured(
                name(), figures(stage, samples), notes.stream().distinct().toList());
    }

    private static OpenLoop.Plan plan(Stage stage, BenchServer server) {
        return new OpenLoop.Plan(
                server.port(),
                stage.settings().requestsPerSecond(),
                CONNECTIONS,
                stage.settings().keys());
    }

    private static void round(Stage stage, BenchServer server, Samples samples, List<String> notes) throws IOException {
        OpenLoop.Plan plan = plan(stage, server);
        OpenLoop.Outcome steady =
                new OpenLoop(plan).run(Window.of(stage.settings().steady()));
        SnapshotWindow window = new SnapshotWindow(server);
        window.awaitNextSecond();
        OpenLoop.Outcome during = new OpenLoop(plan).run(window);
        samples.add(server.name(), "snapshot.seconds", window.seconds());
        keep(samples, server, "steady", steady.latencyNanos());
        keep(samples, server, "during", during.latencyNanos());
        for (String percentile : SHOWN) {
            samples.add(
                    server.name(),
                    "snapshot.stretch." + percentile,
                    millis(during.latencyNanos(), percentile) / millis(steady.latencyNanos(), percentile));
        }
        judgeGenerator(server, steady, notes);
        judgeGenerator(server, during, notes);
        stage.say(String.format(
                Locale.ROOT,
                "%-5s p99.9 %.2f ms steady, %.2f ms during a snapshot of %.1f s; generator %.2f cores",
                server.name(),
                millis(steady.latencyNanos(), "p999"),
                millis(during.latencyNanos(), "p999"),
                window.seconds(),
                during.generatorCores()));
    }

    private static void keep(Samples samples, BenchServer server, String phase, Histogram latency) {
        for (String percentile : SHOWN) {
            samples.add(server.name(), "snapshot." + phase + "." + percentile, millis(latency, percentile));
        }
    }

    private static double millis(Histogram latency, String percentile) {
        return latency.getValueAtPercentile(PERCENTILES.getOrDefault(percentile, 100.0)) / NANOS_PER_MILLI;
    }

    private static void judgeGenerator(BenchServer server, OpenLoop.Outcome outcome, List<String> notes) {
        long samples = outcome.latencyNanos().getTotalCount();
        if (samples < SAMPLES_WANTED) {
            notes.add("%s: a window held only %d requests".formatted(server.name(), samples));
        }
        if (millis(outcome.latenessNanos(), "p999") > millis(outcome.latencyNanos(), "p999") / 2) {
            notes.add(server.name() + ": the generator's own delays are over half of a p99.9");
        }
    }

    private static List<Figure> figures(Stage stage, Samples samples) {
        List<Figure> figures = new ArrayList<>();
        String rate = String.format(Locale.ROOT, "%,.0f/s", stage.settings().requestsPerSecond());
        for (String percentile : SHOWN) {
            String shown = percentile.equals("p999") ? "p99.9" : percentile;
            add(figures, samples, "snapshot.steady." + percentile, rate + " steady, " + shown, "ms");
            add(figures, samples, "snapshot.during." + percentile, rate + " in snapshot, " + shown, "ms");
            add(figures, samples, "snapshot.stretch." + percentile, "in snapshot / steady, " + shown, "×");
        }
        figures.add(samples.unguarded("snapshot.seconds", "snapshot taken in", "s", Better.LOWER));
        return figures;
    }

    private static void add(List<Figure> figures, Samples samples, String id, String title, String unit) {
        boolean steadyEnough = id.endsWith("p50");
        figures.add(
                steadyEnough
                        ? samples.figure(id, title, unit, Better.LOWER)
                        : samples.unguarded(id, title, unit, Better.LOWER));
    }
}
