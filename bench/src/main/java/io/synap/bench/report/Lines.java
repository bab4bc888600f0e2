package io.synap.bench.report;

import java.util.List;

/** Thread-safe, no state. The cells of a figure, the same in every form of the table. */
final class Lines {
    static final List<String> HEADER = List.of("figure", "unit", "ours", "redis", "ratio", "at least", "");

    private Lines() {}

    static List<String> cells(Figure figure) {
        return List.of(
                figure.title(),
                figure.unit(),
                Numbers.show(figure.ours().median()),
                Numbers.show(figure.theirs().median()),
                Numbers.showRatio(figure.ratio()),
                figure.target().show(figure.better()),
                figure.mark().sign());
    }
}
