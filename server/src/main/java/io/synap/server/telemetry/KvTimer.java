package io.synap.server.telemetry;

import java.util.EnumMap;
import java.util.Map;

/**
 * How long key-value operations took on one event loop. Recorded by that loop only; read by anyone.
 *
 * <p>Two readings of the clock cost a good part of a GET, so RESP does not time operations but the
 * batch of them that one read of the socket brought, per command: the histogram then shows each of
 * them with the batch's mean. The sum is exact, and so is the count.
 */
public final class KvTimer {
    private final Map<KvCommand, Histogram> histograms = new EnumMap<>(KvCommand.class);

    KvTimer() {
        for (KvCommand command : KvCommand.values()) {
            histograms.put(command, Histogram.ofOperations());
        }
    }

    /**
     * Records a batch.
     *
     * @param operations how many, at least 1
     * @param nanos what all of them took together
     */
    public void record(KvCommand command, long operations, long nanos) {
        of(command).recordOwned(operations, nanos);
    }

    Histogram of(KvCommand command) {
        Histogram histogram = histograms.get(command);
        if (histogram == null) {
            throw new IllegalStateException();
        }
        return histogram;
    }
}
