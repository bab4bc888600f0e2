package io.synap.cli.command;

import io.synap.cli.output.Output;
import io.synap.client.wire.Value;
import io.synap.client.wire.WireEvent;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** How long something is followed, which otherwise Ctrl-C ends. Confined to one run. */
public final class FollowOptions {
    private static final String OPENED = "opened";

    @Option(
            names = {"-n", "--count"},
            paramLabel = "N",
            description = "End after so many.",
            order = 80)
    private long count;

    @Option(names = "--for", paramLabel = "TIME", description = "End after so long, such as 10s.", order = 81)
    private Optional<Duration> time = Optional.empty();

    public long count() {
        return count;
    }

    public Optional<Duration> time() {
        return time;
    }

    /**
     * Prints events as they come, and says on standard error when it begins to listen.
     *
     * @param words an event for people
     */
    public int print(Output output, Flow.Publisher<WireEvent> source, String what, Function<WireEvent, String> words) {
        return Follow.run(source, count, time, event -> {
            if (event.type().equals(OPENED)) {
                output.note(what);
                if (event.get("recovered") instanceof Value.Flag(var recovered) && !recovered) {
                    output.note("what came before this is no longer kept");
                }
                return false;
            }
            output.event(valueOf(event), words.apply(event));
            output.flush();
            return !event.type().equals("gap");
        });
    }

    /** Everything that an event says, as one object. */
    public static Value valueOf(WireEvent event) {
        Map<String, Value> members = new LinkedHashMap<>();
        members.put("type", new Value.Text(event.type()));
        event.cursor().ifPresent(cursor -> members.put("cursor", new Value.Text(cursor)));
        members.putAll(event.members());
        return new Value.Structure(members);
    }
}
