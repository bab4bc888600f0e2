package io.synap.cli.changes;

import io.synap.cli.output.EventText;
import io.synap.cli.output.Style;
import io.synap.client.wire.Arguments;
import io.synap.client.wire.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which changes. Confined to one run. */
final class ChangeOptions {
    /** Of what kind of thing. */
    enum Family {
        KV,
        QUEUE,
        STREAM,
        TOPIC,
        SYSTEM
    }

    @Option(
            names = "--family",
            split = ",",
            paramLabel = "FAMILY",
            description = "Only kv, queue, stream, topic or system; any number of times.")
    private List<Family> families = new ArrayList<>();

    @Option(names = "--match", paramLabel = "PATTERN", description = "Only names that match, such as user:*.")
    private List<String> patterns = new ArrayList<>();

    @Option(names = "--cursor", paramLabel = "CURSOR", description = "Go on behind this one, of an earlier change.")
    private Optional<String> cursor = Optional.empty();

    @Option(names = "--first", description = "Begin with the oldest that is kept.")
    private boolean first;

    Arguments arguments() {
        Arguments arguments = Arguments.none();
        if (!families.isEmpty()) {
            arguments.texts(
                    "families",
                    families.stream()
                            .map(each -> each.name().toLowerCase(Locale.ROOT))
                            .toList());
        }
        if (!patterns.isEmpty()) {
            arguments.texts("match", patterns);
        }
        if (first) {
            arguments.text("cursor", "first");
        } else {
            cursor.ifPresent(at -> arguments.text("cursor", at));
        }
        return arguments;
    }

    static String words(Style style, Map<String, Value> members) {
        Value change = new Value.Structure(members);
        return new EventText(style)
                .time(change.get("timestamp"))
                .word(String.format(Locale.ROOT, "%-6s", change.get("family").text()))
                .kind(change.get("operation").text())
                .name(change.get("name"))
                .detail("to", change.get("to"))
                .detail("from", change.get("from"))
                .detail("group", change.get("group"))
                .detail("count", change.get("count"))
                .content(change.get("value"))
                .toString();
    }
}
