package io.synap.client.room;

import io.synap.client.wire.Arguments;
import java.time.Duration;
import java.util.Optional;

/**
 * What a room keeps. Immutable. What is not given stays as it is, or is unbounded in a new room.
 *
 * @param events the most events, 0 for no bound
 * @param bytes the most bytes, 0 for no bound
 * @param age how long an event stays, zero for ever
 * @param compacted whether an event replaces the one before it with the same key
 */
public record RoomSettings(
        Optional<Long> events, Optional<Long> bytes, Optional<Duration> age, Optional<Boolean> compacted) {
    private static final RoomSettings UNCHANGED =
            new RoomSettings(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** Nothing given. */
    public static RoomSettings unchanged() {
        return UNCHANGED;
    }

    public RoomSettings keepEvents(long most) {
        return new RoomSettings(Optional.of(Checks.notNegative("most", most)), bytes, age, compacted);
    }

    public RoomSettings keepBytes(long most) {
        return new RoomSettings(events, Optional.of(Checks.notNegative("most", most)), age, compacted);
    }

    public RoomSettings keepFor(Duration longest) {
        Checks.millis("longest", longest);
        return new RoomSettings(events, bytes, Optional.of(longest), compacted);
    }

    public RoomSettings compactByKey(boolean compact) {
        return new RoomSettings(events, bytes, age, Optional.of(compact));
    }

    Arguments addTo(Arguments arguments) {
        Arguments retention = Arguments.none();
        events.ifPresent(most -> retention.integer("count", most));
        bytes.ifPresent(most -> retention.integer("bytes", most));
        age.ifPresent(longest -> retention.integer("age_ms", longest.toMillis()));
        if (retention.size() > 0) {
            arguments.object("retention", retention);
        }
        compacted.ifPresent(compact -> arguments.text("compaction", compact ? "key" : "none"));
        return arguments;
    }
}
