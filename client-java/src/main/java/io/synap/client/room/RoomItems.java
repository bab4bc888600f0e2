package io.synap.client.room;

import io.synap.client.live.ItemReader;
import io.synap.client.wire.Value;
import io.synap.client.wire.WireEvent;
import java.util.Optional;

/** Makes items of what a room's subscription tells. Stateless. */
final class RoomItems<T> implements ItemReader<RoomItem<T>> {
    private final EventReader<T> events;

    RoomItems(EventReader<T> events) {
        this.events = events;
    }

    @Override
    public Optional<RoomItem<T>> item(WireEvent event) {
        String room = event.get("room").textIfAny().orElse("");
        return switch (event.type()) {
            case "event" ->
                Optional.of(
                        new RoomItem.Event<>(events.read(event), event.cursor().orElse("")));
            case "gap" ->
                Optional.of(new RoomItem.Gap<>(
                        room,
                        event.get("from").integer(),
                        event.get("to").integer(),
                        event.cursor().orElse("")));
            case "join" ->
                Optional.of(new RoomItem.Joined<>(
                        room, event.get("member").text(), event.get("info").textIfAny(), members(event)));
            case "leave" ->
                Optional.of(new RoomItem.Left<>(
                        room, event.get("member").text(), event.get("info").textIfAny(), members(event)));
            case "presence" -> Optional.of(new RoomItem.PresencePassedOver<>(room, members(event)));
            case "deleted" -> Optional.of(new RoomItem.Deleted<>(room));
            default -> Optional.empty();
        };
    }

    private static long members(WireEvent event) {
        return event.get("members").integer();
    }

    @Override
    public Optional<RoomItem<T>> opened(Value description) {
        if (description.get("recovered").flag()) {
            return Optional.empty();
        }
        return Optional.of(new RoomItem.NotRecovered<>(
                description.get("room").text(),
                description.get("epoch").integer(),
                description.get("offset").integer()));
    }
}
