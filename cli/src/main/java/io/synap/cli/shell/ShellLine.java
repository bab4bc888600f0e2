package io.synap.cli.shell;

import io.synap.cli.command.ExitCodes;
import java.util.List;
import picocli.CommandLine;

/** One line of a shell, in words. Stateless. */
final class ShellLine {
    private ShellLine() {}

    static boolean isEnd(List<String> words) {
        String first = words.isEmpty() ? "" : words.getFirst();
        return first.equals("exit") || first.equals("quit");
    }

    /** Runs it; of what is empty or a comment, nothing. */
    static int run(CommandLine line, List<String> words) {
        List<String> all = words.stream().toList();
        if (all.isEmpty() || all.getFirst().isEmpty() || all.getFirst().startsWith("#")) {
            return ExitCodes.OK;
        }
        return line.execute(all.toArray(String[]::new));
    }
}
