package io.synap.cli.output;

import io.synap.client.wire.Value;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where a command's results go: standard output, as a table or as JSON, always in UTF-8. Thread-safe. What is only said
 * in passing goes to standard error.
 *
 * <p>Everything is written out at once, but for {@link #event}, which may be one of very many. A reader that has gone
 * (a closed pipe) makes every method throw {@link UncheckedIOException}.
 */
public final class Output {
    /**
     * How it is printed.
     *
     * @param width what a line of a table may take, 0 for any length
     * @param terminal whether standard output is one
     * @param errTerminal whether standard error is one
     */
    public record Manner(
            OutputFormat format,
            Style style,
            Style errStyle,
            int width,
            boolean terminal,
            boolean errTerminal,
            boolean quiet) {}

    private final OutputStream out;
    private final OutputStream err;
    private final Manner manner;

    public Output(OutputStream out, OutputStream err, Manner manner) {
        this.out = out;
        this.err = err;
        this.manner = manner;
    }

    public boolean isJson() {
        return manner.format() == OutputFormat.JSON;
    }

    public Style style() {
        return manner.style();
    }

    /** A result of whatever shape. */
    public void result(Value value) {
        if (isJson()) {
            line(JsonText.of(value));
            return;
        }
        switch (value) {
            case Value.Structure(var members) -> fields(members);
            case Value.Sequence(var elements) -> {
                if (!elements.isEmpty() && elements.stream().allMatch(Value.Structure.class::isInstance)) {
                    rows(columnsOf(elements), elements);
                } else {
                    elements.forEach(element -> buffered(shown(PlainText.of(element)) + '\n'));
                    flush();
                }
            }
            case Value.Null() -> {
                // Nothing to say; the exit code tells that it is absent.
            }
            default -> line(shown(PlainText.of(value)));
        }
    }

    /** A result that is one number of an answer. */
    public void number(Value answer, String member) {
        value(answer, PlainText.of(answer.get(member)));
    }

    /** A result that is a few words for people. */
    public void value(Value answer, String words) {
        line(isJson() ? JsonText.of(answer) : shown(words));
    }

    /** Several things of one kind: the columns as a table, or everything as a JSON list. */
    public void rows(List<String> columns, List<Value> rows) {
        if (isJson()) {
            line(JsonText.of(new Value.Sequence(rows)));
            return;
        }
        Table.lines(columns, rows, manner.style(), manner.width()).forEach(each -> buffered(each + '\n'));
        flush();
    }

    /** That something is done: its result as JSON, or these words, unless nobody wants them. */
    public void done(Value result, String words) {
        if (isJson()) {
            line(JsonText.of(result));
        } else if (!manner.quiet()) {
            line(shown(words));
        }
    }

    /** A line for people, and its value as JSON; {@link #flush} shows it. */
    public void event(Value value, String words) {
        buffered((isJson() ? JsonText.of(value) : shown(words)) + '\n');
    }

    /** Bytes as they are; {@link #flush} shows them. */
    public void raw(byte[] bytes) {
        write(out, bytes);
    }

    /** Something in passing, on standard error. */
    public void note(String words) {
        if (!manner.quiet()) {
            write(err, (words + '\n').getBytes(StandardCharsets.UTF_8));
            flush(err);
        }
    }

    /**
     * Something long begins.
     *
     * @param total how many there are to do, 0 if nobody knows
     */
    public Progress progress(String what, long total) {
        return new Progress(
                what,
                total,
                manner.quiet() ? OutputStream.nullOutputStream() : err,
                manner.errStyle(),
                manner.errTerminal(),
                System::nanoTime);
    }

    /** Whether somebody sees a bar. */
    public boolean showsProgress() {
        return manner.errTerminal() && !manner.quiet();
    }

    public void flush() {
        flush(out);
    }

    private void fields(Map<String, Value> members) {
        List<String[]> pairs = new ArrayList<>();
        flatten("", members, pairs);
        Table.pairs(pairs, manner.style(), manner.width()).forEach(each -> buffered(each + '\n'));
        flush();
    }

    private static void flatten(String prefix, Map<String, Value> members, List<String[]> pairs) {
        members.forEach((name, value) -> {
            if (value instanceof Value.Structure(var inner) && !inner.isEmpty()) {
                flatten(prefix + name + ".", inner, pairs);
            } else {
                pairs.add(new String[] {PlainText.escaped(prefix + name, false), PlainText.cell(value)});
            }
        });
    }

    private static List<String> columnsOf(List<Value> rows) {
        Set<String> columns = new LinkedHashSet<>();
        rows.forEach(row -> columns.addAll(row.members().keySet()));
        return List.copyOf(columns);
    }

    private String shown(String text) {
        return manner.terminal() ? PlainText.escaped(text, true) : text;
    }

    private void line(String text) {
        buffered(text + '\n');
        flush();
    }

    private void buffered(String text) {
        write(out, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void write(OutputStream target, byte[] bytes) {
        try {
            target.write(bytes);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void flush(OutputStream target) {
        try {
            target.flush();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
