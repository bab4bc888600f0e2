package io.synap.client.queue;

import io.synap.client.wire.Arguments;
import java.time.Duration;
import java.util.Objects;

/** How a message is given back. Immutable. */
public final class Nack {
    private static final Nack NOW = new Nack(0, "");
    private static final long OF_QUEUE = -1;
    private static final long NEVER_HANDLED = -2;
    private static final Nack BACKOFF = new Nack(OF_QUEUE, "");
    private static final Nack RELEASE = new Nack(NEVER_HANDLED, "");

    private final long delayMillis;

    private final String error;

    private Nack(long delayMillis, String error) {
        this.delayMillis = delayMillis;
        this.error = error;
    }

    /** It may be received again at once. */
    public static Nack now() {
        return NOW;
    }

    /** It may be received again after that time. */
    public static Nack after(Duration delay) {
        return new Nack(Checks.notNegative("delay", delay), "");
    }

    /** It may be received again after the queue's backoff, which doubles with each delivery. */
    public static Nack withBackoff() {
        return BACKOFF;
    }

    /** It may be received again at once, and does not become a dead letter by that: nobody has got round to it. */
    public static Nack released() {
        return RELEASE;
    }

    /** The same, with what went wrong: who looks at the dead letter sees it. Beyond 1,024 bytes it is cut. */
    public Nack because(String what) {
        return new Nack(delayMillis, Objects.requireNonNull(what, "what"));
    }

    Arguments writeTo(Arguments arguments) {
        if (delayMillis == OF_QUEUE) {
            arguments.flag("backoff", true);
        } else if (delayMillis == NEVER_HANDLED) {
            arguments.flag("release", true);
        } else if (delayMillis > 0) {
            arguments.integer("delay_ms", delayMillis);
        }
        return error.isEmpty() ? arguments : arguments.text("error", error);
    }
}
