package io.synap.engine.queue;

import io.synap.engine.Family;
import io.synap.engine.Outcome;
import io.synap.engine.ValueSink;
import io.synap.engine.index.NameTable;
import io.synap.engine.memory.LargeValue;
import io.synap.engine.memory.LargeValues;
import org.jspecify.annotations.Nullable;

/** The queues of a shard. Confined to the shard's lock, except {@link #usedBytes} and {@link #count}. */
public final class QueueSpace implements Family {
    private final LargeValues largePayloads;
    private final NameTable<Queue> queues;

    public QueueSpace(Parts parts) {
        largePayloads = new LargeValues(parts.pool());
        queues = new NameTable<>(parts.hashSeed());
    }

    /** A queue by name, null if there is none. */
    public @Nullable Queue find(long name, int length) {
        return queues.find(name, length);
    }

    /** All queues, in the unsigned order of names. */
    public Iterable<Queue> all() {
        return queues.all();
    }

    /** The queues behind a name, in the unsigned order of names; null for all. */
    public Iterable<Queue> after(byte @Nullable [] name) {
        return queues.after(name);
    }

    /** How many queues there are. From any thread. */
    public int count() {
        return 0;
    }

    /** Holds on to a large payload beyond the lock. */
    public LargeValue retainLarge(long message) {
        if (!Message.isLarge(message)) {
            throw new IllegalArgumentException("the message's payload is not large");
        }
        return new LargeValue(largePayloads, Message.pieces(message));
    }

    @Override
    public void execute(long operation, long sequence, long now, Outcome outcome, ValueSink sink) {
        throw new IllegalStateException("not there yet");
    }

    @Override
    public long nextDeadline() {
        return Long.MAX_VALUE;
    }

    @Override
    public long advance(long most, long sequence, long now) {
        return 0;
    }

    @Override
    public void restore(long item, int length) {}

    @Override
    public void restoreEnd() {}

    @Override
    public long usedBytes() {
        return 0;
    }

    @Override
    public boolean tidy() {
        return false;
    }

    @Override
    public long digest() {
        return 0;
    }

    @Override
    public void reset() {}
}
