package io.synap.client.presence;

import io.synap.client.live.ItemReader;
import io.synap.client.wire.Value;
import io.synap.client.wire.WireEvent;
import java.util.Optional;

/** Makes items of what a subscription to presence tells. Stateless. */
final class PresenceItems implements ItemReader<PresenceItem> {
    @Override
    public Optional<PresenceItem> item(WireEvent event) {
        String room = event.get("room").textIfAny().orElse("");
        return switch (event.type()) {
            case "join" ->
                Optional.of(new PresenceItem.Joined(
                        room,
                        event.get("member").text(),
                        event.get("info").textIfAny(),
                        members(event.get("members"))));
            case "leave" ->
                Optional.of(new PresenceItem.Left(
                        room,
                        event.get("member").text(),
                        event.get("info").textIfAny(),
                        members(event.get("members"))));
            case "presence" -> Optional.of(new PresenceItem.PassedOver(room, members(event.get("members"))));
            default -> Optional.empty();
        };
    }

    @Override
    public Optional<PresenceItem> opened(Value description) {
        return Optional.of(
                new PresenceItem.Opened(description.get("room").text(), members(description.get("members"))));
    }

    private static long members(Value value) {
        return value.integer();
    }
}
