package io.synap.server.telemetry;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What one event loop has done on queues, by queue, operation and outcome, and how long it took. Counted
 * into by that loop only; read by anyone.
 */
public final class QueueCounters {
    private static final QueueAction[] ACTIONS = QueueAction.values();
    private static final int OUTCOMES = QueueOutcome.values().length;

    private final NameSlots slots;
    private final Cells cells;
    /** Made when first needed: most queues know few operations. */
    private final AtomicReferenceArray<@Nullable Histogram> durations;

    QueueCounters(LabelNames names) {
        this.slots = new NameSlots(names);
        int places = names.slotCount() * ACTIONS.length;
        this.cells = new Cells(places * OUTCOMES);
        this.durations = new AtomicReferenceArray<>(places);
    }

    /** How many places there are, see {@link #place(long, int, QueueAction, boolean)}. */
    public int placeCount() {
        return durations.length();
    }

    /**
     * Where an operation on a queue is counted.
     *
     * @param exists whether the queue is known to be there; names that stand for nothing get no figures
     */
    public int place(long name, int length, QueueAction action, boolean exists) {
        return place(slots.slotOf(name, length, exists), action);
    }

    /** As {@link #place(long, int, QueueAction, boolean)}. */
    public int place(byte[] name, QueueAction action, boolean exists) {
        return place(slots.slotOf(name, exists), action);
    }

    /** Where an operation is counted that is not about one queue. */
    public int place(QueueAction action) {
        return place(LabelNames.OTHER, action);
    }

    // The row is of this process and this build; nothing outlives a change of the order.
    @SuppressWarnings("EnumOrdinal")
    static int place(int slot, QueueAction action) {
        return slot * ACTIONS.length + action.ordinal();
    }

    /** Counts so many operations at once. */
    @SuppressWarnings("EnumOrdinal")
    public void count(int place, QueueOutcome outcome, long operations) {
        cells.addOwned(place * OUTCOMES + outcome.ordinal(), operations);
    }

    /**
     * Records how long operations took.
     *
     * @param operations how many, at least 1
     * @param nanos what all of them took together
     */
    public void record(int place, long operations, long nanos) {
        Histogram histogram = durations.get(place);
        if (histogram == null) {
            histogram = Histogram.ofOperations();
            durations.set(place, histogram);
        }
        histogram.recordOwned(operations, nanos);
    }

    @SuppressWarnings("EnumOrdinal")
    long get(int place, QueueOutcome outcome) {
        return cells.get(place * OUTCOMES + outcome.ordinal());
    }

    void addDurations(int place, Histogram sum) {
        Histogram own = durations.get(place);
        if (own != null) {
            sum.add(own);
        }
    }
}
