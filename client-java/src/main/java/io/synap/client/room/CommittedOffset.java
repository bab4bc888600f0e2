package io.synap.client.room;

import io.synap.client.wire.Value;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far an exclusive group has come in a partition. Immutable.
 *
 * @param committedOffset the next event to be read; empty if nothing was committed
 * @param consumerLag how many events are behind it; empty if the partition is gone
 * @param member who owns it, where that was asked for
 */
public record CommittedOffset(
        int partition,
        OptionalLong committedOffset,
        OptionalLong firstOffset,
        OptionalLong nextOffset,
        OptionalLong consumerLag,
        Optional<String> member) {
    static CommittedOffset read(Value value) {
        return new CommittedOffset(
                Math.toIntExact(value.get("partition_id").integer()),
                value.get("offset").integerIfAny(),
                value.get("first_offset").integerIfAny(),
                value.get("next_offset").integerIfAny(),
                value.get("lag").integerIfAny(),
                value.get("member_id").textIfAny());
    }
}
