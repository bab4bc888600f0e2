package io.synap.client.queue;

import io.synap.client.wire.Arguments;
import io.synap.client.wire.Value;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a queue is set to, or shall be: what is not said stays as it is, or is the server's default. Immutable: each
 * method with an argument gives another; those without tell what is said.
 */
public final class QueueSettings {
    private static final QueueSettings NONE = new QueueSettings(Map.of(), Optional.empty(), Optional.empty());

    private static final String MAX_DEPTH = "max_depth";
    private static final String MAX_BYTES = "max_bytes";
    private static final String OVERFLOW = "overflow";
    private static final String LEASE = "lease_ms";
    private static final String MAX_DELIVERIES = "max_deliveries";
    private static final String DEFAULT_PRIORITY = "default_priority";
    private static final String PREFETCH = "prefetch";
    private static final String MESSAGE_TTL = "message_ttl_ms";
    private static final String DEDUP_WINDOW = "dedup_window_ms";
    private static final String BACKOFF_MIN = "backoff_min_ms";
    private static final String BACKOFF_MAX = "backoff_max_ms";
    private static final String FAIRNESS_EVERY = "fairness_every";
    private static final String DEAD_LETTERS_MAX = "dead_letters_max";
    private static final String DEAD_LETTER_RETENTION = "dead_letter_retention_ms";
    private static final String PAUSED = "paused";

    private final Map<String, Long> numbers;
    private final Optional<Overflow> overflow;
    private final Optional<Boolean> paused;

    private QueueSettings(Map<String, Long> numbers, Optional<Overflow> overflow, Optional<Boolean> paused) {
        this.numbers = numbers;
        this.overflow = overflow;
        this.paused = paused;
    }

    /** Nothing is said. */
    public static QueueSettings none() {
        return NONE;
    }

    /** The most messages, dead letters not counted; 0 for no bound. */
    public QueueSettings maxDepth(long messages) {
        return with(MAX_DEPTH, Checks.notNegative("maxDepth", messages));
    }

    public OptionalLong maxDepth() {
        return number(MAX_DEPTH);
    }

    /** The most bytes that messages take, dead letters not counted; 0 for no bound. */
    public QueueSettings maxBytes(long bytes) {
        return with(MAX_BYTES, Checks.notNegative("maxBytes", bytes));
    }

    public OptionalLong maxBytes() {
        return number(MAX_BYTES);
    }

    /** What happens beyond one of these bounds; {@link Overflow#REJECT} at first. */
    public QueueSettings overflow(Overflow value) {
        return new QueueSettings(numbers, Optional.of(value), paused);
    }

    public Optional<Overflow> overflow() {
        return overflow;
    }

    /** How long a delivery may take; 30 seconds at first. */
    public QueueSettings lease(Duration value) {
        return with(LEASE, Checks.positive("lease", value));
    }

    public Optional<Duration> lease() {
        return time(LEASE);
    }

    /** So many deliveries in vain make a message a dead letter; 4 at first. */
    public QueueSettings maxDeliveries(int value) {
        return with(MAX_DELIVERIES, Checks.within("maxDeliveries", value, 1, 0xffff));
    }

    public OptionalInt maxDeliveries() {
        return small(MAX_DELIVERIES);
    }

    /** Of messages that say none, from 0 to 9; 4 at first. */
    public QueueSettings defaultPriority(int value) {
        return with(DEFAULT_PRIORITY, Checks.within("defaultPriority", value, 0, 9));
    }

    public OptionalInt defaultPriority() {
        return small(DEFAULT_PRIORITY);
    }

    /** The most messages that one consumer has in flight; 0, as at first, for no bound. */
    public QueueSettings prefetch(int messages) {
        return with(PREFETCH, Checks.notNegative("prefetch", messages));
    }

    public OptionalInt prefetch() {
        return small(PREFETCH);
    }

    /** How long a message may wait if it does not say so itself; zero, as at first, for ever. */
    public QueueSettings messageTtl(Duration value) {
        return with(MESSAGE_TTL, Checks.notNegative("messageTtl", value));
    }

