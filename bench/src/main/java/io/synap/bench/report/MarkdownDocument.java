package io.synap.bench.report;

import java.util.List;

/** Thread-safe, no state. The results as the document kept in {@code docs/}. */
public final class MarkdownDocument {
    private MarkdownDocument() {}

    public static String render(Suite suite, Results results, String chartFile) {
        Columns columns = Columns.of(results);
        StringBuilder text = new StringBuilder("# ").append(suite.heading()).append("\n\n");
        boolean beside = !results.peers().isEmpty();
        text.append(
                        beside
                                ? "Synap beside " + String.join(", ", results.peers()) + " on the same machine"
                                : "Synap alone")
                .append(", written by `")
                .append(results.command())
                .append("`.\n\n");
        text.append(results.machine().line()).append(".\n\n");
        if (beside) {
            text.append("![Ratios: throughput and server CPU](")
                    .append(chartFile)
                    .append(")\n\n");
        }
        for (RowResult row : results.rows()) {
            text.append("## ").append(row.row()).append("\n\n");
            switch (row) {
                case RowResult.Measured(String _, List<Figure> figures, List<String> notes) -> {
                    table(text, columns, figures);
                    notes.forEach(note -> text.append("- ").append(note).append('\n'));
                    text.append(notes.isEmpty() ? "" : "\n");
                }
                case RowResult.Skipped(String _, String reason) ->
                    text.append("Skipped: ").append(reason).append(".\n\n");
                case RowResult.Failed(String _, String reason) ->
                    text.append("Failed: ").append(reason).append(".\n\n");
            }
        }
        return text.append("## Method\n\n").append(suite.method()).toString();
    }

    private static void table(StringBuilder text, Columns columns, List<Figure> figures) {
        line(text, columns.header());
        text.append("|---|---|--:|--:|--:|--:|---|\n");
        figures.forEach(figure -> line(text, columns.cells(figure)));
        text.append('\n');
    }

    private static void line(StringBuilder text, List<String> cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}
