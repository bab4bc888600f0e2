package io.synap.client.change;

import io.synap.client.live.ItemReader;
import io.synap.client.wire.Value;
import io.synap.client.wire.WireEvent;
import java.util.Optional;

/** Makes items of what the feed tells. Stateless. */
final class ChangeItems implements ItemReader<ChangeItem> {
    @Override
    public Optional<ChangeItem> item(WireEvent event) {
        String cursor = event.cursor().orElse("");
        return switch (event.type()) {
            case "change" -> Optional.of(new ChangeItem.Changed(Change.read(event.members()), cursor));
            case "gap" -> Optional.of(new ChangeItem.Gap(cursor));
            default -> Optional.empty();
        };
    }

    @Override
    public Optional<ChangeItem> opened(Value description) {
        return description.get("recovered").flag()
                ? Optional.empty()
                : Optional.of(new ChangeItem.NotRecovered(
                        description.get("cursor").textIfAny().orElse("")));
    }
}
