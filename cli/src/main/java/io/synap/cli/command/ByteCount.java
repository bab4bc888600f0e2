package io.synap.cli.command;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;

/** Numbers of bytes as people write them: {@code 4096}, {@code 64KB}, {@code 10MB}, {@code 2GB}. Stateless. */
public final class ByteCount implements ITypeConverter<Long> {
    private static final Pattern FORM = Pattern.compile("([0-9]+)\\s*(?:([kmgt])(?:i?b)?|b)?");

    @Override
    public Long convert(String text) {
        Matcher form = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!form.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no number of bytes; write 4096, 64KB, 10MB or 2GB");
        }
        String unit = form.group(2);
        int shift = unit == null ? 0 : 10 * ("kmgt".indexOf(unit) + 1);
        return Math.multiplyExact(Long.parseLong(form.group(1)), 1L << shift);
    }
}
