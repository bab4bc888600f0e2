package io.synap.cli.command;

import io.synap.cli.output.Output;
import io.synap.client.SynapClient;
import io.synap.client.transport.Caller;
import io.synap.client.wire.Arguments;
import io.synap.client.wire.Value;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that asks a server. Confined to one run at a time; picocli fills in what stands on the command line. */
@Command(sortOptions = false, synopsisHeading = "Usage: ", abbreviateSynopsis = true)
public abstract class ClientCommand implements Callable<Integer> {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    @Mixin
    private GlobalOptions options = new GlobalOptions();

    @Spec
    private @Nullable CommandSpec spec;

    private @Nullable Surroundings surroundings;

    /** Says where it runs, before it does. */
    public final void runsIn(Surroundings here) {
        surroundings = here;
    }

    /** Whether {@code -5} is an argument, and not an option that does not exist. */
    public boolean takesNegativeNumbers() {
        return false;
    }

    @Override
    public final Integer call() throws Exception {
        return run(output());
    }

    /** Does it and returns one of {@link ExitCodes}; what it throws is told by {@link Failures}. */
    protected abstract int run(Output output) throws Exception;

    protected final Surroundings here() {
        Surroundings known = surroundings;
        if (known == null) {
            throw new IllegalStateException("runsIn was not called");
        }
        return known;
    }

    protected final Output output() {
        return options.output(here());
    }

    /** As {@code --server} or the environment say. */
    protected final List<String> servers() {
        return options.servers(here().environment());
    }

    protected final Duration deadline() {
        return options.deadlineOr(DEADLINE);
    }

    /** As {@code --deadline} says; of what takes long, another time unless it is said. */
    protected final Duration deadlineOr(Duration otherwise) {
        return options.deadlineOr(otherwise);
    }

    /** The client; its calls take as long as {@code --deadline} says. */
    protected final SynapClient client() {
        return here().connections().to(servers(), deadline());
    }

    /** A command's answer. */
    protected final Value ask(String command, Arguments arguments) {
        return await(client().command(command, arguments));
    }

    protected static <T> T await(CompletionStage<T> stage) {
        return Caller.await(stage);
    }

    /** What a VALUE on the command line stands for: itself, {@code -} standard input, {@code @FILE} a file. */
    protected final byte[] valueOf(String argument) {
        return ValueArgument.read(argument, here().in());
    }

    /** The whole program's line. */
    protected final CommandLine root() {
        return spec().root().commandLine();
    }

    protected final CommandSpec spec() {
        CommandSpec known = spec;
        if (known == null) {
            throw new IllegalStateException("only picocli fills this in");
        }
        return known;
    }

    /** That the command line is wrong in a way that only this command knows. */
    protected final ParameterException misused(String message) {
        return new ParameterException(spec().commandLine(), message);
    }
}
