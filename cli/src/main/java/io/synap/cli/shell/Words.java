package io.synap.cli.shell;

import java.util.ArrayList;
import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import picocli.AutoComplete;
import picocli.CommandLine.Model.CommandSpec;

/** Completes the words of a line from what the commands are. Thread-safe. */
final class Words implements Completer {
    private final CommandSpec commands;

    Words(CommandSpec commands) {
        this.commands = commands;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        String[] words = line.words().toArray(String[]::new);
        List<CharSequence> ends = new ArrayList<>();
        int _ = AutoComplete.complete(commands, words, line.wordIndex(), line.wordCursor(), line.cursor(), ends);
        String begun = line.word().substring(0, line.wordCursor());
        for (CharSequence end : ends) {
            candidates.add(new Candidate(begun + end));
        }
    }
}
