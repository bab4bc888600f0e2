package io.synap.bench.client;

import io.synap.bench.system.MeasurementException;
import io.synap.bench.system.ServerCpu;
import io.synap.bench.system.Usage;
import io.synap.client.SynapClient;
import io.synap.client.codec.Codec;
import io.synap.client.queue.Delivery;
import io.synap.client.work.Worker;
import java.io.IOException;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Confined to the measuring thread. One worker that empties a queue; each message has to come to a handler once. */
public final class WorkerRun {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final Duration GATHER = Duration.ofMillis(5);

    /** What to run. */
    public record Plan(int httpPort, String queue, int concurrency, int prefetch, int batch) {}

    private final Plan plan;
    private final int messages;
    private final CountDownLatch left;
    // Guarded by itself.
    private final BitSet seen = new BitSet();

    public WorkerRun(Plan plan, int messages) {
        this.plan = plan;
        this.messages = messages;
        this.left = new CountDownLatch(messages);
    }

    /** Runs once, from the worker's start until its last ack is answered. */
    public PipelinedCalls.Outcome run(ServerCpu cpu) throws IOException, InterruptedException {
        try (SynapClient client = SynapClient.connect("127.0.0.1:" + plan.httpPort())) {
            Usage before = Usage.now(cpu);
            try (Worker worker = client.queues(Codec.bytes())
                    .worker(plan.queue())
                    .concurrency(plan.concurrency())
                    .prefetch(plan.prefetch())
                    .handleBatch(plan.batch(), GATHER, this::handle)) {
                if (!left.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                    throw new MeasurementException("%d of %d messages were not handled: %s"
                            .formatted(left.getCount(), messages, worker.figures()));
                }
            }
            Usage usage = Usage.now(cpu).since(before);
            return new PipelinedCalls.Outcome(
                    usage.perSecond(messages), usage.serverMicrosEach(messages), usage.generatorMicrosEach(messages));
        }
    }

    private void handle(List<Delivery<byte[]>> deliveries) {
        synchronized (seen) {
            for (Delivery<byte[]> each : deliveries) {
                int id = Math.toIntExact(each.messageId());
                if (seen.get(id) || each.payload().length == 0) {
                    throw new IllegalStateException("message " + id + " came twice, or empty");
                }
                seen.set(id);
                left.countDown();
            }
        }
    }
}
