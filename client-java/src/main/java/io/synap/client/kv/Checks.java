package io.synap.client.kv;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Objects;

/** What is refused where the call is made. Stateless. */
final class Checks {
    private Checks() {}

    static String key(String key) {
        return named("key", key);
    }

    static String named(String name, String text) {
        Objects.requireNonNull(text, name);
        if (text.isEmpty()) {
            throw new IllegalArgumentException(name + " must not be empty");
        }
        return text;
    }

    static Collection<String> keys(Collection<String> keys) {
        Objects.requireNonNull(keys, "keys");
        keys.forEach(Checks::key);
        return keys;
    }

    /** Milliseconds, one at least. */
    static long ttlMillis(Duration ttl) {
        Objects.requireNonNull(ttl, "ttl");
        if (ttl.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException("ttl must be a millisecond at least, but is " + ttl);
        }
        return millis("ttl", ttl);
    }

    private static long millis(String name, Duration duration) {
        try {
            return duration.toMillis();
        } catch (ArithmeticException tooLong) {
            throw new IllegalArgumentException(name + " is too long: " + duration, tooLong);
        }
    }

    /** Milliseconds since 1970. */
    static long deadlineMillis(Instant deadline) {
        Objects.requireNonNull(deadline, "deadline");
        long millis;
        try {
            millis = deadline.toEpochMilli();
        } catch (ArithmeticException tooFar) {
            throw new IllegalArgumentException("deadline is too far away: " + deadline, tooFar);
        }
        if (millis <= 0) {
            throw new IllegalArgumentException("deadline must be after 1970, but is " + deadline);
        }
        return millis;
    }
}
