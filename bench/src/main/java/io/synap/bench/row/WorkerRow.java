package io.synap.bench.row;

import io.synap.bench.broker.Crew;
import io.synap.bench.broker.SynapQueueClient;
import io.synap.bench.client.PipelinedCalls;
import io.synap.bench.client.WorkerRun;
import io.synap.bench.report.Better;
import io.synap.bench.report.RowResult;
import io.synap.bench.server.BenchServer;
import io.synap.bench.server.Persistence;
import io.synap.bench.server.SynapSource;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** Confined to the measuring thread. A worker of the Java client that handles and acks what a queue holds. */
final class WorkerRow implements Row {
    private static final long MESSAGES = 500_000;
    private static final int CONCURRENCY = 4;
    private static final int PREFETCH = 2_000;
    private static final int BATCH = 100;
    private static final int FILL_CONNECTIONS = 4;
    private static final int FILL_BATCH = 512;
    private static final String QUEUE = "bench";

    private final SynapQueueClient filler = new SynapQueueClient();
    private final Samples samples = new Samples();

    @Override
    public String name() {
        return "worker";
    }

    @Override
    public RowResult.Measured measure(Stage stage) throws IOException, InterruptedException {
        long messages = stage.settings().count(MESSAGES);
        try (Contestants contestants =
                stage.start(List.of(stage.ours()), Persistence.EVERYSEC, UnaryOperator.identity())) {
            BenchServer server = contestants.ours();
            filler.create(server.port(), QUEUE);
            stage.say("warming");
            var _ = handled(server, messages);
            for (int round = 0; round < stage.settings().rounds(); round++) {
                keep(stage, handled(server, messages));
            }
        }
        return new RowResult.Measured(
                name(),
                List.of(
                        samples.own("client.worker.throughput", "worker: receive, handle, ack", "msg/s", Better.HIGHER),
                        samples.own("client.worker.client", "worker", "µs client CPU/msg", Better.LOWER),
                        samples.own("client.worker.server", "worker", "µs server CPU/msg", Better.LOWER)),
                List.of(String.format(
                        Locale.ROOT,
                        "%,d messages a round; %d handlers, each given up to %d messages; prefetch %,d",
                        messages,
                        CONCURRENCY,
                        BATCH,
                        PREFETCH)));
    }

    private PipelinedCalls.Outcome handled(BenchServer server, long messages) throws IOException, InterruptedException {
        try (Crew crew = Crew.of(
                FILL_CONNECTIONS,
                0,
                FILL_BATCH,
                () -> filler.publisher(server.port(), QUEUE),
                () -> filler.taker(server.port(), QUEUE, FILL_BATCH))) {
            var _ = crew.publish(messages);
        }
        WorkerRun.Plan plan = new WorkerRun.Plan(server.httpPort(), QUEUE, CONCURRENCY, PREFETCH, BATCH);
        PipelinedCalls.Outcome outcome = new WorkerRun(plan, Math.toIntExact(messages)).run(server::cpuMicros);
        new Entrant.Running(server.name(), server, filler).requireHeld(QUEUE, 0);
        return outcome;
    }

    private void keep(Stage stage, PipelinedCalls.Outcome outcome) {
        samples.add(SynapSource.NAME, "client.worker.throughput", outcome.perSecond());
        samples.add(SynapSource.NAME, "client.worker.client", outcome.clientMicros());
        samples.add(SynapSource.NAME, "client.worker.server", outcome.serverMicros());
        stage.say(String.format(
                Locale.ROOT,
                "%,.0f msg/s, CPU of the client %.2f µs, of the server %.2f µs",
                outcome.perSecond(),
                outcome.clientMicros(),
                outcome.serverMicros()));
    }
}
