package io.synap.server.lifecycle;

import io.synap.server.telemetry.NamedCounters;
import io.synap.server.telemetry.NamedOutcome;
import java.util.Arrays;

/**
 * Counts the operations of one batch on queues, or on rooms, which reach the counters at its end with their
 * share of its time. Confined to one event loop of the RESP edge.
 */
final class NamedTally {
    private final NamedCounters counters;
    private final int[] done;
    private final int[] empty;
    private final int[] failed;
    /** The places that this batch has counted at, each once. */
    private int[] touched = new int[16];

    private int touchedCount;

    NamedTally(NamedCounters counters) {
        this.counters = counters;
        this.done = new int[counters.placeCount()];
        this.empty = new int[counters.placeCount()];
        this.failed = new int[counters.placeCount()];
    }

    /**
     * Counts one operation.
     *
     * @param name what it was about, 0 when that has no name
     * @param exists whether the name is known to stand for something
     */
    void count(int operation, NamedOutcome outcome, long name, int nameLength, boolean exists) {
        int place = name == 0 ? counters.place(operation) : counters.place(name, nameLength, operation, exists);
        if (done[place]++ == 0) {
            if (touchedCount == touched.length) {
                touched = Arrays.copyOf(touched, 2 * touchedCount);
            }
            touched[touchedCount++] = place;
        }
        switch (outcome) {
            case SUCCESS -> {}
            case EMPTY -> empty[place]++;
            case ERROR -> failed[place]++;
        }
    }

    /** Ends a batch of so many commands of all kinds; returns how many of those counted here failed. */
    long batch(int commands, long nanos) {
        long errors = 0;
        for (int i = 0; i < touchedCount; i++) {
            int place = touched[i];
            int all = done[place];
            counters.count(place, NamedOutcome.SUCCESS, all - empty[place] - failed[place]);
            counters.count(place, NamedOutcome.EMPTY, empty[place]);
            counters.count(place, NamedOutcome.ERROR, failed[place]);
            counters.record(place, all, nanos * all / commands);
            errors += failed[place];
            done[place] = 0;
            empty[place] = 0;
            failed[place] = 0;
        }
        touchedCount = 0;
        return errors;
    }
}
