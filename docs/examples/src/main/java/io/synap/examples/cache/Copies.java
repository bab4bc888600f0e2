package io.synap.examples.cache;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a process remembers of the server's keys: the most recently used, no longer than for a time. Thread-safe.
 *
 * <p>A read and an event about the same key may arrive in either order, so the newer version wins; that a key is gone is
 * remembered for the same reason.
 */
final class Copies<V> {
    private record Copy<V>(Optional<V> value, long version, long untilNanos) {}

    private final int max;
    private final long keepNanos;

    /** Guarded by this; the least recently used first. */
    private final Map<String, Copy<V>> copies = new LinkedHashMap<>(16, 0.75f, true);

    Copies(int max, Duration keep) {
        this.max = max;
        this.keepNanos = keep.toNanos();
    }

    synchronized Optional<V> get(String key) {
        Copy<V> copy = copies.get(key);
        if (copy == null) {
            return Optional.empty();
        }
        if (copy.untilNanos() - System.nanoTime() <= 0) {
            copies.remove(key);
            return Optional.empty();
        }
        return copy.value();
    }

    void put(String key, V value, long version) {
        put(key, Optional.of(value), version);
    }

    /** The key was removed by that version. */
    void gone(String key, long version) {
        put(key, Optional.empty(), version);
    }

    private synchronized void put(String key, Optional<V> value, long version) {
        Copy<V> present = copies.get(key);
        if (present != null && present.version() >= version) {
            return;
        }
        copies.put(key, new Copy<>(value, version, System.nanoTime() + keepNanos));
        if (copies.size() > max) {
            copies.remove(copies.keySet().iterator().next());
        }
    }

    /** Forgets the value, and does not take it again from an event that is still on its way. */
    synchronized void forget(String key) {
        copies.computeIfPresent(key, (same, copy) -> new Copy<>(Optional.empty(), copy.version(), copy.untilNanos()));
    }

    synchronized void clear() {
        copies.clear();
    }

    synchronized int size() {
        return (int) copies.values().stream()
                .filter(copy -> copy.value().isPresent())
                .count();
    }
}
