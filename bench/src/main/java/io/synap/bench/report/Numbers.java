package io.synap.bench.report;

import java.util.Locale;
import java.util.OptionalDouble;

/** Thread-safe, no state. Numbers as people read them: three significant digits at least, thousands parted. */
final class Numbers {
    private Numbers() {}

    static String show(double value) {
        double size = Math.abs(value);
        String format = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f";
        return String.format(Locale.ROOT, format, value);
    }

    static String show(OptionalDouble value) {
        return value.isPresent() ? show(value.getAsDouble()) : "–";
    }

    static String showRatio(OptionalDouble ratio) {
        return ratio.isPresent() ? String.format(Locale.ROOT, "%.2f ×", ratio.getAsDouble()) : "–";
    }
}
