package io.synap.client.room;

import io.synap.client.wire.Arguments;
import java.time.Duration;
import java.util.Optional;

/**
 * How something is given back. Immutable.
 *
 * @param backoff whether the pause grows with each failure, as the group's settings say
 * @param error what went wrong, kept with the event
 */
public record Nack(Duration delay, boolean backoff, Optional<String> error) {
    private static final Nack AT_ONCE = new Nack(Duration.ZERO, false, Optional.empty());
    private static final Nack BACKOFF = new Nack(Duration.ZERO, true, Optional.empty());
    private static final int ERROR_CHARS_MAX = 1024;

    public static Nack atOnce() {
        return AT_ONCE;
    }

    public static Nack after(Duration delay) {
        Checks.millis("delay", delay);
        return new Nack(delay, false, Optional.empty());
    }

    public static Nack withBackoff() {
        return BACKOFF;
    }

    public Nack because(String what) {
        return new Nack(delay, backoff, Optional.of(shortened(what)));
    }

    static String shortened(String error) {
        return error.length() <= ERROR_CHARS_MAX ? error : error.substring(0, ERROR_CHARS_MAX);
    }

    Arguments addTo(Arguments arguments) {
        if (delay.isPositive()) {
            arguments.integer("delay_ms", delay.toMillis());
        }
        if (backoff) {
            arguments.flag("backoff", true);
        }
        error.ifPresent(what -> arguments.text("error", what));
        return arguments;
    }
}
