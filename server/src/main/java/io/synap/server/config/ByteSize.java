package io.synap.server.config;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as people write them: {@code 512}, {@code 64kb}, {@code 16mb}. Units are of 1024. */
final class ByteSize {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,19})(b|kb|mb|gb|tb)?");
    private static final String[] UNITS = {"b", "kb", "mb", "gb", "tb"};

    private ByteSize() {}

    /** The size in bytes; empty if the text is none or beyond 63 bits. Case does not matter. */
    static OptionalLong parse(String text) {
        Matcher form = FORM.matcher(text.toLowerCase(Locale.ROOT));
        if (!form.matches()) {
            return OptionalLong.empty();
        }
        int power = 0;
        while (form.group(2) != null && !UNITS[power].equals(form.group(2))) {
            power++;
        }
        try {
            return OptionalLong.of(Math.multiplyExact(Long.parseLong(form.group(1)), 1L << (10 * power)));
        } catch (ArithmeticException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /** The shortest text that means exactly this size. */
    static String format(long bytes) {
        int power = 0;
        long amount = bytes;
        while (amount != 0 && amount % 1024 == 0 && power < UNITS.length - 1) {
            amount /= 1024;
            power++;
        }
        return power == 0 ? Long.toString(bytes) : amount + UNITS[power];
    }
}
