package io.synap.bench.row;

import io.synap.bench.load.RespClient;
import io.synap.bench.report.Better;
import io.synap.bench.report.RowResult;
import io.synap.bench.server.BenchServer;
import io.synap.bench.server.Persistence;
import io.synap.bench.server.SynapSource;
import io.synap.bench.websocket.RoomAudience;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.HdrHistogram.Histogram;

/** Confined to the measuring thread. How long an event takes to a thousand WebSockets that follow its room. */
final class RoomRow implements Row {
    private static final int SUBSCRIBERS = 1_000;
    private static final int EVENTS_PER_SECOND = 100;
    private static final String ROOM = "bench";
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double PERCENTILE_999 = 99.9;
    /** Thrown away: a JIT needs some seconds. */
    private static final Duration WARM_UP = Duration.ofSeconds(5);

    private final Samples samples = new Samples();
    private double generatorMicros = Double.MAX_VALUE;

    @Override
    public String name() {
        return "room-1000";
    }

    @Override
    public RowResult.Measured measure(Stage stage) throws IOException, InterruptedException {
        try (Contestants contestants =
                stage.start(List.of(stage.ours()), Persistence.EVERYSEC, UnaryOperator.identity())) {
            BenchServer server = contestants.ours();
            try (RespClient client = server.connect();
                    RoomAudience audience = new RoomAudience(server.httpPort())) {
                // a room has to be there to be followed
                RoomAudience.Appender appender = data -> client.text("XADD", ROOM, "*", "data", data);
                appender.append("the first");
                audience.connect(SUBSCRIBERS, "/ws/streams/" + ROOM + "?from=next");
                stage.say("warming");
                var _ = audience.measure(EVENTS_PER_SECOND, WARM_UP, appender, server::cpuMicros);
                for (int round = 0; round < stage.settings().rounds(); round++) {
                    Duration measured = stage.settings().steady();
                    keep(stage, audience.measure(EVENTS_PER_SECOND, measured, appender, server::cpuMicros));
                }
            }
        }
        return new RowResult.Measured(
                name(),
                List.of(
                        samples.own(id("p50"), "append to arrival, p50", "ms", Better.LOWER),
                        samples.own(id("p99"), "append to arrival, p99", "ms", Better.LOWER),
                        samples.ownUnguarded(id("p999"), "append to arrival, p99.9", "ms", Better.LOWER),
                        samples.ownUnguarded(id("max"), "append to arrival, longest", "ms", Better.LOWER),
                        samples.own(id("lost"), "lost deliveries", "deliveries", Better.LOWER),
                        samples.own(id("cpu"), "append and deliver", "µs CPU/delivery", Better.LOWER)),
                List.of(String.format(
                        Locale.ROOT,
                        "%,d WebSockets, %d events/s; the generator's CPU: %.2f µs/delivery",
                        SUBSCRIBERS,
                        EVENTS_PER_SECOND,
                        generatorMicros)));
    }

    private void keep(Stage stage, RoomAudience.Outcome outcome) {
        Histogram latency = outcome.latencyNanos();
        own("p50", latency.getValueAtPercentile(50) / NANOS_PER_MILLI);
        own("p99", latency.getValueAtPercentile(99) / NANOS_PER_MILLI);
        own("p999", latency.getValueAtPercentile(PERCENTILE_999) / NANOS_PER_MILLI);
        own("max", latency.getMaxValue() / NANOS_PER_MILLI);
        own("lost", (double) outcome.lost());
        own("cpu", outcome.serverMicros());
        generatorMicros = Math.min(generatorMicros, outcome.generatorMicros());
        stage.say(String.format(
                Locale.ROOT,
                "%,d deliveries, %d lost: p50 %.2f ms, p99 %.2f ms, longest %.2f ms, %.2f µs CPU; generator %.2f µs"
                        + " CPU",
                outcome.deliveries(),
                outcome.lost(),
                latency.getValueAtPercentile(50) / NANOS_PER_MILLI,
                latency.getValueAtPercentile(99) / NANOS_PER_MILLI,
                latency.getMaxValue() / NANOS_PER_MILLI,
                outcome.serverMicros(),
                outcome.generatorMicros()));
    }

    private void own(String figure, double value) {
        samples.add(SynapSource.NAME, id(figure), value);
    }

    private String id(String figure) {
        return "ws." + name() + '.' + figure;
    }
}
