package io.synap.server.node;

import io.synap.engine.Family;
import io.synap.protocol.Slots;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.protocol.memory.Memory;
import io.synap.protocol.operation.Bytes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * Who waits for a queue to have something to receive, or for a room to grow: first come, first served.
 * Thread-safe.
 *
 * <p>Use, on an event loop: try; when there is nothing, {@link #add} an attempt and {@link Waiter#tryNow} it
 * once more, because something may have come in between. From then on the attempt runs on that loop each
 * time something became ready, until it succeeds or the waiter is cancelled; the caller keeps the time and
 * cancels when it is over or when the client is gone.
 *
 * <p>What becomes ready in a queue wakes the one that has waited longest; when that one got something, the
 * next is woken, and so on until one finds nothing. What a room gets wakes everybody that waits for it. Who
 * asks without waiting may be faster than a waiter that is just being woken; that one keeps its place. Who may
 * take nothing now, since it has as many messages as it may, lets the next have its turn.
 */
public final class Waiters {
    /** What waiting for a name takes beside the name, about. */
    private static final int NAME_OVERHEAD_BYTES = 256;

    /** What all that wait may take, in bytes: a command can name hundreds of thousands of rooms. */
    static final long BYTES_MAX = 32L * 1024 * 1024;

    /** Knows queues; called without any lock. */
    interface Stock {
        /** Whether a queue has something to receive. */
        boolean hasReady(int shard, byte[] queue);
    }

    private record Name(Family.Kind kind, Bytes bytes, int shard) {}

    private final Stock stock;

    private final ConcurrentHashMap<Name, ArrayDeque<Waiter>> lists = new ConcurrentHashMap<>();
    /** Waiters by shard, so that whoever changes a shard for which nobody waits learns it from one read. */
    private final AtomicIntegerArray counts = new AtomicIntegerArray(Slots.SHARDS);

    private final AtomicLong bytes = new AtomicLong();

    Waiters(Stock stock) {
        this.stock = stock;
    }

    /** How many wait for something in that shard. */
    public int count(int shard) {
        return counts.get(shard);
    }

    /**
     * Begins to wait for one name.
     *
     * @param loop where the attempt runs
     * @param attempt true when it got what it waited for; the waiter is then gone
     * @throws SynapException OVERLOADED when too many wait for too many names
     */
    public Waiter add(Family.Kind kind, long name, int length, Executor loop, BooleanSupplier attempt) {
        return add(kind, List.of(Memory.toArray(name, length)), loop, attempt);
    }

    /** As the other, for any of several names. */
    public Waiter add(Family.Kind kind, List<byte[]> names, Executor loop, BooleanSupplier attempt) {
        long more = names.stream()
                .mapToLong(name -> NAME_OVERHEAD_BYTES + name.length)
                .sum();
        if (bytes.addAndGet(more) > BYTES_MAX) {
            bytes.addAndGet(-more);
            throw new SynapException(ErrorCode.OVERLOADED);
        }
        Waiter waiter = new Waiter(loop, attempt, more);
        for (byte[] bytes : names) {
            Name name = new Name(kind, Bytes.of(bytes), Slots.shardOf(bytes));
            waiter.names.add(name);
            lists.compute(name, (same, list) -> {
                ArrayDeque<Waiter> waiting = list == null ? new ArrayDeque<>() : list;
                waiting.add(waiter);
                return waiting;
            });
            counts.incrementAndGet(name.shard);
        }
        return waiter;
    }

    /** Called by the engine under the shard's lock. */
    void ready(int shard, Family.Kind kind, byte[] name) {
        if (counts.get(shard) > 0) {
            wake(new Name(kind, Bytes.of(name), shard));
        }
    }

    private void wake(Name name) {
        // Within compute, so that nobody is added or removed meanwhile; waking only hands over.
        lists.computeIfPresent(name, (same, list) -> {
            for (Waiter waiter : list) {
                if (waiter.wake() && name.kind == Family.Kind.QUEUE) {
                    break;
                }
            }
            return list;
        });
    }

    /** Wakes the one behind a waiter that left what there is. */
    private void wakeBehind(Waiter waiter, Name name) {
        lists.computeIfPresent(name, (same, list) -> {
            boolean behind = false;
            for (Waiter each : list) {
                if (behind && each.wake()) {
                    break;
                }
                behind |= each == waiter;
            }
            return list;
        });
    }

    private void remove(Waiter waiter) {
        bytes.addAndGet(-waiter.bytes);
        for (Name name : waiter.names) {
            lists.computeIfPresent(name, (same, list) -> {
                if (list.remove(waiter)) {
                    counts.decrementAndGet(name.shard);
                }
                return list.isEmpty() ? null : list;
            });
        }
    }

    /** One that waits. Confined to its event loop, except where said. */
    public final class Waiter {
        private final Executor loop;
        private final BooleanSupplier attempt;
        private final List<Name> names = new ArrayList<>(1);
        private final long bytes;
        /** Whether an attempt is on its way to the loop; guarded by this. */
        private boolean woken;

        private boolean over;

        private Waiter(Executor loop, BooleanSupplier attempt, long bytes) {
            this.loop = loop;
            this.attempt = attempt;
            this.bytes = bytes;
        }

        /** Tries at once; true when it succeeded. */
        public boolean tryNow() {
            if (over) {
                return false;
            }
            if (attempt.getAsBoolean()) {
                end();
                return true;
            }
            return false;
        }

        /**
         * Goes to the end of the line, to be followed by whoever is first there if there is something to receive: for
         * those that got something and wait for more. Also to be called once behind {@link Waiters#add} by those
         * that do not try at once.
         */
        public void requeue() {
            for (Name name : names) {
                lists.computeIfPresent(name, (same, list) -> {
                    if (list.remove(this)) {
                        list.add(this);
                    }
                    return list;
                });
                if (name.kind == Family.Kind.QUEUE && stock.hasReady(name.shard, name.bytes.toArray())) {
                    Waiters.this.wake(name);
                }
            }
        }

        /** Waits no longer; a second time does nothing. */
        public void cancel() {
            if (!over) {
                end();
            }
        }

        private void end() {
            over = true;
            remove(this);
            // There may be more than this one took, or it was woken for what it will not take now.
            for (Name name : names) {
                if (name.kind == Family.Kind.QUEUE && count(name.shard) > 0) {
                    Waiters.this.wake(name);
                }
            }
        }

        /** From any thread: lets the attempt run on the loop; false when it is about to anyway. */
        private boolean wake() {
            synchronized (this) {
                if (woken) {
                    return false;
                }
                woken = true;
            }
            loop.execute(this::run);
            return true;
        }

        private void run() {
            synchronized (this) {
                woken = false;
            }
            if (!tryNow() && !over) {
                passOn();
            }
        }

        private void passOn() {
            for (Name name : names) {
                if (name.kind == Family.Kind.QUEUE && stock.hasReady(name.shard, name.bytes.toArray())) {
                    wakeBehind(this, name);
                }
            }
        }
    }
}
