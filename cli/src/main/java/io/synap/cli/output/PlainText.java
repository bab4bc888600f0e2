package io.synap.cli.output;

import io.synap.client.wire.Value;
import java.util.Base64;
import java.util.Locale;

/** Values as people read them. Stateless. */
public final class PlainText {
    /** What marks bytes that are no text. */
    public static final String BASE64_MARK = "base64:";

    private PlainText() {}

    /** Of any length and with line ends, as a result by itself. */
    public static String of(Value value) {
        return switch (value) {
            case Value.Null() -> "";
            case Value.Flag(var flag) -> flag ? "yes" : "no";
            case Value.Whole(var number) -> Long.toString(number);
            case Value.Fraction(var number) -> fraction(number);
            case Value.Text(var text) -> text;
            case Value.Octets octets -> BASE64_MARK + Base64.getEncoder().encodeToString(octets.value());
            case Value.Json(var document) -> document;
            case Value.Structure _, Value.Sequence _ -> JsonText.of(value);
        };
    }

    /** On one line: control characters are written as escapes, and nothing at all as a dash. */
    public static String cell(Value value) {
        String text = of(value);
        return text.isEmpty() ? "-" : escaped(text, false);
    }

    /** Without what would make a terminal do something; line ends and tabs stay if wanted. */
    public static String escaped(String text, boolean keepLines) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            boolean harmless = keepLines && (each == '\n' || each == '\t');
            if (harmless || !Character.isISOControl(each)) {
                out.append(each);
            } else {
                out.append(
                        switch (each) {
                            case '\n' -> "\\n";
                            case '\r' -> "\\r";
                            case '\t' -> "\\t";
                            default -> String.format(Locale.ROOT, "\\x%02x", (int) each);
                        });
            }
        }
        return out.toString();
    }

    private static String fraction(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString((long) number)
                : Double.toString(number);
    }
}
