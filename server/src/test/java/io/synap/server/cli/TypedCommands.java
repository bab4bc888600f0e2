package io.synap.server.cli;

import io.synap.cli.ClientCommands;
import io.synap.cli.command.Connections;
import io.synap.cli.command.Screen;
import io.synap.cli.command.Surroundings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jline.reader.impl.DefaultParser;
import picocli.CommandLine;

/** Types command lines and reads what they print. Confined to one thread; each line has a connection of its own. */
final class TypedCommands {
    private final Map<String, String> environment;

    TypedCommands(int httpPort, int respPort) {
        environment = Map.of("SYNAP_SERVER", "127.0.0.1:" + httpPort, "SYNAP_RESP", "127.0.0.1:" + respPort);
    }

    /**
     * Runs a script whose lines begin with a dollar sign, and returns it with what was printed below each line: standard
     * output and error as they come, then the exit code unless it is 0. Lines without the dollar sign are left out, so
     * that a script can be compared with itself.
     */
    String run(String script) {
        StringBuilder transcript = new StringBuilder();
        script.lines().filter(line -> line.startsWith("$ ")).forEach(line -> {
            transcript.append(line).append('\n');
            transcript.append(printed(line.substring(2), ""));
        });
        return transcript.toString();
    }

    /** What one line prints, given this on standard input. */
    String printed(String line, String input) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        int exit = run(line, input, printed);
        String text = printed.toString(StandardCharsets.UTF_8);
        String ended = text.isEmpty() || text.endsWith("\n") ? text : text + "⏎\n";
        return exit == 0 ? ended : ended + "exit " + exit + "\n";
    }

    /** Runs one line and returns its exit code. */
    int run(String line, String input, ByteArrayOutputStream printed) {
        try (Surroundings here = new Surroundings(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                printed,
                printed,
                Screen.NONE,
                environment,
                new Connections())) {
            CommandLine root = new CommandLine(new SynapCommand());
            ClientCommands.addTo(root, here);
            List<String> words = new DefaultParser().parse(line, 0).words();
            return root.execute(words.toArray(String[]::new));
        }
    }
}
