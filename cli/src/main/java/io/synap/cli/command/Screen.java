package io.synap.cli.command;

import java.io.Console;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * Which of the standard streams are a terminal, and how wide it is. Immutable.
 *
 * @param columns what a line may take, asked each time; 0 where nobody knows
 */
public record Screen(boolean in, boolean out, boolean err, IntSupplier columns) {
    public static final Screen NONE = new Screen(false, false, false, () -> 0);

    /** What the launcher has found out: {@code SYNAP_TTY} names the streams, {@code COLUMNS} is the width. */
    static Screen of(Map<String, String> environment) {
        String known = environment.get("SYNAP_TTY");
        if (known == null) {
            boolean terminal = Optional.ofNullable(System.console())
                    .filter(Console::isTerminal)
                    .isPresent();
            return new Screen(terminal, terminal, terminal, () -> columns(environment));
        }
        List<String> names = Arrays.asList(known.split(" ", -1));
        return new Screen(
                names.contains("in"), names.contains("out"), names.contains("err"), () -> columns(environment));
    }

    private static int columns(Map<String, String> environment) {
        String given = environment.getOrDefault("COLUMNS", "");
        return given.matches("[1-9][0-9]{0,4}") ? Integer.parseInt(given) : 0;
    }
}
