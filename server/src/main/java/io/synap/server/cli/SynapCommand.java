package io.synap.server.cli;

import io.synap.cli.ClientCommands;
import io.synap.cli.command.HelpCommand;
import io.synap.cli.command.Surroundings;
import io.synap.replication.StartRefusedException;
import io.synap.server.config.ConfigException;
import io.synap.server.lifecycle.Version;
import io.synap.server.logging.Logging;
import java.io.IOException;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The program {@code synap}: its commands, and how their failures are told. */
@Command(
        name = "synap",
        description = "Key-value, queues, event streams and pub/sub in one durable server.",
        mixinStandardHelpOptions = true,
        versionProvider = SynapCommand.Versions.class,
        subcommands = {
            ServerCommand.class,
            DoctorCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            HelpCommand.class
        })
public final class SynapCommand {
    static final class Versions implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"synap " + Version.current()};
        }
    }

    /** Runs the program and returns its exit code ({@link ExitCodes}). */
    public static int run(String... arguments) {
        try (Surroundings here = Surroundings.ofProcess()) {
            CommandLine line = new CommandLine(new SynapCommand());
            line.setExecutionExceptionHandler((failure, command, parsed) -> explain(failure, command.getErr()));
            ClientCommands.addTo(line, here, arguments);
            return arguments.length == 0 ? line.execute("--help") : line.execute(arguments);
        }
    }

    /** Errors that a user can act on are told in words; a stack trace is for errors of ours. */
    private static int explain(Exception failure, PrintWriter err) {
        return switch (failure) {
            case ConfigException wrong -> tell(err, wrong.getMessage(), ExitCodes.USAGE);
            case StartRefusedException refused -> tell(err, "synap: " + refused.getMessage(), ExitCodes.DAMAGED);
            case IOException io -> tell(err, "synap: " + io.getMessage(), ExitCodes.FAILED);
            default -> {
                // Not before it is needed: what logs takes longer to begin than most commands take.
                LoggerFactory.getLogger(SynapCommand.class).error("the program failed", failure);
                Logging.stop();
                yield ExitCodes.FAULT;
            }
        };
    }

    private static int tell(PrintWriter err, @Nullable String message, int exitCode) {
        err.println(message);
        return exitCode;
    }
}
