package io.synap.bench.broker;

import io.synap.bench.system.MeasurementException;
import io.synap.bench.system.ServerCpu;
import io.synap.bench.system.Usage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Confined to the measuring thread; its workers each own one connection. The one generator for all servers: so many
 * connections that publish a batch, wait for its confirms and publish the next, and so many that take batches. Where
 * both run, what is on the way is bounded, so that the rate of the slower side is measured and not the length of a
 * backlog.
 */
public final class Flow {
    private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(2);
    private static final long BACKLOG_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(50);
    private static final long LATENCY_NANOS_MAX = TimeUnit.MINUTES.toNanos(2);

    /**
     * What to run.
     *
     * @param batch messages that are published together and confirmed together, and taken together
     * @param backlogMax messages published and not yet taken, where there are takers
     */
    public record Plan(int publishers, int takers, int batch, long backlogMax, Duration warmUp, Duration measured) {}

    /**
     * What was measured. A message counts once taken, or once confirmed where nobody takes.
     *
     * @param serverMicros processor time of the server for each message
     * @param generatorMicros processor time of this process for each message
     * @param confirmNanos from the first message of a batch to the last confirm
     * @param published over the whole run, with the warm-up
     * @param taken likewise
     */
    public record Outcome(
            double perSecond,
            double serverMicros,
            double generatorMicros,
            Histogram confirmNanos,
            long published,
            long taken) {}

    private record Mark(long published, long taken, Usage usage) {}

    private final Plan plan;
    private final Connector<Publisher> publishing;
    private final Connector<Taker> taking;
    private final ServerCpu cpu;
    private final List<AutoCloseable> connections = new ArrayList<>();
    private final List<CompletableFuture<Histogram>> publishers = new ArrayList<>();
    private final List<CompletableFuture<Histogram>> takers = new ArrayList<>();
    private final CompletableFuture<Void> failure = new CompletableFuture<>();

    // shared with the workers
    private final AtomicLong published = new AtomicLong();
    private final AtomicLong taken = new AtomicLong();
    private volatile boolean mayPublish = true;
    private volatile boolean mayTake = true;
    private volatile boolean recording;

    public Flow(Plan plan, Connector<Publisher> publishing, Connector<Taker> taking, ServerCpu cpu) {
        this.plan = plan;
        this.publishing = publishing;
        this.taking = taking;
        this.cpu = cpu;
    }

    /** Runs once. Where messages are both published and taken, none is left behind. */
    public Outcome run() throws IOException, InterruptedException {
        try (ExecutorService threads = Executors.newFixedThreadPool(plan.publishers() + plan.takers())) {
            try {
                start(threads);
                pass(plan.warmUp());
                Mark begin = mark();
                recording = true;
                pass(plan.measured());
                Mark end = mark();
                recording = false;
                Histogram confirms = finish();
                return outcome(begin, end, confirms);
            } finally {
                mayPublish = false;
                mayTake = false;
                closeConnections();
            }
        }
    }

    private void start(ExecutorService threads) throws IOException, InterruptedException {
        List<Publisher> publisherConnections = new ArrayList<>();
        List<Taker> takerConnections = new ArrayList<>();
        for (int i = 0; i < plan.publishers(); i++) {
            publisherConnections.add(kept(publishing.connect()));
        }
        for (int i = 0; i < plan.takers(); i++) {
            takerConnections.add(kept(taking.connect()));
        }
        for (Taker taker : takerConnections) {
            takers.add(work(threads, () -> take(taker)));
        }
        for (Publisher publisher : publisherConnections) {
            publishers.add(work(threads, () -> publish(publisher)));
        }
    }

    private <T extends AutoCloseable> T kept(T connection) {
        connections.add(connection);
        return connection;
    }

    private interface Work {
        Histogram run() throws IOException, InterruptedException;
    }

