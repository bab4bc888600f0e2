package io.synap.client.room;

import io.synap.client.wire.Value;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A shared group as of one moment. Immutable.
 *
 * @param nextOffset the first event that was not handed out yet
 * @param consumerLag how many events it has not seen
 * @param pending how many were handed out and are not done
 * @param available how many of these wait to be handed out again
 * @param delayed how many of these wait for the end of a pause
 */
public record SharedGroupInfo(
        String room,
        String group,
        long nextOffset,
        long consumerLag,
        long pending,
        long available,
        long delayed,
        long deadLetters,
        List<Consumer> consumers,
        Counts counts,
        SharedGroupSettings settings) {
    /** Who has received something. */
    public record Consumer(String name, long pending, Optional<Instant> seen) {}

    /** What has happened since the group was made. */
    public record Counts(
            long delivered,
            long redelivered,
            long acked,
            long nacked,
            long rejected,
            long expired,
            long deadLettered,
            long redriven,
            long dropped) {
        static Counts read(Value value) {
            return new Counts(
                    value.get("delivered").integer(),
                    value.get("redelivered").integer(),
                    value.get("acked").integer(),
                    value.get("nacked").integer(),
                    value.get("rejected").integer(),
                    value.get("expired").integer(),
                    value.get("dead_lettered").integer(),
                    value.get("redriven").integer(),
                    value.get("dropped").integer());
        }
    }

    static SharedGroupInfo read(Value value) {
        return new SharedGroupInfo(
                value.get("room").text(),
                value.get("group").text(),
                value.get("cursor").integer(),
                value.get("lag").integer(),
                value.get("pending").integer(),
                value.get("available").integer(),
                value.get("delayed").integer(),
                value.get("dead_letters").integer(),
                Values.list(
                        value.get("consumers"),
                        each -> new Consumer(
                                each.get("name").text(),
                                each.get("pending").integer(),
                                Values.timeIfAny(each.get("seen_at")))),
                Counts.read(value.get("counts")),
                SharedGroupSettings.read(value.get("settings")));
    }
}
