package io.synap.bench.report;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/**
 * Thread-safe, no state. Horizontal bars of the ratios to the peers, throughput and server CPU, with a line at
 * 1 ×, where each peer is. Colours follow the reader's light or dark scheme.
 */
public final class SvgChart {
    private static final int WIDTH = 760;
    private static final int LABEL_WIDTH = 290;
    private static final int BAR_WIDTH_MAX = 390;
    private static final int BAR_HEIGHT = 16;
    private static final int BAR_STEP = 24;
    private static final int PANEL_HEAD = 44;
    private static final int MARGIN = 16;
    private static final String STYLE = """
          <style>
            text { font: 13px system-ui, sans-serif; fill: #24292f; }
            .title { font-weight: 600; }
            .speed { fill: #1a7f5a; }
            .cost { fill: #3b6fb6; }
            .peer { stroke: #8c959f; stroke-dasharray: 4 3; }
            @media (prefers-color-scheme: dark) {
              text { fill: #e6edf3; }
              .speed { fill: #3fb68b; }
              .cost { fill: #6ea8fe; }
            }
          </style>
        """;

    private SvgChart() {}

    public static String render(Results results) {
        List<Figure> speeds = withRatio(results, figure -> figure.id().endsWith(".throughput"));
        List<Figure> costs = withRatio(results, figure -> figure.id().endsWith(".cpu"));
        Columns columns = Columns.of(results);
        String peer = columns.onlyPeer().orElse("each peer");
        int costTop = panelHeight(speeds);
        int height = costTop + panelHeight(costs) + MARGIN;
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
                        + " role=\"img\">\n",
                WIDTH,
                height,
                WIDTH,
                height));
        svg.append("  <title>Synap and " + escape(peer) + ": throughput and server CPU per operation</title>\n")
                .append(STYLE);
        panel(svg, 0, "Throughput, " + peer + " = 1 (longer is better)", "speed", columns, speeds);
        panel(svg, costTop, "Server CPU per operation, " + peer + " = 1 (shorter is better)", "cost", columns, costs);
        return svg.append("</svg>\n").toString();
    }

    private static List<Figure> withRatio(Results results, Predicate<Figure> wanted) {
        return results.figures()
                .filter(wanted)
                .filter(figure -> figure.ratio().isPresent())
                .toList();
    }

    private static int panelHeight(List<Figure> figures) {
        return figures.isEmpty() ? 0 : PANEL_HEAD + figures.size() * BAR_STEP + MARGIN;
    }

    private static void panel(
            StringBuilder svg, int top, String title, String kind, Columns columns, List<Figure> figures) {
        if (figures.isEmpty()) {
            return;
        }
        double largest = Math.max(
                1,
                figures.stream()
                        .mapToDouble(figure -> figure.ratio().orElse(0))
                        .max()
                        .orElse(1));
        double scale = BAR_WIDTH_MAX / largest;
        append(svg, "  <text class=\"title\" x=\"%d\" y=\"%d\">%s</text>\n", MARGIN, top + 28, escape(title));
        int y = top + PANEL_HEAD;
        for (Figure figure : figures) {
            bar(svg, y, kind, columns.title(figure), figure.ratio().orElse(0), scale);
            y += BAR_STEP;
        }
        double peer = LABEL_WIDTH + scale;
        append(
                svg,
                "  <line class=\"peer\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>\n",
                peer,
                top + PANEL_HEAD - 6,
                peer,
                y - BAR_STEP + BAR_HEIGHT + 6);
    }

    private static void bar(StringBuilder svg, int y, String kind, String label, double ratio, double scale) {
        int baseline = y + BAR_HEIGHT - 4;
        append(
                svg,
                "  <text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>\n",
                LABEL_WIDTH - 10,
                baseline,
                escape(label));
        append(
                svg,
                "  <rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>\n",
                kind,
                LABEL_WIDTH,
                y,
                ratio * scale,
                BAR_HEIGHT);
        append(
                svg,
                "  <text x=\"%.1f\" y=\"%d\">%s</text>\n",
                LABEL_WIDTH + ratio * scale + 8,
                baseline,
                Numbers.showRatio(OptionalDouble.of(ratio)));
    }

    @SuppressWarnings("AnnotateFormatMethod") // every caller passes a literal
    private static void append(StringBuilder svg, String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
