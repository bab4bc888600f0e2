package io.synap.client.room;

import java.time.Duration;
import java.util.Objects;

/** What is refused where the call is made. Stateless. */
final class Checks {
    private Checks() {}

    static String named(String name, String text) {
        Objects.requireNonNull(text, name);
        if (text.isEmpty()) {
            throw new IllegalArgumentException(name + " must not be empty");
        }
        return text;
    }

    static long notNegative(String name, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(name + " must not be negative, but is " + value);
        }
        return value;
    }

    static int positive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be positive, not " + value);
        }
        return value;
    }

    /** Milliseconds; zero is allowed. */
    static long millis(String name, Duration duration) {
        Objects.requireNonNull(duration, name);
        if (duration.isNegative()) {
            throw new IllegalArgumentException(name + " must not be negative, but is " + duration);
        }
        try {
            return duration.toMillis();
        } catch (ArithmeticException tooLong) {
            throw new IllegalArgumentException(name + " is too long: " + duration, tooLong);
        }
    }

    /** Milliseconds, one at least. */
    static long someMillis(String name, Duration duration) {
        long millis = millis(name, duration);
        if (millis < 1) {
            throw new IllegalArgumentException(name + " must be a millisecond at least, but is " + duration);
        }
        return millis;
    }
}
