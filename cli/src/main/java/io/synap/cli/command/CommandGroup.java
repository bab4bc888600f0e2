package io.synap.cli.command;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A family of commands, which does nothing by itself. Confined to one run. */
@Command(synopsisSubcommandLabel = "COMMAND")
public abstract class CommandGroup implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli asks for it
    private boolean help;

    /** Nobody has said which of them: all are listed. */
    @Override
    public final Integer call() {
        CommandSpec known = spec;
        if (known == null) {
            throw new IllegalStateException("made by picocli only");
        }
        CommandLine line = known.commandLine();
        line.usage(line.getErr());
        return ExitCodes.USAGE;
    }
}
