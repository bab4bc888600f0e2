package io.synap.client.room;

import java.time.Instant;
import java.util.Optional;

/**
 * Where reading begins. Immutable.
 *
 * @param place as the server has it: first, last, next, an offset, a stream id or a time
 * @param cursor of the last item seen, behind which it goes on whatever the place
 */
public record From(String place, Optional<String> cursor) {
    private static final From FIRST = new From("first", Optional.empty());
    private static final From LAST = new From("last", Optional.empty());
    private static final From NEXT = new From("next", Optional.empty());

    /** With the oldest event there is. */
    public static From first() {
        return FIRST;
    }

    /** With the newest event. */
    public static From last() {
        return LAST;
    }

    /** With the event that comes next: what is there already is passed over. */
    public static From next() {
        return NEXT;
    }

    public static From offset(long offset) {
        return new From(Long.toString(Checks.notNegative("offset", offset)), Optional.empty());
    }

    /** With the first event at that time or later. */
    public static From time(Instant time) {
        return new From(Instant.ofEpochMilli(time.toEpochMilli()).toString(), Optional.empty());
    }

    /** With the event of that stream id or the first behind it. */
    public static From streamId(String id) {
        if (!Checks.named("id", id).matches("\\d+-\\d+")) {
            throw new IllegalArgumentException("'" + id + "' is no stream id such as 1700000000000-0");
        }
        return new From(id, Optional.empty());
    }

    /** Behind the item that had that cursor, which survives restarts of both sides. */
    public static From cursor(String cursor) {
        return new From("next", Optional.of(Checks.named("cursor", cursor)));
    }
}
