package io.synap.client.room;

import io.synap.client.wire.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * An exclusive group as of one moment. Immutable.
 *
 * @param consumerLag over all partitions
 */
public record GroupInfo(
        String group,
        String source,
        boolean ofRoom,
        String strategy,
        Duration sessionTimeout,
        long generation,
        Instant created,
        List<Member> members,
        List<CommittedOffset> partitions,
        long consumerLag) {
    /** Who reads. */
    public record Member(String id, Duration sessionTimeout, Instant sessionDeadline, List<Integer> partitions) {}

    static GroupInfo read(Value value) {
        Value topic = value.get("topic");
        return new GroupInfo(
                value.get("group_id").text(),
                topic.isNull() ? value.get("room").text() : topic.text(),
                topic.isNull(),
                value.get("strategy").text(),
                Duration.ofMillis(value.get("session_timeout_ms").integer()),
                value.get("generation").integer(),
                Values.time(value.get("created_at")),
                Values.list(
                        value.get("members"),
                        each -> new Member(
                                each.get("member_id").text(),
                                Duration.ofMillis(each.get("session_timeout_ms").integer()),
                                Values.time(each.get("session_expires_at")),
                                Values.list(each.get("partitions"), number -> Math.toIntExact(number.integer())))),
                Values.list(value.get("partitions"), CommittedOffset::read),
                value.get("lag").integer());
    }
}
