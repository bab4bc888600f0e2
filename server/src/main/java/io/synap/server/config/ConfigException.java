package io.synap.server.config;

import java.util.List;

/**
 * Settings that cannot be. The message has several lines and is meant to be printed: how many
 * problems there are, then each with the place it stands at. It carries no stack trace.
 */
public final class ConfigException extends RuntimeException {
    private final transient List<String> problems;

    ConfigException(List<String> problems) {
        super(message(problems), null, false, false);
        this.problems = List.copyOf(problems);
    }

    /** One line for each problem. */
    public List<String> problems() {
        return problems;
    }

    private static String message(List<String> problems) {
        String count = problems.size() == 1 ? "1 problem" : problems.size() + " problems";
        return count + " in the configuration:\n  " + String.join("\n  ", problems);
    }
}
