package io.synap.client.queue;

import java.time.Duration;
import java.util.Objects;

/** What is wrong with an argument is said where the call is made. Stateless. */
final class Checks {
    private Checks() {}

    static String name(String what, String given) {
        if (Objects.requireNonNull(given, what).isEmpty()) {
            throw new IllegalArgumentException(what + " is empty");
        }
        return given;
    }

    /** In milliseconds, at least 1. */
    static long positive(String what, Duration given) {
        if (Objects.requireNonNull(given, what).isZero() || given.isNegative()) {
            throw new IllegalArgumentException(what + " must be positive, not " + given);
        }
        return Math.max(1, given.toMillis());
    }

    /** In milliseconds. */
    static long notNegative(String what, Duration given) {
        if (Objects.requireNonNull(given, what).isNegative()) {
            throw new IllegalArgumentException(what + " must not be negative, as " + given + " is");
        }
        return given.toMillis();
    }

    static int within(String what, int given, int least, int most) {
        if (given < least || given > most) {
            throw new IllegalArgumentException(what + " must be from " + least + " to " + most + ", not " + given);
        }
        return given;
    }

    static long notNegative(String what, long given) {
        if (given < 0) {
            throw new IllegalArgumentException(what + " must not be negative, as " + given + " is");
        }
        return given;
    }
}
