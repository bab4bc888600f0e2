package io.synap.bench.report;

import java.util.ArrayList;
import java.util.List;

/** Thread-safe, no state. The results as aligned text: titles and units to the left, numbers to the right. */
public final class ConsoleTable {
    private static final int LEFT_COLUMNS = 2;
    private static final String GAP = "  ";

    private ConsoleTable() {}

    public static String render(Results results) {
        Columns columns = Columns.of(results);
        int[] widths = widths(results, columns);
        StringBuilder text = new StringBuilder();
        line(text, columns.header(), widths);
        for (RowResult row : results.rows()) {
            switch (row) {
                case RowResult.Measured(String name, List<Figure> figures, List<String> notes) -> {
                    text.append(name).append('\n');
                    figures.forEach(figure -> line(text, indented(columns, figure), widths));
                    notes.forEach(note -> text.append("    ").append(note).append('\n'));
                }
                case RowResult.Skipped(String name, String reason) ->
                    text.append(name).append(": skipped, ").append(reason).append('\n');
                case RowResult.Failed(String name, String reason) ->
                    text.append(name).append(": FAILED, ").append(reason).append('\n');
            }
        }
        return text.append(results.machine().line()).append('\n').toString();
    }

    private static List<String> indented(Columns columns, Figure figure) {
        List<String> cells = new ArrayList<>(columns.cells(figure));
        cells.set(0, GAP + cells.getFirst());
        return cells;
    }

    private static int[] widths(Results results, Columns columns) {
        int[] widths = columns.header().stream().mapToInt(String::length).toArray();
        results.figures().map(figure -> indented(columns, figure)).forEach(cells -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], cells.get(i).length());
            }
        });
        return widths;
    }

    private static void line(StringBuilder text, List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String padding = " ".repeat(widths[i] - cells.get(i).length());
            line.append(i == 0 ? "" : GAP);
            line.append(i < LEFT_COLUMNS ? cells.get(i) + padding : padding + cells.get(i));
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }
}
