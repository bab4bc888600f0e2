package io.synap.server.http.queue;

import io.synap.engine.queue.Message;
import io.synap.protocol.memory.Memory;
import io.synap.protocol.operation.DeathReason;
import io.synap.server.http.json.Fields;
import io.synap.server.http.json.Parameters;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters are meant. Thread-safe, immutable.
 *
 * @param reason why they died; null for any reason
 * @param error what the last error contains; empty for anything
 * @param diedFromMillis the first moment, milliseconds since 1970
 * @param diedBeforeMillis the first moment that is too late; 0 for no bound
 */
record DeadLetterFilter(@Nullable DeathReason reason, String error, long diedFromMillis, long diedBeforeMillis) {
    /** What a route may ask for. */
    static final String SHAPE = "reason?:string error?:string died_from_ms?:integer died_before_ms?:integer";

    static DeadLetterFilter of(Parameters given) {
        String reason = given.textOrNull("reason");
        String error = given.textOrNull("error");
        return new DeadLetterFilter(
                reason == null ? null : reason(reason),
                error == null ? "" : error,
                time(given, "died_from_ms"),
                time(given, "died_before_ms"));
    }

    private static DeathReason reason(String text) {
        DeathReason known = DeathReason.ofText(text);
        if (known == null) {
            throw Fields.invalid("'reason' must be rejected, expired, max_deliveries or max_length");
        }
        return known;
    }

    private static long time(Parameters given, String name) {
        long time = given.has(name) ? given.integer(name) : 0;
        if (time < 0) {
            throw Fields.invalid("'" + name + "' is negative");
        }
        return time;
    }

    /** Whether a dead letter is meant. */
    boolean matches(long letter) {
        long died = Message.lastDiedMillis(letter);
        return (reason == null || reason == Message.deathReason(letter))
                && died >= diedFromMillis
                && (diedBeforeMillis == 0 || died < diedBeforeMillis)
                && (error.isEmpty() || lastError(letter).contains(error));
    }

    private static String lastError(long letter) {
        return new String(
                Memory.toArray(Message.lastError(letter), Message.lastErrorLength(letter)), StandardCharsets.UTF_8);
    }
}
