package io.synap.client.live;

import io.synap.client.wire.Value;
import io.synap.client.wire.WireEvent;
import java.util.Optional;

/** Makes items of what a subscription tells. Stateless, or confined to its feed. */
@FunctionalInterface
public interface ItemReader<T> {
    /** The item of an event; empty for an event of a kind that is not known here. */
    Optional<T> item(WireEvent event);

    /** The item that says that the subscription is open, for the first time or again; empty where nobody needs to know. */
    default Optional<T> opened(Value description) {
        return Optional.empty();
    }

    /** Whether items that wait are void once the connection is lost, since others get them. */
    default boolean dropsWhenInterrupted() {
        return false;
    }
}
