package io.synap.client.live;

import io.synap.client.error.ClientFault;
import io.synap.client.error.SynapClientException;
import io.synap.client.transport.Feed;
import io.synap.client.transport.Transport;
import io.synap.client.wire.Value;
import io.synap.client.wire.WireEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber's flow, by the rules of Reactive Streams. Thread-safe. Items wait in a queue that the credit given to
 * the server bounds: what the server may still send and what waits here is never more than a buffer's worth. Credit is
 * given again, half a buffer at a time, for what the subscriber has taken; a subscription that is opened again begins
 * with what the queue has room for. The subscriber's methods are called by the executor, one after another.
 */
final class LiveFlow<T> implements Flow.Subscription, Feed.Listener {
    private static final System.Logger LOG = System.getLogger(LiveFlow.class.getName());

    /** An item, and how much credit it took. */
    private record Waiting<T>(T item, int credit) {}

    /** What is to be done next for the subscriber. */
    private sealed interface Step<T> {
        record Give<T>(Flow.Subscriber<? super T> to, Waiting<T> waited) implements Step<T> {}

        record Complete<T>(Flow.Subscriber<? super T> to) implements Step<T> {}

        record Fail<T>(Flow.Subscriber<? super T> to, Throwable reason) implements Step<T> {}
    }

    /** Items given to the subscriber before another task of the executor gets its turn. */
    private static final int TURN_ITEMS = 256;

    private final Executor executor;
    private final ItemReader<T> reader;
    private final int buffer;
    private final Runnable turn = this::run;

    // Guarded by this.
    private final ArrayDeque<Waiting<T>> waiting = new ArrayDeque<>();
    /** Null once it has been told its end, or has cancelled. */
    private Flow.@Nullable Subscriber<? super T> subscriber;

    private @Nullable Feed feed;
    private long demand;
    /** The credit of items that wait or are in the subscriber's hands. */
    private int held;
    /** The credit of the item that the subscriber is being given. */
    private int inHand;
    /** The credit of what the subscriber has taken, which the server does not have yet. */
    private int taken;
    /** Whether the server can be given credit. */
    private boolean open;
    /** Whether a task of the executor is under way, or about to be. */
    private boolean running;

    private boolean begun;
    private boolean cancelled;
    private boolean over;
    /** Why it is over; null when it has simply ended. */
    private @Nullable Throwable reason;

    LiveFlow(Flow.Subscriber<? super T> subscriber, Executor executor, ItemReader<T> reader, int buffer) {
        this.subscriber = subscriber;
        this.executor = executor;
        this.reader = reader;
        this.buffer = buffer;
    }

    /** Opens the subscription on the calling thread, so that what that thread sends next comes behind it. */
    void start(Transport transport, Feed.Request request) {
        try {
            Feed opened = transport.open(request, this);
            synchronized (this) {
                feed = opened;
                running = true;
            }
        } catch (RuntimeException refused) {
            synchronized (this) {
                end(refused);
                running = true;
            }
        }
        submit();
    }

    @Override
    public void request(long count) {
        Feed unwanted = null;
        synchronized (this) {
            if (cancelled) {
                return;
            }
            if (count <= 0) {
                waiting.clear();
                over = true;
                reason = new IllegalArgumentException("request " + count + ": must be positive (rule 3.9)");
                unwanted = feed;
            } else {
                demand = demand + count < 0 ? Long.MAX_VALUE : demand + count;
            }
        }
        close(unwanted);
        wake();
    }

    @Override
    public void cancel() {
        Feed unwanted;
        synchronized (this) {
            cancelled = true;
            waiting.clear();
            unwanted = feed;
            feed = null;
            if (!running) {
                subscriber = null;
            }
        }
        close(unwanted);
    }

    private static void close(@Nullable Feed unwanted) {
        if (unwanted != null) {
            var _ = unwanted.close();
        }
    }

    @Override
    public synchronized int credit(int usual) {
        taken = 0;
        return Math.max(0, usual - held);
    }

    @Override
    public void opened(Value description) {
        Optional<T> item = reader.opened(description);
        synchronized (this) {
            open = true;
            if (item.isPresent() && !cancelled && !over) {
                waiting.add(new Waiting<>(item.get(), 0));
            }
        }
        give(0);
        wake();
    }

    @Override
    public void event(WireEvent event) {
        synchronized (this) {
            if (cancelled || over) {
                return;
            }
        }
        List<T> items = new ArrayList<>(1);
        int credit;
        try {
            reader.items(event, items::add);
            credit = reader.credit(event);
        } catch (RuntimeException unreadable) {
            fail(unreadable);
            return;
        }
        if (items.isEmpty()) {
            give(credit);
            return;
        }
        synchronized (this) {
            if (cancelled || over) {
                return;
            }
            held += credit;
            int each = credit / items.size();
            int rest = credit - each * items.size();
            for (T item : items) {
                waiting.add(new Waiting<>(item, each + rest));
                rest = 0;
            }
        }
        wake();
    }

