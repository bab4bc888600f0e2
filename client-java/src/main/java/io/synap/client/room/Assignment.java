package io.synap.client.room;

import io.synap.client.wire.Value;
import java.time.Duration;
import java.util.List;

/**
 * What a member of an exclusive group has to read. Immutable.
 *
 * @param source the topic's or room's name
 * @param generation of the group: it changes whenever partitions change hands
 */
public record Assignment(
        String group,
        String member,
        String source,
        boolean ofRoom,
        long generation,
        Duration sessionTimeout,
        List<Integer> partitions) {
    /** The room that a partition is. */
    public String room(int partition) {
        return ofRoom ? source : source + "/" + partition;
    }

    static Assignment read(Value value) {
        Value topic = value.get("topic");
        return new Assignment(
                value.get("group_id").text(),
                value.get("member_id").text(),
                topic.isNull() ? value.get("room").text() : topic.text(),
                topic.isNull(),
                value.get("generation").integer(),
                Duration.ofMillis(value.get("session_timeout_ms").integer()),
                Values.list(value.get("partitions"), each -> Math.toIntExact(each.integer())));
    }
}
