package io.synap.client.work;

import java.time.Duration;

/**
 * How a worker works. Immutable.
 *
 * @param concurrency handlers that run at once
 * @param batchMax items that one handler gets at once
 * @param batchWait how long an incomplete batch waits for more, from its first item on
 * @param ahead items here at most, those being handled included
 * @param grace how long a closing worker waits for its handlers
 * @param beat how often it is told what is still in hand; zero for never
 * @param keepMax after how long of handling that is no longer told
 */
public record WorkOptions(
        int concurrency, int batchMax, Duration batchWait, int ahead, Duration grace, Duration beat, Duration keepMax) {
    public static final int CONCURRENCY_MAX = 10_000;
    public static final int BATCH_MAX = 10_000;

    public WorkOptions {
        within("concurrency", concurrency, CONCURRENCY_MAX);
        within("batchMax", batchMax, BATCH_MAX);
        if (ahead < 1) {
            throw new IllegalArgumentException("ahead must be positive, not " + ahead);
        }
        notNegative("batchWait", batchWait);
        notNegative("grace", grace);
        notNegative("beat", beat);
        notNegative("keepMax", keepMax);
    }

    /** One item at a time, 30 seconds of grace, no beat. */
    public static WorkOptions of(int concurrency) {
        return new WorkOptions(
                concurrency,
                1,
                Duration.ZERO,
                2 * Math.max(concurrency, 1),
                Duration.ofSeconds(30),
                Duration.ZERO,
                Duration.ofHours(1));
    }

    public WorkOptions withBatches(int most, Duration wait) {
        return new WorkOptions(concurrency, most, wait, Math.max(ahead, 2 * most), grace, beat, keepMax);
    }

    public WorkOptions withAhead(int most) {
        return new WorkOptions(concurrency, batchMax, batchWait, most, grace, beat, keepMax);
    }

    public WorkOptions withGrace(Duration most) {
        return new WorkOptions(concurrency, batchMax, batchWait, ahead, most, beat, keepMax);
    }

    public WorkOptions withBeat(Duration every, Duration most) {
        return new WorkOptions(concurrency, batchMax, batchWait, ahead, grace, every, most);
    }

    private static void within(String name, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(name + " must be 1 to " + most + ", not " + value);
        }
    }

    private static void notNegative(String name, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(name + " must not be negative, but is " + value);
        }
    }
}
