package io.synap.server.telemetry;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What one event loop has done with the members of a {@link NamedFamily}, by name, operation and outcome, and
 * how long it took. Counted into by that loop only; read by anyone.
 */
public final class NamedCounters {
    private static final int OUTCOMES = NamedOutcome.values().length;

    private final NameSlots slots;
    private final int operationCount;
    private final Cells cells;
    /** Made when first needed: most names know few operations. */
    private final AtomicReferenceArray<@Nullable Histogram> durations;

    NamedCounters(LabelNames names, int operationCount) {
        this.slots = new NameSlots(names);
        this.operationCount = operationCount;
        int places = names.slotCount() * operationCount;
        this.cells = new Cells(places * OUTCOMES);
        this.durations = new AtomicReferenceArray<>(places);
    }

    /** How many places there are, see {@link #place(long, int, int, boolean)}. */
    public int placeCount() {
        return durations.length();
    }

    /**
     * Where an operation on what bears a name is counted.
     *
     * @param operation its number, see {@link NamedFamily#operation(String)}
     * @param exists whether the name is known to stand for something; those that do not get no figures
     */
    public int place(long name, int length, int operation, boolean exists) {
        return slots.slotOf(name, length, exists) * operationCount + operation;
    }

    /** As {@link #place(long, int, int, boolean)}. */
    public int place(byte[] name, int operation, boolean exists) {
        return slots.slotOf(name, exists) * operationCount + operation;
    }

    /** Where an operation is counted that is about no name, or about several. */
    public int place(int operation) {
        return LabelNames.OTHER * operationCount + operation;
    }

    /** Counts so many operations at once. */
    @SuppressWarnings("EnumOrdinal") // The row is of this process and this build; nothing outlives a change.
    public void count(int place, NamedOutcome outcome, long operations) {
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
    long get(int place, NamedOutcome outcome) {
        return cells.get(place * OUTCOMES + outcome.ordinal());
    }

    void addDurations(int place, Histogram sum) {
        Histogram own = durations.get(place);
        if (own != null) {
            sum.add(own);
        }
    }
}
