package io.synap.client.queue;

import io.synap.client.wire.Value;
import java.time.Duration;
import java.util.List;

/**
 * What is in a queue, what it has counted, and what it is set to. Immutable.
 *
 * @param depth messages that are to be done: all but the dead letters
 * @param ready those that can be received
 * @param delayed those whose time has not come
 * @param waiting those behind another of their ordering key
 * @param inFlight those that are leased
 * @param bytes that all of them take
 * @param consumers those that have messages in flight
 * @param oldestReadyAge how long the oldest that can be received has been there
 * @param readyByPriority ten numbers, from priority 0 on
 */
public record QueueStats(
        long depth,
        long ready,
        long delayed,
        long waiting,
        long inFlight,
        long deadLetters,
        long bytes,
        int consumers,
        Duration oldestReadyAge,
        List<Long> readyByPriority,
        Counts counts,
        RedriveState redrive,
        QueueSettings settings) {
    public QueueStats {
        readyByPriority = List.copyOf(readyByPriority);
    }

    /**
     * What was counted since the queue was created.
     *
     * @param deduplicated publishes of an id that was still remembered
     * @param delivered hand-outs, repeated ones too
     * @param leasesExpired leases that ended without an answer
     * @param expired messages whose time to live passed
     * @param deadLettersDropped dead letters that were given up: too many, or too old
     */
    public record Counts(
            long published,
            long deduplicated,
            long delivered,
            long acked,
            long nacked,
            long rejected,
            long leasesExpired,
            long expired,
            long deadLettered,
            long redriven,
            long deadLettersDropped,
            long removed,
            long purged) {
        private static Counts of(Value figures) {
            return new Counts(
                    number(figures, "published"),
                    number(figures, "deduplicated"),
                    number(figures, "consumed"),
                    number(figures, "acked"),
                    number(figures, "nacked"),
                    number(figures, "rejected"),
                    number(figures, "leases_expired"),
                    number(figures, "expired"),
                    number(figures, "dead_lettered"),
                    number(figures, "redriven"),
                    number(figures, "dead_letters_dropped"),
                    number(figures, "removed"),
                    number(figures, "purged"));
        }
    }

    static QueueStats of(Value figures) {
        return new QueueStats(
                number(figures, "depth"),
                number(figures, "ready"),
                number(figures, "delayed"),
                number(figures, "waiting"),
                number(figures, "in_flight"),
                number(figures, "dead_letters"),
                number(figures, "bytes"),
                (int) number(figures, "consumers"),
                Duration.ofMillis(number(figures, "oldest_ready_age_ms")),
                figures.get("ready_by_priority").elements().stream()
                        .map(Value::integer)
                        .toList(),
                Counts.of(figures),
                RedriveState.of(figures.get("redrive")),
                QueueSettings.of(figures.get("settings")));
    }

    private static long number(Value figures, String name) {
        return figures.get(name).integer();
    }
}
