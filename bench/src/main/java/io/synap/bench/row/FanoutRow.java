package io.synap.bench.row;

import io.synap.bench.pubsub.Dialect;
import io.synap.bench.pubsub.Fanout;
import io.synap.bench.pubsub.Subject;
import io.synap.bench.report.Better;
import io.synap.bench.report.Figure;
import io.synap.bench.report.RowResult;
import io.synap.bench.server.BenchServer;
import io.synap.bench.server.Persistence;
import io.synap.bench.server.ServerSource;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Confined to the measuring thread. Pub/sub: deliveries per second and server CPU for each. */
public final class FanoutRow implements Row {
    private static final int PIPELINE = 16;
    /** Far below what any of the servers lets a subscriber be behind. */
    private static final long AHEAD_BYTES_MAX = 4L << 20;
    /** Connections are warm by then. */
    private static final Duration LEAD = Duration.ofMillis(300);
    /** Of the server, thrown away: a JIT needs some seconds. */
    private static final Duration WARM_UP = Duration.ofSeconds(4);

    /** A server and how its clients speak; ours comes first. Each has a source of its own. */
    public record Side(String name, ServerSource source, Dialect dialect) {}

    /**
     * What a row does.
     *
     * @param title of its figures
     */
    record Spec(String name, String title, Subject subject, int subscribers) {}

    private final Spec spec;
    private final List<Side> sides;
    private final Samples samples = new Samples();
    private final Map<String, Double> generatorMicros = new HashMap<>();

    FanoutRow(Spec spec, List<Side> sides) {
        this.spec = spec;
        this.sides = List.copyOf(sides);
    }

    @Override
    public String name() {
        return spec.name();
    }

    @Override
    public RowResult.Measured measure(Stage stage) throws IOException, InterruptedException {
        List<ServerSource> sources = sides.stream().map(Side::source).toList();
        try (Contestants contestants = stage.start(sources, Persistence.NONE, UnaryOperator.identity())) {
            List<BenchServer> servers = contestants.all();
            for (int i = 0; i < sides.size(); i++) {
                stage.say("warming " + sides.get(i).name());
                var _ = fanout(sides.get(i), servers.get(i), WARM_UP);
            }
            for (int round = 0; round < stage.settings().rounds(); round++) {
                for (int i = 0; i < sides.size(); i++) {
                    Side side = sides.get(i);
                    keep(
                            stage,
                            side,
                            fanout(side, servers.get(i), stage.settings().steady()));
                }
            }
        }
        return new RowResult.Measured(name(), figures(), List.of(generatorNote()));
    }

    private Fanout.Outcome fanout(Side side, BenchServer server, Duration measured)
            throws IOException, InterruptedException {
        Fanout.Plan plan =
                new Fanout.Plan(spec.subject(), spec.subscribers(), PIPELINE, AHEAD_BYTES_MAX, LEAD, measured);
        return new Fanout(plan, side.dialect(), server.port(), server::cpuMicros).run();
    }

    private void keep(Stage stage, Side side, Fanout.Outcome outcome) {
        samples.add(side.name(), id("throughput"), outcome.perSecond());
        samples.add(side.name(), id("cpu"), outcome.serverMicros());
        generatorMicros.merge(side.name(), outcome.generatorMicros(), Math::min);
        stage.say(String.format(
                Locale.ROOT,
                "%-6s %,10.0f deliveries/s, %.3f µs CPU; generator %.3f µs CPU; %,d deliveries, all compared",
                side.name(),
                outcome.perSecond(),
                outcome.serverMicros(),
                outcome.generatorMicros(),
                outcome.deliveries()));
    }

    private List<Figure> figures() {
        List<String> peers = sides.stream().skip(1).map(Side::name).toList();
        List<Figure> figures = new ArrayList<>();
        figures.addAll(samples.beside(peers, id("throughput"), spec.title(), "deliveries/s", Better.HIGHER));
        figures.addAll(samples.beside(peers, id("cpu"), spec.title(), "µs CPU/delivery", Better.LOWER));
        return figures;
    }

    private String generatorNote() {
        List<String> parts = new ArrayList<>();
        for (Side side : sides) {
            Double micros = generatorMicros.get(side.name());
            if (micros != null) {
                parts.add(String.format(Locale.ROOT, "%s %.3f", side.name(), micros));
            }
        }
        return "1 publisher at pipeline %d; µs of the generator's CPU/delivery: %s"
                .formatted(PIPELINE, String.join(", ", parts));
    }

    private String id(String figure) {
        return "pubsub." + spec.name() + '.' + figure;
    }
}
