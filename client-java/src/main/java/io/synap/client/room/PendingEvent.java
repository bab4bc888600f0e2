package io.synap.client.room;

import io.synap.client.wire.Value;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An event that a shared group has handed out and that is not done, or a dead letter. Immutable.
 *
 * @param state leased, available, delayed or dead
 * @param until when the lease or the pause ends
 * @param reason why it is a dead letter: rejected, expired, max_deliveries or max_length
 * @param died when it became one
 * @param history how its deliveries ended
 */
public record PendingEvent(
        long offset,
        String streamId,
        String receipt,
        String state,
        Optional<String> consumer,
        int deliveryCount,
        Instant handedOut,
        Optional<Instant> until,
        Optional<String> reason,
        Optional<Instant> died,
        Optional<String> lastError,
        List<Attempt> history) {
    /**
     * A delivery that has ended.
     *
     * @param how lease_expired, nacked, rejected or gone
     */
    public record Attempt(Instant ended, String how, Optional<String> consumer) {}

    static PendingEvent read(Value value) {
        return new PendingEvent(
                value.get("offset").integer(),
                value.get("stream_id").text(),
                value.get("receipt").text(),
                value.get("state").text(),
                value.get("consumer").textIfAny(),
                Math.toIntExact(value.get("delivery_count").integer()),
                Values.time(value.get("handed_out_at")),
                Values.timeIfAny(value.get("deadline")),
                value.get("reason").textIfAny(),
                Values.timeIfAny(value.get("died_at")),
                value.get("last_error").textIfAny(),
                Values.list(
                        value.get("history"),
                        each -> new Attempt(
                                Values.time(each.get("ended_at")),
                                each.get("how").text(),
                                each.get("consumer").textIfAny())));
    }
}
