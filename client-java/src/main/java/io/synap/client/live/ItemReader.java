package io.synap.client.live;

import io.synap.client.wire.Value;
import io.synap.client.wire.WireEvent;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Makes items of what a subscription tells. Stateless, or confined to its feed. */
@FunctionalInterface
public interface ItemReader<T> {
    /** What tells of a subscription itself, for which the server takes no credit. */
    Set<String> WITHOUT_CREDIT = Set.of("gap", "presence", "deleted", "end");

    /** The item of an event; empty for an event of a kind that is not known here. */
    Optional<T> item(WireEvent event);

    /** The items of an event that carries several. */
    default void items(WireEvent event, Consumer<? super T> into) {
        item(event).ifPresent(into);
    }

    /** How much credit the server has taken for an event. */
    default int credit(WireEvent event) {
        return WITHOUT_CREDIT.contains(event.type()) ? 0 : 1;
    }

    /** The item that says that the subscription is open, for the first time or again; empty where nobody needs to know. */
    default Optional<T> opened(Value description) {
        return Optional.empty();
    }

    /** Whether items that wait are void once the connection is lost, since others get them. */
    default boolean dropsWhenInterrupted() {
        return false;
    }
}
