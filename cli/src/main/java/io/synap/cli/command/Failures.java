package io.synap.cli.command;

import io.synap.cli.output.ColorChoice;
import io.synap.cli.output.Style;
import io.synap.client.error.SynapClientException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Tells what went wrong in one or two lines on standard error, and makes an exit code of it. Immutable. */
public final class Failures {
    private final Style style;

    public Failures(Surroundings here) {
        this.style = GlobalOptions.style(ColorChoice.AUTO, here.screen().err(), here.environment());
    }

    public boolean isColored() {
        return style.isColored();
    }

    /** The failure of a command that ran. */
    public int explain(Exception failure, CommandLine line) {
        return switch (failure) {
            case SynapClientException known ->
                tell(line.getErr(), known.code() + " " + known.detail(), known.hint(), ExitCodes.of(known));
            case ParameterException wrong -> UsageErrors.explain(wrong, this);
            case UncheckedIOException io -> explain(io.getMessage(), line);
            case IOException io -> explain(io.toString(), line);
            case InterruptedException _ -> ExitCodes.INTERRUPTED;
            case IllegalArgumentException wrong ->
                tell(line.getErr(), "USAGE " + wrong.getMessage(), helpOf(line), ExitCodes.USAGE);
            default ->
                tell(
                        line.getErr(),
                        "INTERNAL " + failure,
                        "this is an error of the program itself; please report it with what you did",
                        ExitCodes.FAULT);
        };
    }

    private int explain(@Nullable String said, CommandLine line) {
        String message = String.valueOf(said);
        return isClosedPipe(message)
                ? ExitCodes.OK
                : tell(
                        line.getErr(),
                        "IO "
                                + message.replaceFirst("^java\\.io\\.IOException: ", "")
                                        .replace("java.nio.file.", ""),
                        "",
                        ExitCodes.NEGATIVE);
    }

    /** Whoever read the output has had enough, as {@code head} has: no failure of ours. */
    private static boolean isClosedPipe(String message) {
        String said = message.toLowerCase(Locale.ROOT);
        return said.contains("broken pipe") || said.contains("pipe closed") || said.contains("being closed");
    }

    static String helpOf(CommandLine line) {
        return "'" + line.getCommandSpec().qualifiedName() + " --help' says how it is used";
    }

    int tell(PrintWriter err, String message, String hint, int exitCode) {
        err.println(style.red("error:") + " " + message);
        if (!hint.isEmpty()) {
            err.println(style.yellow("hint:") + " " + hint);
        }
        err.flush();
        return exitCode;
    }
}
