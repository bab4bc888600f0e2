package io.synap.bench.pubsub;

import io.synap.bench.system.MeasurementException;
import io.synap.bench.system.ServerCpu;
import io.synap.bench.system.Usage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Confined to the measuring thread. One publisher on its own connection and thread, some subscribers on theirs, as fast
 * as the server goes. Every delivery is compared and counted; one that is missing, doubled or different fails the run.
 */
public final class Fanout {
    private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(2);

    /**
     * What to run.
     *
     * @param subscribers connections; each makes all subscriptions of the subject
     * @param pipeline messages that are sent together and answered together
     * @param aheadBytesMax what may be on the way to the slowest subscriber; servers close one that is far behind
     */
    public record Plan(
            Subject subject, int subscribers, int pipeline, long aheadBytesMax, Duration warmUp, Duration measured) {}

    /**
     * What was measured.
     *
     * @param perSecond deliveries
     * @param serverMicros processor time of the server for each delivery
     * @param generatorMicros processor time of this process for each delivery
     * @param deliveries over the whole run, with the warm-up
     */
    public record Outcome(double perSecond, double serverMicros, double generatorMicros, long deliveries) {}

    private interface Work {
        void run() throws IOException;
    }

    private final Plan plan;
    private final Dialect dialect;
    private final int port;
    private final ServerCpu cpu;
    private final CompletableFuture<Void> failure = new CompletableFuture<>();

    public Fanout(Plan plan, Dialect dialect, int port, ServerCpu cpu) {
        this.plan = plan;
        this.dialect = dialect;
        this.port = port;
        this.cpu = cpu;
    }

    /** Runs once. */
    public Outcome run() throws IOException, InterruptedException {
        Wire wire = new Wire(dialect, plan.subject(), plan.pipeline(), plan.subscribers());
        try (ExecutorService threads = Executors.newFixedThreadPool(2);
                Receivers receivers = new Receivers(wire)) {
            for (int i = 0; i < plan.subscribers(); i++) {
                receivers.add(port);
            }
            try (Sender sender = new Sender(port, wire, plan.aheadBytesMax() / wire.pushBytes())) {
                CompletableFuture<Void> receiving = work(threads, receivers::run);
                CompletableFuture<Void> sending = work(threads, () -> sender.run(receivers::slowest));
                return measured(sender, sending, receivers, receiving);
            }
        }
    }

    private Outcome measured(
            Sender sender, CompletableFuture<Void> sending, Receivers receivers, CompletableFuture<Void> receiving)
            throws IOException, InterruptedException {
        pass(plan.warmUp());
        long receivedBefore = receivers.received();
        Usage before = Usage.now(cpu);
        pass(plan.measured());
        long received = receivers.received() - receivedBefore;
        Usage usage = Usage.now(cpu).since(before);
        sender.stop();
        join(sending);
        drain(sender, receivers);
        receivers.end();
        join(receiving);
        requireExact(sender, receivers);
        if (received == 0) {
            throw new MeasurementException("nothing was delivered while it was measured");
        }
        return new Outcome(
                usage.perSecond(received),
                usage.serverMicrosEach(received),
                usage.generatorMicrosEach(received),
                receivers.received());
    }

    private CompletableFuture<Void> work(ExecutorService threads, Work work) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        work.run();
                    } catch (IOException | RuntimeException e) {
                        failure.completeExceptionally(e);
                        throw new MeasurementException("a connection failed", e);
                    }
                },
                threads);
    }

    /** Lets so much time pass, or throws what a thread has met before that. */
    private void pass(Duration time) throws IOException, InterruptedException {
        try {
            failure.get(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException nothingFailed) {
            return;
        } catch (ExecutionException e) {
            throw failed(e);
        }
    }

    private static IOException failed(ExecutionException e) throws IOException {
        switch (e.getCause()) {
            case IOException io -> throw io;
            case UncheckedIOException io -> throw io.getCause();
            case MeasurementException unreal -> throw unreal;
            case null, default -> throw new MeasurementException("the load failed: " + e.getCause(), e);
        }
    }

    private void join(CompletableFuture<Void> work) throws IOException, InterruptedException {
        try {
            CompletableFuture.anyOf(work, failure).get(DRAIN_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new MeasurementException("the server did not answer within " + DRAIN_TIMEOUT.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw failed(e);
        }
    }

    private void drain(Sender sender, Receivers receivers) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + DRAIN_TIMEOUT.toNanos();
        while (receivers.slowest() < sender.sent() && System.nanoTime() - deadline < 0) {
            pass(POLL);
        }
        requireExact(sender, receivers);
    }

    private void requireExact(Sender sender, Receivers receivers) {
        long expected = sender.sent() * plan.subscribers();
        if (receivers.received() != expected) {
            throw new MeasurementException(
                    "%d deliveries were due, but %d came".formatted(expected, receivers.received()));
        }
    }
}
