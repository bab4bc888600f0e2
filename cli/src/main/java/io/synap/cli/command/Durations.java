package io.synap.cli.command;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as people write them: {@code 500ms}, {@code 10s}, {@code 5m}, {@code 2h}, {@code 7d}, {@code 1h30m}. Stateless. */
public final class Durations {
    private static final Pattern PART = Pattern.compile("([0-9]+)(ms|s|m|h|d)");

    private Durations() {}

    /**
     * Reads one; a number alone is seconds.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Duration parse(String text) {
        String given = text.strip().toLowerCase(Locale.ROOT);
        try {
            if (given.matches("[0-9]+")) {
                return Duration.ofSeconds(Long.parseLong(given));
            }
            return given.startsWith("p") ? Duration.parse(given) : parts(given);
        } catch (DateTimeParseException | ArithmeticException | NumberFormatException wrong) {
            throw wrong(text);
        }
    }

    private static Duration parts(String text) {
        Matcher part = PART.matcher(text);
        Duration sum = Duration.ZERO;
        int at = 0;
        while (part.lookingAt()) {
            long count = Long.parseLong(part.group(1));
            sum = sum.plus(
                    switch (part.group(2)) {
                        case "ms" -> Duration.ofMillis(count);
                        case "s" -> Duration.ofSeconds(count);
                        case "m" -> Duration.ofMinutes(count);
                        case "h" -> Duration.ofHours(count);
                        default -> Duration.ofDays(count);
                    });
            at = part.end();
            part.region(at, text.length());
        }
        if (at == 0 || at < text.length()) {
            throw wrong(text);
        }
        return sum;
    }

    private static IllegalArgumentException wrong(String text) {
        return new IllegalArgumentException("'" + text + "' is no length of time; write 500ms, 10s, 5m, 2h or 1d");
    }

    /** As short as it can be said exactly. */
    public static String text(Duration duration) {
        long millis = duration.toMillis();
        if (millis == 0) {
            return "0s";
        }
        StringBuilder text = new StringBuilder();
        append(text, duration.toDaysPart(), "d");
        append(text, duration.toHoursPart(), "h");
        append(text, duration.toMinutesPart(), "m");
        append(text, duration.toSecondsPart(), "s");
        append(text, duration.toMillisPart(), "ms");
        return text.toString();
    }

    private static void append(StringBuilder text, long count, String unit) {
        if (count != 0) {
            text.append(count).append(unit);
        }
    }
}
