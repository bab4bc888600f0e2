package io.synap.server.client.cli;

import io.synap.cli.ClientCommands;
import io.synap.cli.command.Connections;
import io.synap.cli.command.Screen;
import io.synap.cli.command.Surroundings;
import io.synap.server.cli.SynapCommand;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;

/**
 * Runs command lines as the program does, on one connection, and notes what they print: as a shell shows it, with the exit
 * code behind it unless that is 0. Confined to its test; what differs from run to run is blotted out.
 */
final class ScriptedLine implements AutoCloseable {
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

    private final Map<String, String> environment;
    private final Connections connections = new Connections();

    ScriptedLine(int port) {
        environment = Map.of("SYNAP_SERVER", "127.0.0.1:" + port);
    }

    /**
     * Runs the lines of a transcript that begin with {@code $}, each with the lines behind it that begin with {@code >} as its
     * standard input.
     *
     * @return the transcript as it was
     */
    String replay(String transcript) {
        StringBuilder replayed = new StringBuilder();
        List<String> lines = transcript.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).startsWith("$ ")) {
                continue;
            }
            replayed.append(lines.get(i)).append('\n');
            StringBuilder in = new StringBuilder();
            for (int j = i + 1; j < lines.size() && lines.get(j).startsWith("> "); j++) {
                replayed.append(lines.get(j)).append('\n');
                in.append(lines.get(j).substring(2)).append('\n');
            }
            replayed.append(run(lines.get(i).substring(2), in.toString()));
        }
        return replayed.toString();
    }

    /** Everything that a command prints on both streams, and how it ended. */
    String run(String line, String in) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        int code = execute(printed, printed, in, words(line));
        String shown = shown(printed.toString(StandardCharsets.UTF_8));
        return code == 0 ? shown : shown + "[" + code + "]\n";
    }

    int execute(OutputStream out, OutputStream err, String in, String... words) {
        return newLine(out, err, in).execute(words);
    }

    private CommandLine newLine(OutputStream out, OutputStream err, String in) {
        CommandLine line = new CommandLine(new SynapCommand());
        ClientCommands.addTo(
                line,
                new Surroundings(
                        new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
                        out,
                        err,
                        Screen.NONE,
                        environment,
                        connections));
        return line;
    }

    /** The program's commands as such. */
    CommandLine commands() {
        return newLine(OutputStream.nullOutputStream(), OutputStream.nullOutputStream(), "");
    }

    /** As a shell divides them, where single quotes keep things together. */
    private static String[] words(String line) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(line);
        while (word.find()) {
            words.add(word.group(1) == null ? word.group(2) : word.group(1));
        }
        return words.toArray(String[]::new);
    }

    private static String shown(String printed) {
        return printed.replaceAll("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z", "<moment>               ")
                .replaceAll("\\b\\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\b", "<time>")
                .replaceAll("\\b1[78]\\d{11}-\\d+\\b", "<stream id>")
                .replaceAll("\\b1[78]\\d{11}\\b", "<millis>")
                .replaceAll("in \\d+\\.\\d s", "in <seconds>")
                .replaceAll("(?m) +$", "");
    }

    @Override
    public void close() {
        connections.close();
    }
}
