package io.synap.cli.event;

import io.synap.cli.command.JsonObjects;
import io.synap.cli.output.Fields;
import io.synap.cli.output.Listing;
import io.synap.cli.output.Moments;
import io.synap.cli.output.PlainText;
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

    /** An event on a line. */
    public static String words(Value event) {
        StringBuilder words = new StringBuilder();
        words.append(event.get("offset").integer());
        words.append("  ").append(Moments.text(event.get("timestamp").integer()));
        add(words, event.get("event"));
        add(words, event.get("key"));
        add(words, event.get("data"));
        return words.toString();
    }

    private static void add(StringBuilder words, Value member) {
        if (!member.isNull()) {
            words.append("  ").append(PlainText.of(member));
        }
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

    /** Everything that a subscription has told, as one object. */
    public static Value told(WireEvent event) {
        Fields fields = new Fields().text("type", event.type());
        event.cursor().ifPresent(cursor -> fields.text("cursor", cursor));
        event.members().forEach(fields::value);
        return fields.make();
    }

    /** What a subscription has told besides events, on a line. */
    public static String words(WireEvent told) {
        return switch (told.type()) {
            case "event" -> words(told(told));
            case "gap" ->
                "-- missed: offsets " + told.get("from").integer() + " to "
                        + told.get("to").integer();
            case "join", "leave" ->
                "-- " + told.get("member").text() + (told.type().equals("join") ? " joined" : " left") + ", "
                        + told.get("members").integer() + " present";
            case "presence" -> "-- " + told.get("members").integer() + " present";
            case "deleted" -> "-- the room was deleted";
            default -> "-- " + told.type();
        };
    }
}
