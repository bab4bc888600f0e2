package io.synap.server.telemetry;

import java.util.ArrayList;
import java.util.List;

/**
 * Share of the processors' time that was used during the last minutes, from samples that scrapes
 * happen to take. Confined to the scraping thread.
 */
final class CpuUsage {
    private static final long KEPT_NANOS = 300_000_000_000L;
    private static final long APART_NANOS = 1_000_000_000L;

    private record Sample(long nanos, long cpuNanos) {}

    private final List<Sample> samples = new ArrayList<>();
    private final int processors;

    /** Begins to count at a moment, with no time used before. */
    CpuUsage(int processors, long startNanos) {
        this.processors = processors;
        samples.add(new Sample(startNanos, 0));
    }

    /** Takes a sample; of several within a second, the last one is kept. */
    void sample(long nanos, long cpuNanos) {
        int size = samples.size();
        if (size > 1 && nanos - samples.get(size - 2).nanos() < APART_NANOS) {
            samples.removeLast();
        }
        samples.add(new Sample(nanos, cpuNanos));
        while (samples.size() > 2 && nanos - samples.getFirst().nanos() > KEPT_NANOS) {
            samples.removeFirst();
        }
    }

    /**
     * Percent of all processors, from the oldest sample within the window to the last one; from the
     * last but one if no other is within it.
     */
    double percent(long windowNanos) {
        Sample last = samples.getLast();
        int from = Math.max(0, samples.size() - 2);
        while (from > 0 && last.nanos() - samples.get(from - 1).nanos() <= windowNanos) {
            from--;
        }
        long elapsed = last.nanos() - samples.get(from).nanos();
        long used = last.cpuNanos() - samples.get(from).cpuNanos();
        return elapsed <= 0 ? 0 : 100.0 * used / elapsed / processors;
    }
}
