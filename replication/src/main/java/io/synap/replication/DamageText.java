package io.synap.replication;

import io.synap.replication.history.SequenceVector;
import io.synap.replication.log.LogDamage;
import java.time.Instant;

/** Says what damage costs. No state. */
final class DamageText {
    private DamageText() {}

    static String loss(SequenceVector kept, LogDamage damage) {
        long lost = damage.farthest().max(kept).total() - kept.total();
        String bytes = "%d bytes of log lie behind that place".formatted(damage.bytesBehind());
        return damage.readable()
                ? "A repair would lose %d operations or more, of %s to %s; %s."
                        .formatted(
                                lost,
                                Instant.ofEpochMilli(damage.timeFrom()),
                                Instant.ofEpochMilli(damage.timeTo()),
                                bytes)
                : "A repair would lose what was written there; " + bytes + ".";
    }
}
