package io.synap.cli.queue;

import io.synap.cli.command.ClientCommand;
import io.synap.cli.command.ExitCodes;
import io.synap.cli.command.Given;
import io.synap.cli.output.Fields;
import io.synap.cli.output.Listing;
import io.synap.cli.output.Output;
import io.synap.client.SynapClient;
import io.synap.client.error.SynapClientException;
import io.synap.client.wire.Value;
import io.synap.protocol.error.ErrorCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists queues. Confined to one run. */
@Command(name = "list", description = "List queues with their figures.")
final class ListCommand extends ClientCommand {
    private static final int AHEAD_MAX = 64;
    private static final Listing QUEUES = new Listing()
            .column("queue")
            .column("depth")
            .column("ready")
            .column("delayed")
            .column("in flight", "in_flight")
            .column("dead letters", "dead_letters")
            .column("consumers")
            .column("oldest ms", "oldest_ready_age_ms")
            .column("paused", "settings.paused");

    private record Asked(Value name, CompletionStage<Value> stats) {}

    @Option(names = "--names", description = "Names alone.")
    private boolean namesOnly;

    @Override
    protected int run(Output output) {
        SynapClient client = client();
        List<Value> names = names();
        if (namesOnly) {
            output.result(new Value.Sequence(names));
            return ExitCodes.OK;
        }
        List<Value> rows = new ArrayList<>();
        Deque<Asked> asked = new ArrayDeque<>();
        for (Value name : names) {
            if (asked.size() == AHEAD_MAX) {
                take(asked.remove(), rows);
            }
            asked.add(new Asked(
                    name,
                    client.command(
                            "queue.stats",
                            new Given().bytes("queue", name.bytes()).make())));
        }
        asked.forEach(each -> take(each, rows));
        QUEUES.print(output, rows);
        return ExitCodes.OK;
    }

    private static void take(Asked asked, List<Value> rows) {
        try {
            Value stats = await(asked.stats());
            rows.add(new Fields().value("queue", asked.name()).all(stats).make());
        } catch (SynapClientException failed) {
            if (!failed.is(ErrorCode.QUEUE_NOT_FOUND)) {
                throw failed;
            }
            // It has been removed since it was listed.
        }
    }

    /** All names, page by page. */
    private List<Value> names() {
        List<Value> names = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            Value page = ask("queue.list", new Given().text("cursor", cursor).make());
            for (Value name : page.get("queues").elements()) {
                // A name that is no text comes as an object.
                names.add(name instanceof Value.Structure ? name.get("queue") : name);
            }
            cursor = page.get("cursor").textIfAny();
        } while (cursor.isPresent());
        return names;
    }
}
