package io.synap.cli.queue;

import io.synap.cli.command.ExitCodes;
import io.synap.cli.command.Given;
import io.synap.cli.command.Pause;
import io.synap.cli.output.Output;
import io.synap.client.SynapClient;
import io.synap.client.error.ClientFault;
import io.synap.client.error.SynapClientException;
import io.synap.client.wire.Value;
import io.synap.protocol.error.ErrorCode;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Receives messages, prints them, and acknowledges what was printed. Confined to one run. */
@Command(
        name = "consume",
        description =
                "Print messages and acknowledge them, until the queue has no more; exit code 1 when there was none.")
class ConsumeCommand extends QueueCommand {
    private static final byte[] LINE_END = {'\n'};
    private static final int MESSAGES_MAX = 100;
    private static final Duration POLL = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    @Mixin
    private ReceiveOptions options = new ReceiveOptions();

    @Option(
            names = {"-n", "--count"},
            paramLabel = "N",
            description = "End after so many.")
    private long count;

    @Option(
            names = {"-f", "--follow"},
            description = "Wait for more, until interrupted; also for the server, if it goes.")
    private boolean follow;

    boolean follows() {
        return follow;
    }

    @Override
    protected int run(Output output) {
        SynapClient client = client();
        long printed = 0;
        while (count == 0 || printed < count) {
            List<Value> messages =
                    receive(client, count == 0 ? MESSAGES_MAX : Math.min(MESSAGES_MAX, count - printed), output);
            if (messages.isEmpty() && !follows()) {
                break;
            }
            if (!messages.isEmpty()) {
                consume(client, messages, output);
                printed += messages.size();
            }
        }
        return printed == 0 && count == 0 && !follows() ? ExitCodes.NEGATIVE : ExitCodes.OK;
    }

    private List<Value> receive(SynapClient client, long max, Output output) {
        Duration wait = follows() ? POLL : Duration.ZERO;
        Given given = options.addTo(given(), max, wait);
        try {
            return await(client.within(deadline().plus(wait)).command("queue.receive", given.make()))
                    .get("messages")
                    .elements();
        } catch (SynapClientException lost) {
            mayGoOn(lost, output);
            return List.of();
        }
    }

    private void consume(SynapClient client, List<Value> messages, Output output) {
        boolean shown = false;
        try {
            messages.forEach(message -> show(message, output));
            output.flush();
            shown = true;
        } finally {
            if (!shown) {
                // Nobody has read them: others may have them at once.
                var _ = client.command("queue.nack", settling(messages).make());
            }
        }
        try {
            long refused = await(client.command("queue.ack", settling(messages).make()))
                    .get("refused")
                    .integer();
            if (refused > 0) {
                output.note(refused + " could not be acknowledged and will come again; is the lease too short?");
            }
        } catch (SynapClientException lost) {
            mayGoOn(lost, output);
        }
    }

    private Given settling(List<Value> messages) {
        return given().texts(
                        "receipts",
                        messages.stream()
                                .map(message -> message.get("receipt").text())
                                .toList());
    }

    private void show(Value message, Output output) {
        if (options.isRaw()) {
            output.raw(message.get("payload").bytes());
            output.raw(LINE_END);
        } else {
            output.event(message, ReceiveOptions.words(output, message));
        }
    }

    /** Who follows waits for a server that has gone. */
    private void mayGoOn(SynapClientException lost, Output output) {
        boolean passes = lost.kind() == ErrorCode.Kind.UNAVAILABLE || lost.kind() == ErrorCode.Kind.INDETERMINATE;
        if (!follows() || !passes || lost.is(ClientFault.INTERRUPTED) || lost.is(ClientFault.CLIENT_CLOSED)) {
            throw lost;
        }
        output.note(lost.code() + " " + lost.detail() + "; trying again");
        Pause.of(PAUSE);
    }
}
