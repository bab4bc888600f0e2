package io.synap.client.room;

import io.synap.client.wire.Value;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/** A topic as of one moment. Immutable. */
public record TopicInfo(String topic, Instant created, List<Partition> partitions) {
    /**
     * A partition.
     *
     * @param room the room that it is
     * @param events empty, as the other figures, if that room was deleted
     */
    public record Partition(
            int number,
            String room,
            OptionalLong events,
            OptionalLong bytes,
            OptionalLong firstOffset,
            OptionalLong nextOffset) {}

    static TopicInfo read(Value value) {
        return new TopicInfo(
                value.get("topic").text(),
                Values.time(value.get("created_at")),
                Values.list(
                        value.get("partitions"),
                        each -> new Partition(
                                Math.toIntExact(each.get("partition_id").integer()),
                                each.get("room").text(),
                                each.get("message_count").integerIfAny(),
                                each.get("total_bytes").integerIfAny(),
                                each.get("min_offset").integerIfAny(),
                                each.get("next_offset").integerIfAny())));
    }
}