    public Optional<Duration> messageTtl() {
        return time(MESSAGE_TTL);
    }

    /** How long a deduplication id is remembered; 5 minutes at first, zero for not at all. */
    public QueueSettings dedupWindow(Duration value) {
        return with(DEDUP_WINDOW, Checks.notNegative("dedupWindow", value));
    }

    public Optional<Duration> dedupWindow() {
        return time(DEDUP_WINDOW);
    }

    /** The delay after the first delivery in vain, which doubles with each, and the longest; 1 s and 60 s at first. */
    public QueueSettings backoff(Duration least, Duration most) {
        return with(BACKOFF_MIN, Checks.notNegative("least", least))
                .with(BACKOFF_MAX, Checks.notNegative("most", most));
    }

    public Optional<Duration> backoffMin() {
        return time(BACKOFF_MIN);
    }

    public Optional<Duration> backoffMax() {
        return time(BACKOFF_MAX);
    }

    /** Every so manieth hand-out takes the oldest of the lowest priority; 32 at first, 0 for never. */
    public QueueSettings fairnessEvery(int handOuts) {
        return with(FAIRNESS_EVERY, Checks.notNegative("fairnessEvery", handOuts));
    }

    public OptionalInt fairnessEvery() {
        return small(FAIRNESS_EVERY);
    }

    /** The most dead letters that are kept, the oldest go; 100,000 at first, 0 keeps none. */
    public QueueSettings deadLettersMax(int letters) {
        return with(DEAD_LETTERS_MAX, Checks.notNegative("deadLettersMax", letters));
    }

    public OptionalInt deadLettersMax() {
        return small(DEAD_LETTERS_MAX);
    }

    /** How long dead letters are kept; zero, as at first, for ever. */
    public QueueSettings deadLetterRetention(Duration value) {
        return with(DEAD_LETTER_RETENTION, Checks.notNegative("deadLetterRetention", value));
    }

    public Optional<Duration> deadLetterRetention() {
        return time(DEAD_LETTER_RETENTION);
    }

    /** Whether nothing is handed out. */
    public QueueSettings paused(boolean value) {
        return new QueueSettings(numbers, overflow, Optional.of(value));
    }

    public Optional<Boolean> paused() {
        return paused;
    }

    private QueueSettings with(String name, long value) {
        Map<String, Long> more = new LinkedHashMap<>(numbers);
        more.put(name, value);
        return new QueueSettings(more, overflow, paused);
    }

    private OptionalLong number(String name) {
        Long value = numbers.get(name);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    private OptionalInt small(String name) {
        Long value = numbers.get(name);
        return value == null ? OptionalInt.empty() : OptionalInt.of(Math.toIntExact(value));
    }

    private Optional<Duration> time(String name) {
        return Optional.ofNullable(numbers.get(name)).map(Duration::ofMillis);
    }

    Arguments writeTo(Arguments arguments) {
        numbers.forEach(arguments::integer);
        overflow.ifPresent(value -> arguments.text(OVERFLOW, value.text()));
        paused.ifPresent(value -> arguments.flag(PAUSED, value));
        return arguments;
    }

    /** What the server says; what a newer one says beyond that is left out. */
    static QueueSettings of(Value given) {
        Map<String, Long> numbers = new LinkedHashMap<>();
        given.members().forEach((name, value) -> {
            if (value instanceof Value.Whole(long number)) {
                numbers.put(name, number);
            }
        });
        return new QueueSettings(
                numbers,
                given.get(OVERFLOW).textIfAny().map(Overflow::ofText),
                given.get(PAUSED).isNull()
                        ? Optional.empty()
                        : Optional.of(given.get(PAUSED).flag()));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof QueueSettings that
                && numbers.equals(that.numbers)
                && overflow.equals(that.overflow)
                && paused.equals(that.paused);
    }

    @Override
    public int hashCode() {
        return numbers.hashCode() + 31 * overflow.hashCode();
    }

    @Override
    public String toString() {
        return "QueueSettings" + numbers
                + overflow.map(value -> " " + value.text()).orElse("") + (paused.orElse(false) ? " paused" : "");
    }
}
