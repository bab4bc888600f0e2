package io.synap.cli.shell;

import io.synap.cli.command.ClientCommand;
import io.synap.cli.command.ExitCodes;
import io.synap.cli.command.Screen;
import io.synap.cli.command.Surroundings;
import io.synap.cli.output.Output;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jline.reader.EOFError;
import org.jline.reader.Parser;
import org.jline.reader.Parser.ParseContext;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Runs commands a line at a time, over one connection. Confined to one run. */
@Command(
        name = "shell",
        description = {
            "Run commands a line at a time, over one connection.",
            "On a terminal with completion (Tab), history (~/.synap_history) and help; otherwise the lines of standard"
                    + " input, whose last failure is the exit code."
        })
public final class ShellCommand extends ClientCommand {
    private final Function<Surroundings, CommandLine> commands;

    /** @param commands makes the line that the shell's lines are given to */
    public ShellCommand(Function<Surroundings, CommandLine> commands) {
        this.commands = commands;
    }

    @Override
    protected int run(Output output) throws IOException {
        Surroundings here = here();
        return here.screen().in() && here.screen().out() ? converse(here, output) : script(here);
    }

    private int script(Surroundings here) throws IOException {
        CommandLine line = commands.apply(inside(here, here.screen()));
        BufferedReader lines = new BufferedReader(new InputStreamReader(here.in(), StandardCharsets.UTF_8));
        Parser parser = ShellLine.parser();
        int result = ExitCodes.OK;
        StringBuilder pending = new StringBuilder();
        for (String each = lines.readLine(); each != null; each = lines.readLine()) {
            pending.append(pending.isEmpty() ? "" : "\n").append(each);
            List<String> words;
            try {
                words = parser.parse(pending.toString(), 0, ParseContext.ACCEPT_LINE)
                        .words();
            } catch (EOFError unfinished) {
                continue;
            }
            pending.setLength(0);
            if (ShellLine.isEnd(words)) {
                return result;
            }
            int exit = ShellLine.run(line, words);
            result = exit == ExitCodes.OK ? result : exit;
        }
        if (!pending.isEmpty()) {
            throw new IllegalArgumentException("the last line ends within quotes");
        }
        return result;
    }

    private int converse(Surroundings here, Output output) throws IOException {
        try (Terminal terminal =
                TerminalBuilder.builder().name("synap").system(true).dumb(true).build()) {
            Screen screen = new Screen(false, true, true, terminal::getWidth);
            Surroundings inside = inside(here, screen);
            CommandLine line = commands.apply(inside);
            String home = here.environment().getOrDefault("HOME", System.getProperty("user.home", "."));
            String server = String.join(",", servers());
            return new Conversation(terminal, line, inside.connections(), Path.of(home, ".synap_history"))
                    .run(output, server);
        }
    }

    /** Commands in the shell go to the same servers, and cannot read what the shell reads. */
    private Surroundings inside(Surroundings here, Screen screen) {
        return new Surroundings(
                new NoInput(),
                here.out(),
                here.err(),
                new Screen(false, screen.out(), screen.err(), screen.columns()),
                environment(here),
                here.connections());
    }

    private Map<String, String> environment(Surroundings here) {
        Map<String, String> all = new HashMap<>(here.environment());
        all.put("SYNAP_SERVER", String.join(",", servers()));
        return all;
    }

    /** Says what to do instead of reading. */
    private static final class NoInput extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("within the shell there is no standard input; write the value, or @FILE");
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            return read();
        }
    }
}
