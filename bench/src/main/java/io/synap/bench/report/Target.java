package io.synap.bench.report;

import java.util.Locale;

/** What a figure has to reach at least; "at least as good" is a bound from above where lower is better. */
public sealed interface Target {
    /** Only reported. */
    record None() implements Target {}

    /** A bound for ours / theirs. */
    record Ratio(double bound) implements Target {}

    /** A bound for our own figure, in its unit. */
    record Own(double bound) implements Target {}

    static Target none() {
        return new None();
    }

    default String show(Better better) {
        String sign = better == Better.HIGHER ? "≥" : "≤";
        return switch (this) {
            case None() -> "";
            case Ratio(double bound) -> String.format(Locale.ROOT, "%s %.2f ×", sign, bound);
            case Own(double bound) -> sign + " " + Numbers.show(bound);
        };
    }
}
