package io.synap.cli.shell;

import io.synap.cli.command.ExitCodes;
import java.util.List;
import org.jline.reader.impl.DefaultParser;
import picocli.CommandLine;

/** One line of a shell, in words. Stateless. */
final class ShellLine {
    private ShellLine() {}

    /** Quotes keep words together, over several lines too; a backslash takes what follows as it is. */
    static DefaultParser parser() {
        DefaultParser parser = new DefaultParser();
        parser.setEofOnUnclosedQuote(true);
        parser.setEofOnEscapedNewLine(true);
        return parser;
    }

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
