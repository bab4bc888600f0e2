package io.synap.cli.event;

import io.synap.cli.command.JsonObjects;
import io.synap.cli.output.EventText;
import io.synap.cli.output.Fields;
import io.synap.cli.output.Listing;
import io.synap.cli.output.Output;
import io.synap.client.wire.Value;
import io.synap.client.wire.WireEvent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** How events are shown. Stateless. */
public final class Events {
    private Events() {}

    /** The columns of a page of events. */
    public static Listing listing() {
        return addTo(new Listing());
    }

    /** Those, behind columns of something else. */
    public static Listing addTo(Listing columns) {
        return columns.column("offset")
                .moment("time", "timestamp")
                .column("event")
                .column("key")
                .column("data");
    }

    /** The event with data that are text, where they came as bytes and are text or JSON. */
    public static Value natural(Value event) {
        if (!(event.get("data") instanceof Value.Octets octets)) {
            return event;
        }
        String text = new String(octets.value(), StandardCharsets.UTF_8);
        if (!Arrays.equals(text.getBytes(StandardCharsets.UTF_8), octets.value())) {
            return event;
        }
        boolean container = text.startsWith("{") || text.startsWith("[");
        Value data = container && JsonObjects.isDocument(text) ? new Value.Json(text) : new Value.Text(text);
        return new Fields().all(event).value("data", data).make();
    }

    /** What a subscription has told, on a line. */
    public static String words(Output output, WireEvent told) {
        EventText line = new EventText(output.style()).time(told.get("timestamp"));
        return switch (told.type()) {
            case "event" ->
                line.detail("offset", told.get("offset"))
                        .name(told.get("event"))
                        .detail("key", told.get("key"))
                        .content(told.get("data"))
                        .toString();
            case "gap" ->
                line.kind("gap")
                        .detail("from", told.get("from"))
                        .detail("to", told.get("to"))
                        .toString();
            case "join", "leave" ->
                line.kind(told.type())
                        .name(told.get("member"))
                        .detail("members", told.get("members"))
                        .detail("info", told.get("info"))
                        .toString();
            default ->
                line.kind(told.type()).detail("members", told.get("members")).toString();
        };
    }
}
