package io.synap.client.room;

import java.time.Instant;
import java.util.Optional;

/**
 * An event handed out to a consumer of a shared group. Immutable.
 *
 * @param receipt names this hand-out until its lease ends
 * @param deliveryCount how often the event has been handed out, this time included
 * @param leaseDeadline when others may get it; empty if it has no lease
 */
public record GroupDelivery<T>(RoomEvent<T> event, String receipt, int deliveryCount, Optional<Instant> leaseDeadline) {
    /** The event's data, of one that has some. */
    public T value() {
        return event.value();
    }
}
