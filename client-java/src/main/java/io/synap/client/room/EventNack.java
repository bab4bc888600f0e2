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
public record EventNack(Duration delay, boolean backoff, Optional<String> error) {
    private static final EventNack AT_ONCE = new EventNack(Duration.ZERO, false, Optional.empty());
    private static final EventNack BACKOFF = new EventNack(Duration.ZERO, true, Optional.empty());
    private static final int ERROR_CHARS_MAX = 1024;

    public static EventNack atOnce() {
        return AT_ONCE;
    }

    public static EventNack after(Duration delay) {
        Checks.millis("delay", delay);
        return new EventNack(delay, false, Optional.empty());
    }

    public static EventNack withBackoff() {
        return BACKOFF;
    }

    public EventNack because(String what) {
        return new EventNack(delay, backoff, Optional.of(shortened(what)));
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