    private void fail(RuntimeException unreadable) {
        SynapClientException failure = unreadable instanceof SynapClientException known
                ? known
                : SynapClientException.of(
                        ClientFault.CODEC_FAILED, String.valueOf(unreadable.getMessage()), unreadable);
        Feed unwanted;
        synchronized (this) {
            end(failure);
            unwanted = feed;
        }
        close(unwanted);
        wake();
    }

    @Override
    public synchronized void interrupted() {
        open = false;
        if (reader.dropsWhenInterrupted()) {
            drop();
        }
    }

    private synchronized void drop() {
        waiting.clear();
        held = inHand;
    }

    @Override
    public void ended(Optional<SynapClientException> failure) {
        synchronized (this) {
            if (failure.isPresent() && reader.dropsWhenInterrupted()) {
                drop();
            }
            end(failure.orElse(null));
        }
        wake();
    }

    private synchronized void end(@Nullable Throwable failure) {
        if (!over) {
            over = true;
            reason = failure;
        }
    }

    private void wake() {
        synchronized (this) {
            if (running || !begun || cancelled) {
                return;
            }
            running = true;
        }
        submit();
    }

    private void submit() {
        try {
            executor.execute(turn);
        } catch (RejectedExecutionException refused) {
            Feed unwanted;
            synchronized (this) {
                waiting.clear();
                over = true;
                reason = SynapClientException.of(
                        ClientFault.CLIENT_CLOSED, "the executor takes no more tasks, so nothing can be told", refused);
                unwanted = feed;
            }
            close(unwanted);
            // The last that it is told, on a thread that is nobody's.
            var _ = Thread.ofVirtual().name("synap-subscription-end").start(turn);
        }
    }

    private void run() {
        if (!begin()) {
            return;
        }
        for (int i = 0; i < TURN_ITEMS; i++) {
            Step<T> step = next();
            if (step == null || !take(step)) {
                return;
            }
        }
        submit();
    }

    private boolean begin() {
        Flow.Subscriber<? super T> told;
        synchronized (this) {
            if (begun) {
                return true;
            }
            told = subscriber;
        }
        try {
            if (told != null) {
                told.onSubscribe(this);
            }
        } catch (RuntimeException | Error thrown) {
            broken("onSubscribe", thrown);
            return false;
        }
        synchronized (this) {
            begun = true;
        }
        return true;
    }

    /** What is to be done next; null when nothing is, and then no thread runs here. */
    private synchronized @Nullable Step<T> next() {
        Flow.Subscriber<? super T> told = subscriber;
        if (cancelled || told == null) {
            running = false;
            subscriber = null;
            return null;
        }
        Waiting<T> first = waiting.peek();
        if (first != null && demand > 0) {
            waiting.remove();
            demand -= demand == Long.MAX_VALUE ? 0 : 1;
            inHand = first.credit();
            return new Step.Give<>(told, first);
        }
        if (first == null && over) {
            cancelled = true;
            subscriber = null;
            feed = null;
            Throwable failure = reason;
            return failure == null ? new Step.Complete<>(told) : new Step.Fail<>(told, failure);
        }
        running = false;
        return null;
    }

    /** Tells the subscriber; false when it is the last that it is told. */
    private boolean take(Step<T> step) {
        try {
            switch (step) {
                case Step.Give<T>(var to, var waited) -> {
                    to.onNext(waited.item());
                    done();
                    give(waited.credit());
                    return true;
                }
                case Step.Complete<T>(var to) -> to.onComplete();
                case Step.Fail<T>(var to, var failure) -> to.onError(failure);
            }
        } catch (RuntimeException | Error thrown) {
            broken("its subscriber", thrown);
        }
        return false;
    }

    private synchronized void done() {
        held -= inHand;
        inHand = 0;
    }

    /** A subscriber that throws has cancelled its subscription, says rule 2.13. */
    private void broken(String where, Throwable thrown) {
        LOG.log(System.Logger.Level.WARNING, "a subscription ends, since " + where + " threw", thrown);
        cancel();
        synchronized (this) {
            running = false;
            subscriber = null;
        }
        if (thrown instanceof Error error) {
            throw error;
        }
    }

    /** Counts what was taken, and gives the server credit for it once that is half a buffer. */
    private void give(int more) {
        int credit;
        Feed to;
        synchronized (this) {
            taken += more;
            if (!open || taken < Math.max(1, buffer / 2)) {
                return;
            }
            credit = taken;
            taken = 0;
            to = feed;
        }
        if (to != null) {
            to.credit(credit);
        }
    }
}
