package io.synap.bench.row;

import io.synap.bench.broker.Crew;
import io.synap.bench.broker.Flow;
import io.synap.bench.report.Better;
import io.synap.bench.report.Figure;
import io.synap.bench.report.RowResult;
import io.synap.bench.server.Persistence;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.HdrHistogram.Histogram;

/**
 * Confined to the measuring thread. Messages or events as fast as they are confirmed, received or read: throughput,
 * latency of the confirms, server CPU.
 */
final class FlowRow implements Row {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final int FILL_CONNECTIONS = 4;
    private static final int FILL_BATCH = 512;
    /** Connections are warm by then. */
    private static final Duration LEAD = Duration.ofMillis(300);
    /** Of the server, thrown away: a JIT needs some seconds. */
    private static final Duration WARM_UP = Duration.ofSeconds(4);

    /**
     * What a row does.
     *
     * @param group the first part of the ids of its figures
     * @param title of its figures
     * @param item what is counted, as in {@code msg/s}
     * @param preload how many there are before it begins
     */
    record Spec(
            String group,
            String name,
            Persistence persistence,
            String title,
            String item,
            int publishers,
            int takers,
            int batch,
            long preload) {}

    private final Spec spec;
    private final List<Entrant> entrants;
    private final Samples samples = new Samples();
    private final Map<String, Long> held = new HashMap<>();
    private final Map<String, Double> generatorMicros = new HashMap<>();

    FlowRow(Spec spec, List<Entrant> entrants) {
        this.spec = spec;
        this.entrants = entrants;
    }

    @Override
    public String name() {
        return spec.name();
    }

    @Override
    public RowResult.Measured measure(Stage stage) throws IOException, InterruptedException {
        try (Contestants contestants =
                stage.start(Entrant.sources(entrants), spec.persistence(), UnaryOperator.identity())) {
            List<Entrant.Running> running = Entrant.running(entrants, contestants);
            Duration measured = stage.settings().steady();
            for (Entrant.Running one : running) {
                one.client().create(one.server().port(), one.object(spec.name()));
                preload(one);
                stage.say("warming " + one.name());
                var _ = flow(one, WARM_UP);
            }
            for (int round = 0; round < stage.settings().rounds(); round++) {
                for (Entrant.Running one : running) {
                    keep(stage, one, flow(one, measured));
                }
            }
        }
        return new RowResult.Measured(name(), figures(), List.of(generatorNote()));
    }

    private void preload(Entrant.Running one) throws IOException, InterruptedException {
        held.put(one.name(), spec.preload());
        if (spec.preload() > 0) {
            String object = one.object(spec.name());
            int port = one.server().port();
            try (Crew crew = Crew.of(
                    FILL_CONNECTIONS,
                    0,
                    FILL_BATCH,
                    () -> one.client().publisher(port, object),
                    () -> one.client().taker(port, object, FILL_BATCH))) {
                var _ = crew.publish(spec.preload());
            }
            one.requireHeld(object, spec.preload());
        }
    }

    private Flow.Outcome flow(Entrant.Running one, Duration measured) throws IOException, InterruptedException {
        String object = one.object(spec.name());
        int port = one.server().port();
        long backlogMax = 8L * spec.batch() * Math.max(spec.publishers(), spec.takers());
        Flow.Plan plan = new Flow.Plan(spec.publishers(), spec.takers(), spec.batch(), backlogMax, LEAD, measured);
        Flow.Outcome outcome = new Flow(
                        plan,
                        () -> one.client().publisher(port, object),
                        () -> one.client().taker(port, object, spec.batch()),
                        one.server()::cpuMicros)
                .run();
        // what is only read stays
        long removed = spec.publishers() > 0 ? outcome.taken() : 0;
        held.merge(one.name(), outcome.published() - removed, Long::sum);
        one.requireHeld(object, held.getOrDefault(one.name(), 0L));
        return outcome;
    }

    private void keep(Stage stage, Entrant.Running one, Flow.Outcome outcome) {
        samples.add(one.name(), id("throughput"), outcome.perSecond());
        samples.add(one.name(), id("cpu"), outcome.serverMicros());
        generatorMicros.merge(one.name(), outcome.generatorMicros(), Math::min);
        Histogram confirms = outcome.confirmNanos();
        String confirmed = "";
        if (confirms.getTotalCount() > 0) {
            double p99 = confirms.getValueAtPercentile(99) / NANOS_PER_MILLI;
            confirmed = String.format(Locale.ROOT, ", confirm p99 %.2f ms", p99);
            samples.add(one.name(), id("confirm.p50"), confirms.getValueAtPercentile(50) / NANOS_PER_MILLI);
            samples.add(one.name(), id("confirm.p99"), p99);
        }
        stage.say(String.format(
                Locale.ROOT,
                "%-16s %,9.0f %s/s, %.2f µs CPU%s; generator %.2f µs CPU",
                one.name(),
                outcome.perSecond(),
                spec.item(),
                outcome.serverMicros(),
                confirmed,
                outcome.generatorMicros()));
    }

    private List<Figure> figures() {
        List<String> peers = Entrant.peers(entrants);
        String confirm = spec.batch() == 1 ? "confirm" : "confirm of " + spec.batch();
        List<Figure> figures = new ArrayList<>();
        figures.addAll(samples.beside(peers, id("throughput"), spec.title(), spec.item() + "/s", Better.HIGHER));
        figures.addAll(samples.beside(peers, id("cpu"), spec.title(), "µs CPU/" + spec.item(), Better.LOWER));
        if (spec.publishers() > 0) {
            figures.addAll(samples.beside(peers, id("confirm.p50"), confirm + ", p50", "ms", Better.LOWER));
            figures.addAll(samples.beside(peers, id("confirm.p99"), confirm + ", p99", "ms", Better.LOWER));
        }
        return figures;
    }

    private String generatorNote() {
        List<String> parts = new ArrayList<>();
        for (Entrant entrant : entrants) {
            Double micros = generatorMicros.get(entrant.name());
            if (micros != null) {
                parts.add(String.format(Locale.ROOT, "%s %.2f", entrant.name(), micros));
            }
        }
        return "%d publishers and %d takers; µs of the generator's CPU/%s: %s"
                .formatted(spec.publishers(), spec.takers(), spec.item(), String.join(", ", parts));
    }

    private String id(String figure) {
        return spec.group() + '.' + spec.name() + '.' + figure;
    }
}
