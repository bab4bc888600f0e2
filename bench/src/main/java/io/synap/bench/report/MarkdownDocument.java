package io.synap.bench.report;

import java.util.List;

/** Thread-safe, no state. The results as the document kept in {@code docs/}. */
public final class MarkdownDocument {
    private static final String METHOD = """
        ## Method

        - Both servers run on the same machine, with default settings except for persistence. Each row starts
          both afresh in empty folders, warms both (the JIT needs it, and both then hold the same keys), then
          measures them in turns, A B A B. A figure is the median of its rounds; a ratio is the median of ours
          by the median of Redis'. "At least" is the target: a lower bound where more is better, an upper one
          where less is.
        - Throughput rows are driven by redis-benchmark, Redis' own tool: 50 clients, 1,000,000 random keys,
          values of 64 bytes. Its one thread is often the bottleneck, so **server CPU per operation** (user and
          system time of the server's process, from `/proc/PID/stat`) says more than throughput, and is steadier
          on a shared machine. Redis' forked savers are other processes and are not counted, in its favour.
        - Redis runs with `--save ''`, so that it does not dump by itself, and with `--appendonly` as the row says.
        - The memory row counts `VmRSS` without persistence, after the same five million SETs. Heap and pauses
          come from the JVM's unified log; pauses are those during the mixed load (80 % GET, 20 % SET, eight
          connections, pipeline 16, as fast as the server answers).
        - The restart row measures from the exec (of the launcher script, for ours) to the first correct answer
          to a GET, asked every millisecond. Ours restarts from a snapshot of nine tenths of the keys and the log
          of the last tenth; Redis from the RDB file of SAVE, without a log.
        - The snapshot row is an **open loop**: requests leave on a fixed schedule whether or not earlier ones
          were answered, and latency counts from the intended moment, so a stall counts for every request it
          delayed (no coordinated omission). Both servers keep a log with an fsync each second. The generator
          sleeps about 50 µs between turns, which is part of every latency, for both alike.
        - Error replies, a missing key, a wrong number of keys or a server that processed fewer commands than
          were sent fail a row: such a figure is not printed.
        """;

    private MarkdownDocument() {}

    public static String render(Results results, String chartFile) {
        StringBuilder text = new StringBuilder("# Benchmarks\n\n");
        text.append("Synap beside Redis on the same machine, written by `")
                .append(results.command())
                .append("`.\n\n");
        text.append(results.machine().line()).append(".\n\n");
        text.append("![Ratios to Redis: throughput and server CPU](")
                .append(chartFile)
                .append(")\n\n");
        for (RowResult row : results.rows()) {
            text.append("## ").append(row.row()).append("\n\n");
            switch (row) {
                case RowResult.Measured(String _, List<Figure> figures, List<String> notes) -> {
                    table(text, figures);
                    notes.forEach(note -> text.append("- ").append(note).append('\n'));
                    text.append(notes.isEmpty() ? "" : "\n");
                }
                case RowResult.Skipped(String _, String reason) ->
                    text.append("Skipped: ").append(reason).append(".\n\n");
                case RowResult.Failed(String _, String reason) ->
                    text.append("Failed: ").append(reason).append(".\n\n");
            }
        }
        return text.append(METHOD).toString();
    }

    private static void table(StringBuilder text, List<Figure> figures) {
        line(text, Lines.HEADER);
        text.append("|---|---|--:|--:|--:|--:|---|\n");
        figures.forEach(figure -> line(text, Lines.cells(figure)));
        text.append('\n');
    }

    private static void line(StringBuilder text, List<String> cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}
