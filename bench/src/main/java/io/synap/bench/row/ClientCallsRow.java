package io.synap.bench.row;

import io.synap.bench.client.KvDriver;
import io.synap.bench.client.LettuceDriver;
import io.synap.bench.client.PipelinedCalls;
import io.synap.bench.report.Better;
import io.synap.bench.report.Figure;
import io.synap.bench.report.RowResult;
import io.synap.bench.server.BenchServer;
import io.synap.bench.server.Persistence;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** Confined to the measuring thread. One connection of each client library to the same server: many calls on their way, and one. */
public final class ClientCallsRow implements Row {
    private static final long CALLS = 2_000_000;
    private static final int KEYS = 100_000;
    private static final int WINDOW = 1_000;
    private static final int SINGLE_CALLS = 20_000;
    private static final String PREFIX = "client.";

    /** A library; ours comes first. */
    public record Side(String name, KvDriver.Opener opener) {}

    private final List<Side> sides;
    private final Samples samples = new Samples();

    ClientCallsRow(List<Side> sides) {
        this.sides = List.copyOf(sides);
    }

    @Override
    public String name() {
        return "kv";
    }

    @Override
    public RowResult.Measured measure(Stage stage) throws IOException, InterruptedException {
        try (Contestants contestants =
                stage.start(List.of(stage.ours()), Persistence.EVERYSEC, UnaryOperator.identity())) {
            BenchServer server = contestants.ours();
            for (Side side : sides) {
                stage.say("warming " + side.name());
                run(stage, side, server, false);
            }
            for (int round = 0; round < stage.settings().rounds(); round++) {
                for (Side side : sides) {
                    run(stage, side, server, true);
                }
            }
        }
        return new RowResult.Measured(
                name(),
                figures(),
                List.of(String.format(
                        Locale.ROOT,
                        "%,d calls a figure, %,d on their way at most, %,d keys, values of 64 bytes; one by one: %,d"
                                + " calls; Lettuce %s",
                        stage.settings().count(CALLS),
                        WINDOW,
                        KEYS,
                        SINGLE_CALLS,
                        LettuceDriver.version())));
    }

    private void run(Stage stage, Side side, BenchServer server, boolean kept)
            throws IOException, InterruptedException {
        try (KvDriver driver = side.opener().open(server.httpPort(), server.port())) {
            long calls = stage.settings().count(CALLS);
            for (boolean writes : new boolean[] {true, false}) {
                PipelinedCalls load = new PipelinedCalls(new PipelinedCalls.Plan(writes, KEYS, WINDOW), driver);
                PipelinedCalls.Outcome outcome = load.run(calls, server::cpuMicros);
                if (kept) {
                    keep(stage, side, writes ? "set" : "get", outcome);
                }
            }
            double single = new PipelinedCalls(new PipelinedCalls.Plan(false, KEYS, 1), driver).oneByOne(SINGLE_CALLS);
            if (kept) {
                samples.add(side.name(), PREFIX + "single.time", single);
                stage.say(String.format(Locale.ROOT, "%-16s one by one %.1f µs", side.name(), single));
            }
        }
    }

    private void keep(Stage stage, Side side, String call, PipelinedCalls.Outcome outcome) {
        samples.add(side.name(), PREFIX + call + ".throughput", outcome.perSecond());
        samples.add(side.name(), PREFIX + call + ".client", outcome.clientMicros());
        samples.add(side.name(), PREFIX + call + ".server", outcome.serverMicros());
        stage.say(String.format(
                Locale.ROOT,
                "%-16s %s %,10.0f/s, CPU of the client %.2f µs, of the server %.2f µs",
                side.name(),
                call,
                outcome.perSecond(),
                outcome.clientMicros(),
                outcome.serverMicros()));
    }

    private List<Figure> figures() {
        List<String> peers = sides.stream().skip(1).map(Side::name).toList();
        List<Figure> figures = new ArrayList<>();
        for (String call : List.of("set", "get")) {
            String title = call.toUpperCase(Locale.ROOT) + ", pipelined";
            figures.addAll(samples.beside(peers, PREFIX + call + ".throughput", title, "ops/s", Better.HIGHER));
            figures.addAll(samples.beside(peers, PREFIX + call + ".client", title, "µs client CPU/op", Better.LOWER));
            figures.addAll(samples.beside(peers, PREFIX + call + ".server", title, "µs server CPU/op", Better.LOWER));
        }
        figures.addAll(samples.beside(peers, PREFIX + "single.time", "GET, one by one", "µs", Better.LOWER));
        return figures;
    }
}
