package io.synap.bench.report;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/** Immutable. The samples of one figure, one a round, in the order taken; empty if it was not measured. */
public record Series(List<Double> samples) {
    public static final Series NONE = new Series(List.of());

    public Series {
        samples = List.copyOf(samples);
    }

    public static Series of(double... samples) {
        return new Series(Arrays.stream(samples).boxed().toList());
    }

    /** The middle one; of an even number the mean of the two in the middle. */
    public OptionalDouble median() {
        if (samples.isEmpty()) {
            return OptionalDouble.empty();
        }
        double[] sorted = sorted();
        int middle = sorted.length / 2;
        return OptionalDouble.of(sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2);
    }

    /** The smallest sample that at least {@code fraction} of all do not exceed (nearest rank). */
    public OptionalDouble quantile(double fraction) {
        if (samples.isEmpty()) {
            return OptionalDouble.empty();
        }
        int rank = (int) Math.ceil(fraction * samples.size());
        return OptionalDouble.of(sorted()[Math.clamp(rank - 1, 0, samples.size() - 1)]);
    }

    private double[] sorted() {
        return samples.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }
}
