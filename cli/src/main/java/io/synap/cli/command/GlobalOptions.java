package io.synap.cli.command;

import io.synap.cli.output.ColorChoice;
import io.synap.cli.output.Output;
import io.synap.cli.output.OutputFormat;
import io.synap.cli.output.Style;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that every command to a server takes. Confined to one run. */
final class GlobalOptions {
    private static final String SERVER_DEFAULT = "127.0.0.1:15500";

    @Option(
            names = "--server",
            paramLabel = "HOST:PORT",
            description = "The server, or several to try; else $SYNAP_SERVER, else " + SERVER_DEFAULT + ".",
            order = 100)
    private List<String> servers = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "table or json.",
            order = 101)
    private OutputFormat format = OutputFormat.TABLE;

    @Option(
            names = "--deadline",
            paramLabel = "TIME",
            description = "How long a call may take, such as 500ms or 1m; 10s unless said.",
            order = 102)
    private Optional<Duration> deadline = Optional.empty();

    @Option(names = "--color", paramLabel = "WHEN", description = "auto, always or never.", order = 103)
    private ColorChoice color = ColorChoice.AUTO;

    @Option(
            names = {"-q", "--quiet"},
            description = "Print results only.",
            order = 104)
    private boolean quiet;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.",
            order = 105)
    @SuppressWarnings("UnusedVariable") // picocli asks for it
    private boolean help;

    List<String> servers(Map<String, String> environment) {
        if (!servers.isEmpty()) {
            return List.copyOf(servers);
        }
        String given = environment.getOrDefault("SYNAP_SERVER", "");
        return given.isBlank()
                ? List.of(SERVER_DEFAULT)
                : Arrays.stream(given.split(",", -1)).map(String::strip).toList();
    }

    Duration deadlineOr(Duration otherwise) {
        if (deadline.isPresent() && deadline.get().isZero()) {
            throw new IllegalArgumentException("'--deadline' must be more than nothing");
        }
        return deadline.orElse(otherwise);
    }

    Output output(Surroundings here) {
        Screen screen = here.screen();
        return new Output(
                here.out(),
                here.err(),
                new Output.Manner(
                        format,
                        style(color, screen.out(), here.environment()),
                        style(color, screen.err(), here.environment()),
                        screen.out() ? screen.columns().getAsInt() : 0,
                        screen.out(),
                        screen.err(),
                        quiet));
    }

    static Style style(ColorChoice color, boolean terminal, Map<String, String> environment) {
        boolean colored = switch (color) {
            case ALWAYS -> true;
            case NEVER -> false;
            case AUTO ->
                terminal
                        && environment.getOrDefault("NO_COLOR", "").isEmpty()
                        && !environment.getOrDefault("TERM", "").equals("dumb");
        };
        return colored ? Style.COLORED : Style.PLAIN;
    }
}
