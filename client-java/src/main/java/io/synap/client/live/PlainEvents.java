package io.synap.client.live;

import io.synap.client.wire.Value;
import io.synap.client.wire.WireEvent;
import java.util.Optional;

/** Events as they come; what a subscription told when it was opened is one of type "opened". Stateless. */
public final class PlainEvents implements ItemReader<WireEvent> {
    public static final PlainEvents INSTANCE = new PlainEvents();

    private PlainEvents() {}

    @Override
    public Optional<WireEvent> item(WireEvent event) {
        return Optional.of(event);
    }

    @Override
    public Optional<WireEvent> opened(Value description) {
        return Optional.of(new WireEvent(
                description.get("subscription").textIfAny().orElse(""),
                "opened",
                description.get("cursor").textIfAny(),
                description.members()));
    }
}
