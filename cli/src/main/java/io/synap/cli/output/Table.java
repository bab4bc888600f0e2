package io.synap.cli.output;

import io.synap.client.wire.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jline.utils.WCWidth;

/** Lays out rows in aligned columns. Stateless. */
final class Table {
    private static final String GAP = "  ";
    private static final int COLUMN_MIN = 6;

    private Table() {}

    /**
     * Lines without their ends.
     *
     * @param width what a line may take, 0 for any length
     */
    static List<String> lines(List<String> columns, List<Value> rows, Style style, int width) {
        int count = columns.size();
        List<String[]> cells = new ArrayList<>();
        boolean[] numeric = new boolean[count];
        Arrays.fill(numeric, !rows.isEmpty());
        for (Value row : rows) {
            String[] line = new String[count];
            for (int i = 0; i < count; i++) {
                Value value = row.get(columns.get(i));
                line[i] = PlainText.cell(value);
                numeric[i] &= value instanceof Value.Whole || value instanceof Value.Fraction || value.isNull();
            }
            cells.add(line);
        }
        String[] header = columns.stream()
                .map(column -> column.toUpperCase(Locale.ROOT).replace('_', ' '))
                .toArray(String[]::new);
        int[] widths = widths(header, cells, width);
        List<String> lines = new ArrayList<>();
        lines.add(style.bold(line(header, widths, numeric)));
        for (String[] cell : cells) {
            lines.add(line(cell, widths, numeric));
        }
        return lines;
    }

    /** Lines of a name and a value each. */
    static List<String> pairs(List<String[]> pairs, Style style, int width) {
        int names = 0;
        for (String[] pair : pairs) {
            names = Math.max(names, columnsOf(pair[0]));
        }
        List<String> lines = new ArrayList<>();
        for (String[] pair : pairs) {
            int room = width == 0 ? Integer.MAX_VALUE : Math.max(COLUMN_MIN, width - names - GAP.length());
            lines.add(style.cyan(padded(pair[0], names, false)) + GAP + cut(pair[1], room));
        }
        return lines;
    }

    private static int[] widths(String[] header, List<String[]> cells, int width) {
        int[] widths = new int[header.length];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = columnsOf(header[i]);
            for (String[] cell : cells) {
                widths[i] = Math.max(widths[i], columnsOf(cell[i]));
            }
        }
        if (width > 0) {
            int all = Arrays.stream(widths).sum() + GAP.length() * (widths.length - 1);
            while (all > width && shrinkWidest(widths)) {
                all--;
            }
        }
        return widths;
    }

    private static boolean shrinkWidest(int[] widths) {
        int widest = 0;
        for (int i = 1; i < widths.length; i++) {
            if (widths[i] > widths[widest]) {
                widest = i;
            }
        }
        if (widths[widest] <= COLUMN_MIN) {
            return false;
        }
        widths[widest]--;
        return true;
    }

    private static String line(String[] cells, int[] widths, boolean[] numeric) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.length; i++) {
            line.append(i == 0 ? "" : GAP).append(padded(cut(cells[i], widths[i]), widths[i], numeric[i]));
        }
        return line.toString().stripTrailing();
    }

    private static String padded(String text, int width, boolean right) {
        String space = " ".repeat(Math.max(0, width - columnsOf(text)));
        return right ? space + text : text + space;
    }

    static String cut(String text, int width) {
        if (columnsOf(text) <= width) {
            return text;
        }
        StringBuilder kept = new StringBuilder();
        int used = 1;
        for (int point : text.codePoints().toArray()) {
            used += Math.max(0, WCWidth.wcwidth(point));
            if (used > width) {
                break;
            }
            kept.appendCodePoint(point);
        }
        return kept.append('…').toString();
    }

    /** How many columns of a terminal a text takes. */
    private static int columnsOf(String text) {
        int columns = 0;
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            if (each < ' ' || each > '~') {
                return text.codePoints()
                        .map(point -> Math.max(0, WCWidth.wcwidth(point)))
                        .sum();
            }
            columns++;
        }
        return columns;
    }
}
