package io.synap.cli.room;

import io.synap.cli.command.ExitCodes;
import io.synap.cli.command.Given;
import io.synap.cli.event.Events;
import io.synap.cli.output.Output;
import io.synap.client.wire.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints a part of a room's events. Confined to one run. */
@Command(name = "read", description = "Print events; exit code 1 when there are none.")
final class ReadCommand extends RoomCommand {
    private static final long PAGE_MAX = 500;

    @Option(
            names = "--from",
            paramLabel = "WHERE",
            description = "first, last, an offset, a stream id, or a moment such as 2026-01-31T12:00:00Z.")
    private Optional<String> from = Optional.empty();

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            description = "The most to print; 100 unless said, 0 for all.")
    private long limit = 100;

    @Option(names = "--reverse", description = "The latest first.")
    private boolean reverse;

    @Option(names = "--wait", paramLabel = "TIME", description = "How long to wait if there are none.")
    private Duration wait = Duration.ZERO;

    @Override
    protected int run(Output output) {
        List<Value> events = new ArrayList<>();
        Optional<String> start = from;
        boolean more = true;
        while (more && (limit == 0 || events.size() < limit)) {
            Value page = page(start, limit == 0 ? PAGE_MAX : Math.min(PAGE_MAX, limit - events.size()));
            List<Value> found = page.get("data").elements();
            events.addAll(found);
            Value metadata = page.get("metadata");
            more = metadata.get("more").flag() && !found.isEmpty();
            start = more ? Optional.of(Long.toString(metadata.get("next_offset").integer())) : start;
        }
        if (!events.isEmpty() || output.isJson()) {
            Events.listing().print(output, events);
        }
        if (more) {
            output.note("there is more; it goes on --from " + start.orElse("first"));
        }
        return events.isEmpty() ? ExitCodes.NEGATIVE : ExitCodes.OK;
    }

    private Value page(Optional<String> start, long most) {
        Given given = given().text("from", start).number("limit", most).flag("reverse", reverse);
        if (!wait.isZero()) {
            given.number("wait_ms", wait.toMillis());
        }
        return await(client().within(deadline().plus(wait)).command("stream.read", given.make()));
    }
}
