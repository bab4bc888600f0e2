package io.synap.bench.report;

import java.util.OptionalDouble;

/**
 * Immutable. One line of the table: our samples and those of one peer.
 *
 * @param id stable across versions: the guard and the chart find figures by it
 * @param guarded whether the guard judges it; extremes such as a longest pause are too noisy for that
 * @param peer the peer's name as shown, also where {@code theirs} is empty
 */
public record Figure(
        String id,
        String title,
        String unit,
        Better better,
        Target target,
        boolean guarded,
        Series ours,
        String peer,
        Series theirs) {

    /** A figure's verdict. */
    public enum Mark {
        PASS("✓"),
        MISS("✗"),
        NOT_JUDGED("");

        private final String sign;

        Mark(String sign) {
            this.sign = sign;
        }

        String sign() {
            return sign;
        }
    }

    /** Median of ours / median of theirs. */
    public OptionalDouble ratio() {
        OptionalDouble mine = ours.median();
        OptionalDouble other = theirs.median();
        return mine.isPresent() && other.isPresent() && other.getAsDouble() != 0
                ? OptionalDouble.of(mine.getAsDouble() / other.getAsDouble())
                : OptionalDouble.empty();
    }

    public Mark mark() {
        return switch (target) {
            case Target.None() -> Mark.NOT_JUDGED;
            case Target.Ratio(double bound) -> judge(ratio(), bound);
            case Target.Own(double bound) -> judge(ours.median(), bound);
        };
    }

    private Mark judge(OptionalDouble value, double bound) {
        if (value.isEmpty()) {
            return Mark.NOT_JUDGED;
        }
        boolean reached = better == Better.HIGHER ? value.getAsDouble() >= bound : value.getAsDouble() <= bound;
        return reached ? Mark.PASS : Mark.MISS;
    }
}
