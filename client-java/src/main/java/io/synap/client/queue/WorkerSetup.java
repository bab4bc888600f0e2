package io.synap.client.queue;

import io.synap.client.codec.Codec;
import io.synap.client.work.Handler;
import io.synap.client.work.PermanentFailureException;
import io.synap.client.work.Work;
import io.synap.client.work.WorkOptions;
import io.synap.client.work.Worker;
import io.synap.client.work.WorkerListener;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * How a worker handles a queue's messages. Mutable until it is started; not thread-safe.
 *
 * {@snippet :
 * try (Worker worker = client.queues().worker("mail").concurrency(8).handle(delivery -> {
 *     System.out.println("send to " + delivery.payload());
 * })) {
 *     System.out.println("handled so far: " + worker.figures().handled());
 * }
 * }
 *
 * <p>A message whose handler returns is acknowledged, many together when there is much to do. One whose handler throws
 * is given back, with the queue's backoff and the error, and becomes a dead letter after the queue's {@code
 * max_deliveries}; one whose handler throws {@link PermanentFailureException}, or that the codec cannot read, becomes a
 * dead letter at once. Leases are extended while a message is here. Messages of one ordering key are handled in their
 * order, one at a time.
 *
 * <p>When the connection is lost the worker goes on with what it has and begins nothing new until it is connected
 * again; a message whose handler still runs, or has succeeded, is not handled here a second time when the server hands
 * it out again. Other consumers may have got it meanwhile: delivery is at least once.
 */
public final class WorkerSetup<T> {
    private static final int CONCURRENCY_MAX = 10_000;
    private static final int AHEAD_MIN = 32;
    private static final int AHEAD_PER_HANDLER = 4;
    private static final int BEATS_PER_LEASE = 4;
    private static final int BATCHES_AHEAD = 2;

    private final WorkerPorts ports;
    private final String queue;
    private final Codec<T> codec;
    private int concurrency = 1;
    /** 0 for what the concurrency suggests. */
    private int prefetch;

    private Duration lease = Duration.ofSeconds(30);
    private Duration leaseMax = Duration.ofHours(1);
    private Duration grace = Duration.ofSeconds(30);
    private String consumer = "";
    private Nack retry = Nack.withBackoff();
    private Predicate<Throwable> hopeless = reason -> false;
    private WorkerListener listener = WorkerListener.logging();

    private WorkerSetup(WorkerPorts ports, String queue, Codec<T> codec) {
        this.ports = ports;
        this.queue = queue;
        this.codec = codec;
    }

    static <T> WorkerSetup<T> of(WorkerPorts ports, String queue, Codec<T> codec) {
        return new WorkerSetup<>(ports, queue, codec);
    }

    /** Handlers that run at once, each on a thread of the client's executor; 1 unless said. */
    public WorkerSetup<T> concurrency(int handlers) {
        concurrency = Checks.within("concurrency", handlers, 1, CONCURRENCY_MAX);
        return this;
    }

    /**
     * Messages that are leased to this worker at most, those being handled included, up to 10,000. Unless it is said
     * four for each handler, at least 32. Few leave more to others when handlers are slow; many are faster when they
     * are quick.
     */
    public WorkerSetup<T> prefetch(int messages) {
        prefetch = Checks.within("prefetch", messages, 1, ConsumeOptions.PREFETCH_MAX);
        return this;
    }

    /**
     * How long a message is leased, and by how much the lease is extended again and again while it is here; 30 seconds
     * unless said. So long after this process dies others get its messages, if the server does not see the connection
     * end before.
     */
    public WorkerSetup<T> lease(Duration value) {
        lease = Duration.ofMillis(Checks.positive("lease", value));
        return this;
    }

    /** After so long in a handler a message's lease is extended no more; 1 hour unless said. */
    public WorkerSetup<T> leaseMax(Duration value) {
        var _ = Checks.positive("leaseMax", value);
        leaseMax = value;
        return this;
    }

