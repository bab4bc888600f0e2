package io.synap.cli.shell;

import io.synap.cli.command.Connections;
import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Output;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import picocli.CommandLine;

/** A shell on a terminal. Confined to the thread that runs it; Ctrl-C interrupts the command that this thread runs. */
final class Conversation {
    /** Lines that are remembered. */
    private static final int HISTORY_LINES = 2000;

    private final Terminal terminal;
    private final CommandLine commands;
    private final Connections connections;
    private final Path historyFile;

    Conversation(Terminal terminal, CommandLine commands, Connections connections, Path historyFile) {
        this.terminal = terminal;
        this.commands = commands;
        this.connections = connections;
        this.historyFile = historyFile;
    }

    /** Reads and runs lines until somebody has had enough; returns the last exit code. */
    int run(Output output, String server) {
        ownersOnly(historyFile);
        LineReader reader = reader();
        output.note("Tab completes, help explains, Ctrl-D ends.");
        int last = ExitCodes.OK;
        while (true) {
            try {
                String text = reader.readLine(prompt(server));
                List<String> words = reader.getParsedLine().words();
                if (ShellLine.isEnd(words)) {
                    return last;
                }
                if (!text.isBlank()) {
                    last = interruptibly(words);
                }
            } catch (UserInterruptException _) {
                // Ctrl-C while a line is written throws it away.
                last = ExitCodes.INTERRUPTED;
            } catch (EndOfFileException _) {
                return last;
            }
        }
    }

    private LineReader reader() {
        return LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("synap")
                .parser(ShellLine.parser())
                .completer(new Words(commands.getCommandSpec()))
                .variable(LineReader.HISTORY_FILE, historyFile)
                .variable(LineReader.HISTORY_SIZE, HISTORY_LINES)
                .variable(LineReader.HISTORY_FILE_SIZE, HISTORY_LINES)
                .variable(LineReader.SECONDARY_PROMPT_PATTERN, "… ")
                .option(LineReader.Option.HISTORY_IGNORE_SPACE, true)
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .build();
    }

    /** Green while there is a connection, red when it is lost, plain before anything was asked. */
    private String prompt(String server) {
        AttributedStyle style = switch (connections.state()) {
            case NONE -> AttributedStyle.DEFAULT;
            case OPEN -> AttributedStyle.DEFAULT.foreground(AttributedStyle.GREEN);
            case LOST -> AttributedStyle.DEFAULT.foreground(AttributedStyle.RED);
        };
        String mark = connections.state() == Connections.State.LOST ? " (not connected)" : "";
        return new AttributedStringBuilder()
                .style(style)
                .append("synap ")
                .append(server)
                .append(mark)
                .style(AttributedStyle.DEFAULT)
                .append("> ")
                .toAnsi(terminal);
    }

    private int interruptibly(List<String> words) {
        Thread runner = Thread.currentThread();
        Terminal.SignalHandler before = terminal.handle(Terminal.Signal.INT, signal -> runner.interrupt());
        try {
            return ShellLine.run(commands, words);
        } finally {
            terminal.handle(Terminal.Signal.INT, before);
            // What comes next is not meant.
            Thread.interrupted();
        }
    }

    /** Lines may hold what only their writer should see. */
    private static void ownersOnly(Path file) {
        var owner = PosixFilePermissions.fromString("rw-------");
        try {
            if (Files.notExists(file)) {
                Files.createFile(file, PosixFilePermissions.asFileAttribute(owner));
            }
            Files.setPosixFilePermissions(file, owner);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (UnsupportedOperationException _) {
            // This file system knows no such permissions.
        }
    }
}
