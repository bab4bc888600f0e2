package io.synap.server.notify;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether events of keys are told, and those that are not published yet. Thread-safe. What is offered under a
 * shard's lock keeps the order of that shard.
 */
public final class Notices {
    private static final Logger LOG = LoggerFactory.getLogger(Notices.class);
    /** What may wait to be published, in bytes; beyond, events are dropped and counted. */
    static final long BYTES_MAX = 32L << 20;

    /** Bits of {@link EventClasses}; 0 when nothing is told. */
    private volatile int wanted;

    private volatile BooleanSupplier audience = () -> false;
    private volatile Runnable wake = () -> {};

    private final ConcurrentLinkedQueue<Notice> queue = new ConcurrentLinkedQueue<>();
    private final AtomicLong bytes = new AtomicLong();
    private final LongAdder dropped = new LongAdder();
    /** Whether something was dropped since the queue was last empty. */
    private final AtomicBoolean dropping = new AtomicBoolean();

    /** Tells these from now on. */
    public void tell(EventClasses classes) {
        wanted = classes.effective();
    }

    /**
     * Names who publishes.
     *
     * @param hasAudience whether anybody listens to anything; asked at each event
     * @param waker called, on any thread, when something was offered
     */
    void publishedBy(BooleanSupplier hasAudience, Runnable waker) {
        audience = hasAudience;
        wake = waker;
    }

    /** Bits of {@link EventClasses} as of now, 0 when nobody would hear anything. */
    int wanted() {
        int bits = wanted;
        return bits == 0 || !audience.getAsBoolean() ? 0 : bits;
    }

    /** Events that were dropped because too many waited, since the start. */
    public long dropped() {
        return dropped.sum();
    }

    void offer(Notice notice) {
        int size = notice.size();
        if (bytes.addAndGet(size) > BYTES_MAX) {
            bytes.addAndGet(-size);
            drop();
            return;
        }
        queue.add(notice);
    }

    private void drop() {
        dropped.increment();
        if (dropping.compareAndSet(false, true)) {
            LOG.warn("more keyspace notifications wait than {} MiB hold: some are dropped", BYTES_MAX >> 20);
        }
    }

    /** Lets what was offered be published. */
    public void wake() {
        wake.run();
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** The oldest that is not published; null when there is none. For who publishes. */
    @Nullable
    Notice peek() {
        return queue.peek();
    }

    /** Takes the oldest out, which {@link #peek} has shown. */
    void remove() {
        Notice taken = queue.poll();
        if (taken != null) {
            bytes.addAndGet(-taken.size());
        }
        if (queue.isEmpty()) {
            dropping.set(false);
        }
    }
}
