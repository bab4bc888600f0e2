package io.synap.bench.row;

import io.synap.bench.load.RedisBenchmark;
import io.synap.bench.report.Better;
import io.synap.bench.report.Figure;
import io.synap.bench.report.RowResult;
import io.synap.bench.server.BenchServer;
import io.synap.bench.server.Persistence;
import io.synap.bench.system.Tools;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Confined to the measuring thread. Throughput and server CPU per operation, driven by redis-benchmark. */
final class ThroughputRow implements Row {
    private static final int WARM_PIPELINE = 32;
    private static final long WARM_COUNT = 2_000_000;

    /** Some operations at one pipeline depth. */
    record Work(String operation, int pipeline, long count) {}

    private final String name;
    private final Persistence persistence;
    private final List<Work> works;

    ThroughputRow(String name, Persistence persistence, List<Work> works) {
        this.name = name;
        this.persistence = persistence;
        this.works = works;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<String> obstacle(Stage stage) {
        return Tools.installed("redis-benchmark") ? Optional.empty() : Optional.of("redis-benchmark is not installed");
    }

    @Override
    public RowResult.Measured measure(Stage stage) throws IOException, InterruptedException {
        RedisBenchmark driver =
                new RedisBenchmark(stage.children(), stage.settings().clients());
        Samples samples = new Samples();
        // Of the longest run: redis-benchmark seeds itself with its start time and process id, so two runs may well
        // draw the same keys.
        Map<BenchServer, Long> sets = new HashMap<>();
        try (Contestants contestants = stage.start(persistence)) {
            for (BenchServer server : contestants.all()) {
                stage.say("warming " + server.name());
                sets.put(server, warm(stage, driver, server));
            }
            for (Work work : works) {
                for (int round = 0; round < stage.settings().rounds(); round++) {
                    for (BenchServer server : contestants.all()) {
                        long done = one(stage, driver, server, work, samples);
                        sets.merge(server, work.operation().equals("SET") ? done : 0L, Math::max);
                    }
                }
            }
            for (BenchServer server : contestants.all()) {
                Reality.requireRandomKeys(server, sets.getOrDefault(server, 0L));
            }
        }
        return new RowResult.Measured(name, figures(samples), List.of());
    }

    private static long warm(Stage stage, RedisBenchmark driver, BenchServer server)
            throws IOException, InterruptedException {
        long count = stage.settings().count(WARM_COUNT);
        driver.run(server.port(), "SET", WARM_PIPELINE, count);
        driver.run(server.port(), "GET", WARM_PIPELINE, count);
        return count;
    }

    private long one(Stage stage, RedisBenchmark driver, BenchServer server, Work work, Samples samples)
            throws IOException, InterruptedException {
        long count = stage.settings().count(work.count());
        OptionalLong served = Reality.commandsServed(server);
        long cpuBefore = server.cpuMicros();
        double rate = driver.run(server.port(), work.operation(), work.pipeline(), count);
        double cpu = (double) (server.cpuMicros() - cpuBefore) / count;
        Reality.requireServed(server, served, count);
        samples.add(server.name(), id(work, "throughput"), rate);
        samples.add(server.name(), id(work, "cpu"), cpu);
        stage.say(String.format(
                Locale.ROOT,
                "%-5s %s pipeline %d: %,.0f/s, %.3f µs CPU",
                server.name(),
                work.operation(),
                work.pipeline(),
                rate,
                cpu));
        return count;
    }

    private List<Figure> figures(Samples samples) {
        List<Figure> figures = new ArrayList<>();
        for (Work work : works) {
            String title = work.operation() + ", pipeline " + work.pipeline() + suffix();
            figures.add(samples.figure(id(work, "throughput"), title, "op/s", Better.HIGHER));
            figures.add(samples.figure(id(work, "cpu"), title, "µs CPU/op", Better.LOWER));
        }
        return figures;
    }

    private String suffix() {
        return persistence == Persistence.NONE ? "" : ", " + persistence.name().toLowerCase(Locale.ROOT);
    }

    private String id(Work work, String what) {
        return name + "." + work.operation().toLowerCase(Locale.ROOT) + ".p" + work.pipeline() + "." + what;
    }
}
