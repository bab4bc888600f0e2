package io.synap.server.lifecycle;

import io.synap.server.telemetry.QueueAction;
import io.synap.server.telemetry.QueueCounters;
import io.synap.server.telemetry.QueueOutcome;
import java.util.Arrays;

/**
 * Counts the operations on queues of one batch, which reach the counters at its end with their share of
 * its time. Confined to one event loop of the RESP edge.
 */
final class QueueTally {
    private final QueueCounters counters;
    private final int[] done;
    private final int[] empty;
    private final int[] failed;
    /** The places that this batch has counted at, each once. */
    private int[] touched = new int[16];

    private int touchedCount;
    private long name;
    private int nameLength;

    QueueTally(QueueCounters counters) {
        this.counters = counters;
        this.done = new int[counters.placeCount()];
        this.empty = new int[counters.placeCount()];
        this.failed = new int[counters.placeCount()];
    }

    /** Says which queue the next operation is about. */
    void about(long address, int length) {
        name = address;
        nameLength = length;
    }

    void count(QueueAction action, QueueOutcome outcome) {
        int place = name == 0
                ? counters.place(action)
                : counters.place(name, nameLength, action, outcome != QueueOutcome.ERROR);
        name = 0;
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

    /** Ends a batch of so many commands of all kinds; returns how many operations on queues failed. */
    long batch(int commands, long nanos) {
        long errors = 0;
        for (int i = 0; i < touchedCount; i++) {
            int place = touched[i];
            int all = done[place];
            counters.count(place, QueueOutcome.SUCCESS, all - empty[place] - failed[place]);
            counters.count(place, QueueOutcome.EMPTY, empty[place]);
            counters.count(place, QueueOutcome.ERROR, failed[place]);
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
