package io.synap.bench.report;

import java.util.List;

/** What became of a row. */
public sealed interface RowResult {
    String row();

    /** Its figures, all checked to be real, and what a reader should know about them. */
    record Measured(String row, List<Figure> figures, List<String> notes) implements RowResult {}

    /** Something it needs is not here. */
    record Skipped(String row, String reason) implements RowResult {}

    /** It could not be measured, or what was measured is not real. */
    record Failed(String row, String reason) implements RowResult {}
}