    private CompletableFuture<Histogram> work(ExecutorService threads, Work work) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return work.run();
                    } catch (IOException | InterruptedException | RuntimeException e) {
                        failure.completeExceptionally(e);
                        throw new MeasurementException("a connection failed", e);
                    }
                },
                threads);
    }

    private Histogram publish(Publisher publisher) throws IOException, InterruptedException {
        Histogram confirms = new Histogram(LATENCY_NANOS_MAX, 3);
        boolean bounded = plan.takers() > 0;
        while (mayPublish) {
            if (bounded && published.get() - taken.get() >= plan.backlogMax()) {
                LockSupport.parkNanos(BACKLOG_PAUSE_NANOS);
                continue;
            }
            long start = System.nanoTime();
            publisher.publish(plan.batch());
            if (recording) {
                confirms.recordValue(Math.min(System.nanoTime() - start, LATENCY_NANOS_MAX));
            }
            published.addAndGet(plan.batch());
        }
        return confirms;
    }

    private Histogram take(Taker taker) throws IOException, InterruptedException {
        while (mayTake) {
            taken.addAndGet(taker.take());
        }
        return new Histogram(LATENCY_NANOS_MAX, 3);
    }

    /** Lets so much time pass, or throws what a worker has met before that. */
    private void pass(Duration time) throws IOException, InterruptedException {
        try {
            failure.get(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException nothingFailed) {
            return;
        } catch (ExecutionException e) {
            throw failed(e);
        }
    }

    private static IOException failed(ExecutionException e) throws IOException, InterruptedException {
        switch (e.getCause()) {
            case IOException io -> throw io;
            case InterruptedException interrupted -> throw interrupted;
            case MeasurementException unreal -> throw unreal;
            case null, default -> throw new MeasurementException("the load failed: " + e.getCause(), e);
        }
    }

    /** Publishers end first, then what is on the way is taken. */
    private Histogram finish() throws IOException, InterruptedException {
        mayPublish = false;
        Histogram confirms = joined(publishers);
        if (plan.publishers() > 0 && plan.takers() > 0) {
            drain();
        }
        mayTake = false;
        var _ = joined(takers);
        return confirms;
    }

    private void drain() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + DRAIN_TIMEOUT.toNanos();
        while (taken.get() < published.get()) {
            if (System.nanoTime() - deadline > 0) {
                throw new MeasurementException(
                        "%d messages were confirmed, but only %d came back".formatted(published.get(), taken.get()));
            }
            pass(POLL);
        }
        if (taken.get() > published.get()) {
            throw new MeasurementException(
                    "%d messages were published, but %d came back".formatted(published.get(), taken.get()));
        }
    }

    private static Histogram joined(List<CompletableFuture<Histogram>> workers)
            throws IOException, InterruptedException {
        Histogram all = new Histogram(LATENCY_NANOS_MAX, 3);
        try {
            for (CompletableFuture<Histogram> worker : workers) {
                all.add(worker.get(DRAIN_TIMEOUT.toSeconds(), TimeUnit.SECONDS));
            }
        } catch (ExecutionException e) {
            throw failed(e);
        } catch (TimeoutException e) {
            throw new MeasurementException("a connection was not answered within a minute", e);
        }
        return all;
    }

    private Mark mark() throws IOException {
        return new Mark(published.get(), taken.get(), Usage.now(cpu));
    }

    private Outcome outcome(Mark begin, Mark end, Histogram confirms) {
        long count = plan.takers() > 0 ? end.taken() - begin.taken() : end.published() - begin.published();
        if (count == 0) {
            throw new MeasurementException("nothing came through in the time measured");
        }
        Usage usage = end.usage().since(begin.usage());
        return new Outcome(
                usage.perSecond(count),
                usage.serverMicrosEach(count),
                usage.generatorMicrosEach(count),
                confirms,
                published.get(),
                taken.get());
    }

    private void closeConnections() throws IOException {
        for (AutoCloseable connection : connections) {
            try {
                connection.close();
            } catch (IOException e) {
                throw e;
            } catch (Exception e) {
                throw new IOException("cannot close a connection", e);
            }
        }
    }
}
