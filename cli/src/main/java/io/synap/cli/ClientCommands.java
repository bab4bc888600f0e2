package io.synap.cli;

import io.synap.cli.catalogue.AnyCommand;
import io.synap.cli.changes.ChangesGroup;
import io.synap.cli.command.ClientCommand;
import io.synap.cli.command.Durations;
import io.synap.cli.command.ExitCodesCommand;
import io.synap.cli.command.Failures;
import io.synap.cli.command.Surroundings;
import io.synap.cli.completion.CompletionCommand;
import io.synap.cli.group.ExclusiveGroup;
import io.synap.cli.kv.KvGroup;
import io.synap.cli.kv.WatchCommand;
import io.synap.cli.presence.PresenceGroup;
import io.synap.cli.pubsub.PubSubGroup;
import io.synap.cli.queue.QueueGroup;
import io.synap.cli.resp.ConfigGroup;
import io.synap.cli.resp.SlowLogGroup;
import io.synap.cli.room.StreamGroup;
import io.synap.cli.server.ClientsCommand;
import io.synap.cli.server.HealthCommand;
import io.synap.cli.server.InfoCommand;
import io.synap.cli.server.MetricsCommand;
import io.synap.cli.server.SnapshotCommand;
import io.synap.cli.shell.ShellCommand;
import io.synap.cli.shell.ShellRoot;
import io.synap.cli.topic.TopicGroup;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.TypeConversionException;

/** The commands to a server, to be put beside a program's own. Stateless. */
public final class ClientCommands {
    /** Commands that look at all others. */
    private static final Set<String> WHOLE = Set.of("completion", "help", "shell");

    private ClientCommands() {}

    /**
     * Adds all of them, and makes the line and everything in it read arguments and tell failures in one way. The line
     * is the root; a failure of a command of its own goes to the handler that it had.
     */
    public static void addTo(CommandLine line, Surroundings here) {
        addTo(line, here, Optional.empty());
    }

    /** As {@link #addTo(CommandLine, Surroundings)}, for these words alone: what they do not name may be left out. */
    public static void addTo(CommandLine line, Surroundings here, String... words) {
        boolean known = words.length > 0 && families().containsKey(words[0]) && !WHOLE.contains(words[0]);
        addTo(line, here, known ? Optional.of(words[0]) : Optional.empty());
    }

    private static void addTo(CommandLine line, Surroundings here, Optional<String> wanted) {
        CommandLine.IExecutionExceptionHandler own = line.getExecutionExceptionHandler();
        families().forEach((name, family) -> {
            if (wanted.isEmpty() || wanted.get().equals(name)) {
                line.addSubcommand(name, family.get());
            }
        });
        Failures failures = new Failures(here);
        IParameterExceptionHandler usage = (wrong, arguments) -> failures.explain(wrong, wrong.getCommandLine());
        line.setParameterExceptionHandler(usage)
                .setExecutionExceptionHandler(
                        (failure, command, parsed) -> command.getCommand() instanceof ClientCommand
                                ? failures.explain(failure, command)
                                : own.handleExecutionException(failure, command, parsed))
                .setExpandAtFiles(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(Duration.class, ClientCommands::duration)
                .setOut(writer(here.out()))
                .setErr(writer(here.err()))
                .setColorScheme(CommandLine.Help.defaultColorScheme(failures.isColored() ? Ansi.ON : Ansi.OFF));
        settle(line, here);
    }

    /** By their names, so that of a line that names one only that one is made: making all takes most of a start. */
    private static Map<String, Supplier<Object>> families() {
        Map<String, Supplier<Object>> all = new LinkedHashMap<>();
        all.put("kv", KvGroup::new);
        all.put("pubsub", PubSubGroup::new);
        all.put("queue", QueueGroup::new);
        all.put("stream", StreamGroup::new);
        all.put("topic", TopicGroup::new);
        all.put("group", ExclusiveGroup::new);
        all.put("presence", PresenceGroup::new);
        all.put("watch", WatchCommand::new);
        all.put("changes", ChangesGroup::new);
        all.put("info", InfoCommand::new);
        all.put("health", HealthCommand::new);
        all.put("metrics", MetricsCommand::new);
        all.put("clients", ClientsCommand::new);
        all.put("snapshot", SnapshotCommand::new);
        all.put("slowlog", SlowLogGroup::new);
        all.put("config", ConfigGroup::new);
        all.put("command", AnyCommand::new);
        all.put("completion", CompletionCommand::new);
        all.put("exit-codes", ExitCodesCommand::new);
        all.put("shell", () -> new ShellCommand(ClientCommands::shell));
        return all;
    }

    /** What the lines of a shell are given to. */
    private static CommandLine shell(Surroundings inside) {
        CommandLine line = new CommandLine(new ShellRoot());
        addTo(line, inside);
        line.getCommandSpec().removeSubcommand("shell");
        return line;
    }

    /** Tells every command below where it runs. */
    private static void settle(CommandLine line, Surroundings here) {
        for (CommandLine each : line.getSubcommands().values()) {
            if (each.getCommand() instanceof ClientCommand command) {
                command.runsIn(here);
                if (command.takesNegativeNumbers()) {
                    each.setUnmatchedOptionsArePositionalParams(true);
                }
            }
            settle(each, here);
        }
    }

    private static Duration duration(String text) {
        try {
            return Durations.parse(text);
        } catch (IllegalArgumentException wrong) {
            throw new TypeConversionException(wrong.getMessage());
        }
    }

    private static PrintWriter writer(OutputStream target) {
        return new PrintWriter(new OutputStreamWriter(target, StandardCharsets.UTF_8), true);
    }
}