    /** How long {@link Worker#close} waits for handlers; 30 seconds unless said. */
    public WorkerSetup<T> grace(Duration most) {
        var _ = Checks.notNegative("grace", most);
        grace = most;
        return this;
    }

    /** By which name the queue knows who has the messages in flight. */
    public WorkerSetup<T> consumer(String name) {
        consumer = Checks.name("consumer", name);
        return this;
    }

    /** How a message whose handler failed is given back; with the queue's backoff unless said. */
    public WorkerSetup<T> retry(Nack how) {
        retry = Objects.requireNonNull(how, "how");
        return this;
    }

    /** Which failures make a message a dead letter at once, besides {@link PermanentFailureException}. */
    public WorkerSetup<T> rejectIf(Predicate<Throwable> failure) {
        hopeless = Objects.requireNonNull(failure, "failure");
        return this;
    }

    /** Told what goes wrong; the log is unless said. */
    public WorkerSetup<T> listener(WorkerListener other) {
        listener = Objects.requireNonNull(other, "other");
        return this;
    }

    /** Starts a worker whose handler may wait. */
    public Worker handle(Handler.OfOne<Delivery<T>> handler) {
        Objects.requireNonNull(handler, "handler");
        return start(Handler.ofOne(handler), 1, Duration.ZERO);
    }

    /** Starts a worker whose handler begins something, which is done when its stage is complete. */
    public Worker handleAsync(Handler.Begun<Delivery<T>> handler) {
        Objects.requireNonNull(handler, "handler");
        return start(Handler.begun(handler), 1, Duration.ZERO);
    }

    /**
     * Starts a worker whose handler gets several messages at once. They are all given back when it throws, unless it is a
     * {@link BatchFailureException}, which says for which.
     *
     * @param max messages at once
     * @param wait how long fewer wait for more
     */
    public Worker handleBatch(int max, Duration wait, Handler.OfMany<Delivery<T>> handler) {
        Objects.requireNonNull(handler, "handler");
        Checks.within("max", max, 1, ConsumeOptions.PREFETCH_MAX);
        var _ = Checks.notNegative("wait", wait);
        if (prefetch > 0 && prefetch < max) {
            throw new IllegalArgumentException("a prefetch of " + prefetch + " never gives batches of " + max);
        }
        return start(Handler.ofMany(handler), max, wait);
    }

    private Worker start(Handler<Delivery<T>> handler, int batchMax, Duration batchWait) {
        int ahead = prefetch > 0 ? prefetch : suggestedAhead(batchMax);
        ConsumeOptions wanted = ConsumeOptions.none().prefetch(ahead).lease(lease);
        InHand<T> inHand = new InHand<>();
        LeaseKeeper<T> leases = new LeaseKeeper<>(
                ports, queue, inHand, new LeaseKeeper.Policy(lease.toMillis(), retry, hopeless, listener));
        WorkOptions options = WorkOptions.of(concurrency)
                .withBatches(batchMax, batchWait)
                .withAhead(ahead)
                .withGrace(grace)
                .withBeat(lease.dividedBy(BEATS_PER_LEASE), leaseMax);
        Worker work = Work.start(
                new DeliverySource<>(
                        ports, queue, codec, consumer.isEmpty() ? wanted : wanted.consumer(consumer), inHand, leases),
                new HandOver<>(handler, inHand, leases),
                leases,
                options,
                ports.executor(),
                listener);
        return new QueueWorker(work, inHand);
    }

    private int suggestedAhead(int batchMax) {
        long handlers = (long) AHEAD_PER_HANDLER * concurrency;
        long batches = (long) BATCHES_AHEAD * batchMax * concurrency;
        return (int) Math.min(
                ConsumeOptions.PREFETCH_MAX,
                Math.max(AHEAD_MIN, batchMax == 1 ? handlers : Math.max(batches, batchMax)));
    }
}
