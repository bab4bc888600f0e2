package io.synap.client.queue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a worker has in hand, across connections, so that a message is not handled twice here when its connection was
 * lost. Thread-safe.
 *
 * <p>The server hands out again what a lost connection had in hand. A message that is still being handled then keeps
 * its handler, and gets the new delivery's receipt; one that waits is replaced; one whose handler had succeeded, but
 * whose ack came too late, is acknowledged when it comes again. No handler begins between a loss and the moment when
 * the server has said which leases still hold.
 */
final class InHand<T> {
    /** Handled messages whose ack was refused: they may come again, and no older ones are remembered. */
    private static final int HANDLED_MAX = 10_000;

    // Guarded by this.
    private final Map<Long, Held<T>> held = new HashMap<>();
    /** When those were published, by their ids. */
    private final Map<Long, Long> handled = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
            return size() > HANDLED_MAX;
        }
    };

    private boolean doubtful;
    private boolean closed;

    /** What is to be done with a delivery. */
    sealed interface Arrival<T> {
        record New<T>(Held<T> item) implements Arrival<T> {}

        /** Its handler is at it. */
        record AtWork<T>() implements Arrival<T> {}

        /** It was handled before. */
        record Handled<T>() implements Arrival<T> {}
    }

    synchronized Arrival<T> arrived(Delivery<T> delivery, long leaseEndsNanos) {
        long id = delivery.messageId();
        Held<T> known = held.get(id);
        if (known != null && isSame(known.delivery, delivery)) {
            if (known.state != Held.State.WAITING) {
                renew(known, delivery.receipt(), leaseEndsNanos);
                return new Arrival.AtWork<>();
            }
            known.state = Held.State.OVER;
        }
        Long publishedMillis = handled.remove(id);
        if (publishedMillis != null && publishedMillis == delivery.received().publishedMillis) {
            return new Arrival.Handled<>();
        }
        Held<T> item = new Held<>(delivery, leaseEndsNanos);
        held.put(id, item);
        return new Arrival.New<>(item);
    }

    /** A queue that was removed and made anew counts its messages from 1 again. */
    private static boolean isSame(Delivery<?> one, Delivery<?> other) {
        return one.received().publishedMillis == other.received().publishedMillis;
    }

    private static void renew(Held<?> item, String receipt, long leaseEndsNanos) {
        item.receipt = receipt;
        item.leaseEndsNanos = leaseEndsNanos;
        item.lost = false;
    }

    /** Lets a handler begin, once it is known whether the lease still holds; false when it does not. */
    synchronized boolean begin(Held<T> item) throws InterruptedException {
        while (doubtful && !closed && item.state == Held.State.WAITING) {
            wait();
        }
        if (doubtful || item.lost || item.state != Held.State.WAITING) {
            forget(item);
            return false;
        }
        item.state = Held.State.RUNNING;
        return true;
    }

    /** Its handler has succeeded; the receipt by which the server is told. */
    synchronized String done(Held<T> item) {
        item.state = Held.State.DONE;
        return item.receipt;
    }

    /** It leaves the worker's hand for good. */
    synchronized void forget(Held<T> item) {
        item.state = Held.State.OVER;
        var _ = held.remove(item.delivery.messageId(), item);
    }

    synchronized void forgetAll(Collection<Held<T>> items) {
        items.forEach(this::forget);
    }

    /** The ack by that receipt was refused; the receipt of a later delivery by which to try again, if there is one. */
    synchronized Optional<String> refused(Held<T> item, String receipt) {
        if (!item.receipt.equals(receipt)) {
            return Optional.of(item.receipt);
        }
        handled.put(item.delivery.messageId(), item.delivery.received().publishedMillis);
        forget(item);
        return Optional.empty();
    }

    /** The connection is lost, so that leases may be. */
    synchronized void doubt() {
        doubtful = true;
    }

    /** The subscription has ended, and with it all leases; there is nothing more to be asked for. */
    synchronized void allLost() {
        for (Held<T> each : List.copyOf(held.values())) {
            each.lost = true;
            if (each.state == Held.State.WAITING) {
                forget(each);
            }
        }
        trust();
    }

    /** What must be asked for before handlers may begin again. */
    synchronized List<Held<T>> doubtful() {
        return held.values().stream()
                .filter(each -> !each.lost && each.state != Held.State.DONE)
                .toList();
    }

    /** The server has told what became of the leases. */
    synchronized void trust() {
        doubtful = false;
        notifyAll();
    }

    /** The lease of that receipt has ended; whether that is news of something that is being handled. */
    synchronized boolean lost(Held<T> item, String receipt) {
        if (!item.receipt.equals(receipt) || item.lost) {
            return false;
        }
        item.lost = true;
        if (item.state == Held.State.WAITING) {
            forget(item);
        }
        return item.state == Held.State.RUNNING;
    }

    synchronized void extended(Held<T> item, String receipt, long leaseEndsNanos) {
        if (item.receipt.equals(receipt)) {
            item.leaseEndsNanos = leaseEndsNanos;
        }
    }

    /** What waits, and what of these is being handled, if the lease ends before that time and still holds. */
    synchronized List<Held<T>> endingBefore(long nanos, Collection<Held<T>> running) {
        List<Held<T>> ending = new ArrayList<>();
        for (Held<T> each : held.values()) {
            if (each.state == Held.State.WAITING && isEnding(each, nanos)) {
                ending.add(each);
            }
        }
        for (Held<T> each : running) {
            if (each.state == Held.State.RUNNING && isEnding(each, nanos)) {
                ending.add(each);
            }
        }
        return ending;
    }

    private static boolean isEnding(Held<?> item, long nanos) {
        return !item.lost && item.leaseEndsNanos - nanos < 0;
    }

    synchronized String receipt(Held<T> item) {
        return item.receipt;
    }

    synchronized boolean isOver(Held<T> item) {
        return item.state == Held.State.OVER;
    }

    synchronized int size() {
        return held.size();
    }

    /** The worker closes: no handler waits for its turn any more. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
