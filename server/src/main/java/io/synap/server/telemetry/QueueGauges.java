package io.synap.server.telemetry;

import java.util.List;
import java.util.function.Consumer;

/** What the queues tell a scrape. Called off the event loops; stale by a moment is good enough. */
public interface QueueGauges {
    /** How many priorities there are. */
    int PRIORITIES = 10;

    /**
     * One queue's figures.
     *
     * @param readyByPriority messages that can be received, by priority from 0 on
     * @param delayed messages that wait for their time, or for an older one with their ordering key
     * @param consumers those that have messages in flight
     * @param oldestMillis how long the oldest message that can be received has been there; 0 without one
     */
    record Figures(
            String queue,
            List<Long> readyByPriority,
            long delayed,
            long leased,
            long deadLetters,
            long consumers,
            long oldestMillis) {}

    /** Shows every queue, in a fixed order. */
    void forEach(Consumer<Figures> action);

    /** Bytes that the queues of all shards take, as {@code memory.max} counts them. */
    long usedBytes();
}
