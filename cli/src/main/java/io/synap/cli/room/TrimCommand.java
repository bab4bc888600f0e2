package io.synap.cli.room;

import io.synap.cli.command.ByteCount;
import io.synap.cli.command.ExitCodes;
import io.synap.cli.command.Given;
import io.synap.cli.output.Output;
import io.synap.client.wire.Value;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Removes the oldest events of a room. Confined to one run. */
@Command(name = "trim", description = "Remove the oldest events, by one of five bounds.")
final class TrimCommand extends RoomCommand {
    /** Exactly one of them. */
    static final class Bound {
        @Option(names = "--keep-events", paramLabel = "N", description = "Keep the latest so many.")
        private Optional<Long> events = Optional.empty();

        @Option(
                names = "--keep-bytes",
                paramLabel = "BYTES",
                converter = ByteCount.class,
                description = "Keep about so much.")
        private Optional<Long> bytes = Optional.empty();

        @Option(names = "--before-offset", paramLabel = "OFFSET", description = "Remove what is before it.")
        private Optional<Long> offset = Optional.empty();

        @Option(names = "--before-id", paramLabel = "STREAM-ID", description = "Remove what is before it.")
        private Optional<String> id = Optional.empty();

        @Option(
                names = "--before",
                paramLabel = "MOMENT",
                description = "Remove what is older, such as than 2026-01-31T12:00:00Z.")
        private Optional<Instant> moment = Optional.empty();
    }

    @ArgGroup(multiplicity = "1")
    private Bound bound = new Bound();

    @Override
    protected int run(Output output) {
        Given given = given().number("count", bound.events)
                .number("bytes", bound.bytes)
                .number("before_offset", bound.offset)
                .text("before_stream_id", bound.id)
                .number("before_ms", bound.moment.map(Instant::toEpochMilli));
        Value answer = ask("stream.xtrim", given.make());
        output.done(answer, answer.get("removed").integer() + " events removed");
        return ExitCodes.OK;
    }
}
