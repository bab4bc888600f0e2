package io.synap.server.node;

import io.netty.util.collection.LongObjectHashMap;
import io.synap.engine.Outcome;
import io.synap.protocol.memory.Memory;
import io.synap.protocol.operation.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Which live subscription has which messages of a queue in hand, so that it learns at once when one was settled,
 * whoever did that and however. Thread-safe.
 *
 * <p>It is a hint: leases also end by time. The truth is in the queue, where a subscription looks whenever a lease of
 * its own should have ended; so what is missed here is found there.
 */
public final class Deliveries {
    /** A message in hand. */
    public record Delivery(long id, int number) {}

    private record Entry(Holder holder, Delivery delivery) {}

    private final ConcurrentHashMap<Bytes, OfQueue> queues = new ConcurrentHashMap<>();

    Deliveries() {}

    /**
     * Begins to hold messages of a queue.
     *
     * @param loop where {@code freed} runs
     * @param freed called when a message is no longer in hand, if {@link Holder#isFull} had said so
     */
    public Holder open(byte[] queue, Executor loop, Runnable freed) {
        OfQueue[] own = new OfQueue[1];
        queues.compute(Bytes.of(queue), (name, known) -> {
            OfQueue all = known == null ? new OfQueue(name) : known;
            all.holders++;
            own[0] = all;
            return all;
        });
        return new Holder(own[0], loop, freed);
    }

    /** Messages were settled: those items of the outcome that tell of no error. */
    public void settled(long name, int length, Outcome outcome) {
        OfQueue queue = find(name, length);
        if (queue == null) {
            return;
        }
        synchronized (queue) {
            for (int i = 0; i < outcome.count(); i++) {
                if (outcome.itemError(i) == null) {
                    queue.remove(outcome.itemNumber(i));
                }
            }
        }
    }

    /** A queue has nothing in it any more. */
    public void emptied(long name, int length) {
        OfQueue queue = find(name, length);
        if (queue == null) {
            return;
        }
        synchronized (queue) {
            List<Entry> all = new ArrayList<>(queue.entries.values());
            queue.entries.clear();
            all.forEach(entry -> entry.holder.lost(entry.delivery.id));
        }
    }

    private @Nullable OfQueue find(long name, int length) {
        return queues.isEmpty() ? null : queues.get(Bytes.of(Memory.toArray(name, length)));
    }

    /** Those of one queue. Everything in it and in its holders is guarded by it, but for what is said of others. */
    private static final class OfQueue {
        private final Bytes name;
        private final LongObjectHashMap<Entry> entries = new LongObjectHashMap<>();
        /** Guarded by the map's entry. */
        private int holders;

        OfQueue(Bytes name) {
            this.name = name;
        }

        void remove(long id) {
            Entry entry = entries.remove(id);
            if (entry != null) {
                entry.holder.lost(id);
            }
        }
    }

    /** What one subscription has in hand. Thread-safe; opened and closed on its event loop. */
    public final class Holder {
        private final OfQueue queue;
        private final Executor loop;
        private final Runnable freed;
        private final LongObjectHashMap<Delivery> own = new LongObjectHashMap<>();
        private boolean waiting;
        private boolean closed;

        private Holder(OfQueue queue, Executor loop, Runnable freed) {
            this.queue = queue;
            this.loop = loop;
            this.freed = freed;
        }

        /** A message was handed out to it. */
        public void took(long id, int number) {
            Delivery delivery = new Delivery(id, number);
            synchronized (queue) {
                // One that was in hand before: its lease has ended, and it was handed out again.
                queue.remove(id);
                queue.entries.put(id, new Entry(this, delivery));
                own.put(id, delivery);
            }
        }

        /** A delivery has ended by itself. */
        public void ended(Delivery delivery) {
            synchronized (queue) {
                if (delivery.equals(own.get(delivery.id))) {
                    queue.remove(delivery.id);
                }
            }
        }

        /** How many messages it has in hand. */
        public int count() {
            synchronized (queue) {
                return own.size();
            }
        }

        /** Whether it has so many; if so, it is called once it has fewer. */
        public boolean isFull(int most) {
            synchronized (queue) {
                waiting = own.size() >= most;
                return waiting;
            }
        }

        /** What it has in hand, in no order. */
        public List<Delivery> all() {
            synchronized (queue) {
                return new ArrayList<>(own.values());
            }
        }

        /** Holds nothing from here on; what it had in hand. A second time there is nothing. */
        public List<Delivery> close() {
            if (closed) {
                return List.of();
            }
            closed = true;
            List<Delivery> left = all();
            synchronized (queue) {
                waiting = false;
                left.forEach(delivery -> queue.entries.remove(delivery.id));
                own.clear();
            }
            queues.computeIfPresent(queue.name, (name, all) -> --all.holders == 0 ? null : all);
            return left;
        }

        private void lost(long id) {
            own.remove(id);
            if (waiting) {
                waiting = false;
                loop.execute(freed);
            }
        }
    }
}
