package io.synap.cli.output;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * How far something long has come: on a terminal a bar that is drawn again some times a second, elsewhere one line at
 * the end. Confined to its owner.
 */
public final class Progress implements AutoCloseable {
    private static final long DRAW_NANOS = 100_000_000;
    private static final int BAR_CELLS = 30;

    private final String what;
    private final long total;
    private final OutputStream err;
    private final Style style;
    private final boolean drawn;
    private final LongSupplier nanos;
    private final long begun;
    private long done;
    private long shownAt;

    Progress(String what, long total, OutputStream err, Style style, boolean drawn, LongSupplier nanos) {
        this.what = what;
        this.total = total;
        this.err = err;
        this.style = style;
        this.drawn = drawn;
        this.nanos = nanos;
        this.begun = nanos.getAsLong();
        this.shownAt = begun;
    }

    public void advance(long more) {
        done += more;
        long now = nanos.getAsLong();
        if (drawn && now - shownAt >= DRAW_NANOS) {
            shownAt = now;
            write('\r' + line(now) + "\u001b[K");
        }
    }

    public long done() {
        return done;
    }

    /** It is over, and how much was done is said. */
    @Override
    public void close() {
        write((drawn ? "\r\u001b[K" : "") + summary(nanos.getAsLong()) + '\n');
    }

    private String line(long now) {
        StringBuilder line = new StringBuilder(what).append("  ");
        if (total > 0) {
            int cells = (int) (Math.min(done, total) * BAR_CELLS / total);
            line.append('[').append(style.green("█".repeat(cells))).append(" ".repeat(BAR_CELLS - cells));
            line.append(String.format(Locale.ROOT, "] %3d%%  ", Math.min(done, total) * 100 / total));
        }
        line.append(String.format(Locale.ROOT, "%,d", done));
        if (total > 0) {
            line.append(String.format(Locale.ROOT, "/%,d", total));
        }
        return line.append(String.format(Locale.ROOT, "  %,d/s", rate(now)))
                .append(left(now))
                .toString();
    }

    private String left(long now) {
        long rate = rate(now);
        return total <= done || rate == 0 ? "" : String.format(Locale.ROOT, "  %,d s left", (total - done) / rate + 1);
    }

    private String summary(long now) {
        return String.format(Locale.ROOT, "%s  %,d in %.1f s", what, done, (now - begun) / 1e9);
    }

    private long rate(long now) {
        return (long) (done / Math.max(1e-3, (now - begun) / 1e9));
    }

    private void write(String text) {
        try {
            err.write(text.getBytes(StandardCharsets.UTF_8));
            err.flush();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
