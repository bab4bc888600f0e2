package io.synap.bench.row;

import io.synap.bench.broker.Crew;
import io.synap.bench.broker.SynapQueueClient;
import io.synap.bench.report.Better;
import io.synap.bench.report.RowResult;
import io.synap.bench.server.BenchServer;
import io.synap.bench.server.Persistence;
import io.synap.bench.server.SynapSource;
import io.synap.bench.websocket.QueueSubscriber;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** Confined to the measuring thread. A queue's messages over one WebSocket: received in batches and acked. */
final class SocketQueueRow implements Row {
    private static final long MESSAGES = 500_000;
    private static final int BATCH = 100;
    private static final int PREFETCH = 1_000;
    private static final int FILL_CONNECTIONS = 4;
    private static final int FILL_BATCH = 512;
    private static final String QUEUE = "bench";

    private final SynapQueueClient client = new SynapQueueClient();
    private final Samples samples = new Samples();
    private double generatorMicros = Double.MAX_VALUE;

    @Override
    public String name() {
        return "queue";
    }

    @Override
    public RowResult.Measured measure(Stage stage) throws IOException, InterruptedException {
        long messages = stage.settings().count(MESSAGES);
        try (Contestants contestants =
                stage.start(List.of(stage.ours()), Persistence.EVERYSEC, UnaryOperator.identity())) {
            BenchServer server = contestants.ours();
            client.create(server.port(), QUEUE);
            stage.say("warming");
            var _ = taken(server, messages);
            for (int round = 0; round < stage.settings().rounds(); round++) {
                keep(stage, taken(server, messages));
            }
        }
        return new RowResult.Measured(
                name(),
                List.of(
                        samples.own("ws.queue.throughput", "receive, ack", "msg/s", Better.HIGHER),
                        samples.own("ws.queue.cpu", "receive, ack", "µs CPU/msg", Better.LOWER)),
                List.of(String.format(
                        Locale.ROOT,
                        "%,d messages a round, %d in a frame, %,d unacked at most; the generator's CPU: %.2f µs/msg",
                        messages,
                        BATCH,
                        PREFETCH,
                        generatorMicros)));
    }

    private QueueSubscriber.Outcome taken(BenchServer server, long messages) throws IOException, InterruptedException {
        try (Crew crew = Crew.of(
                FILL_CONNECTIONS,
                0,
                FILL_BATCH,
                () -> client.publisher(server.port(), QUEUE),
                () -> client.taker(server.port(), QUEUE, FILL_BATCH))) {
            var _ = crew.publish(messages);
        }
        QueueSubscriber.Plan plan = new QueueSubscriber.Plan(server.httpPort(), "/ws", QUEUE, BATCH, PREFETCH);
        QueueSubscriber.Outcome outcome = new QueueSubscriber(plan).take(messages, server::cpuMicros);
        new Entrant.Running(server.name(), server, client).requireHeld(QUEUE, 0);
        return outcome;
    }

    private void keep(Stage stage, QueueSubscriber.Outcome outcome) {
        samples.add(SynapSource.NAME, "ws.queue.throughput", outcome.perSecond());
        samples.add(SynapSource.NAME, "ws.queue.cpu", outcome.serverMicros());
        generatorMicros = Math.min(generatorMicros, outcome.generatorMicros());
        stage.say(String.format(
                Locale.ROOT,
                "%,.0f msg/s, %.2f µs CPU; generator %.2f µs CPU",
                outcome.perSecond(),
                outcome.serverMicros(),
                outcome.generatorMicros()));
    }
}
