package io.synap.cli.catalogue;

import io.synap.cli.output.Fields;
import io.synap.cli.output.JsonText;
import io.synap.client.wire.Value;
import io.synap.client.wire.WireEvent;

/** What any subscription tells. Stateless. */
final class Told {
    private Told() {}

    /** All of it as one object. */
    static Value all(WireEvent event) {
        Fields fields = new Fields().text("type", event.type());
        event.cursor().ifPresent(cursor -> fields.text("cursor", cursor));
        event.members().forEach(fields::value);
        return fields.make();
    }

    /** The same on a line. */
    static String words(WireEvent event) {
        Fields fields = new Fields();
        event.members().forEach(fields::value);
        return event.type() + "  " + JsonText.of(fields.make());
    }
}
