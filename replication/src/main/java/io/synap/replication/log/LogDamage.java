package io.synap.replication.log;

import io.synap.replication.history.SequenceVector;
import java.nio.file.Path;

/**
 * Where a log stops making sense, and what lies behind.
 *
 * @param bytesBehind the bytes from there to the log's end that are not zero padding at the end
 * @param readable whether whole records were found behind
 * @param farthest the highest sequences that such records carry, at least those before the damage
 * @param timeFrom of the earliest such record, milliseconds since 1970, 0 without one
 * @param timeTo of the latest
 */
public record LogDamage(
        Path file,
        LogPosition position,
        String what,
        long bytesBehind,
        boolean readable,
        SequenceVector farthest,
        long timeFrom,
        long timeTo) {
    /** The place and what is wrong there. */
    public String describe() {
        return file + " at byte " + position.offset() + ": " + what;
    }
}
