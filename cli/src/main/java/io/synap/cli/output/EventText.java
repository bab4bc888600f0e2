package io.synap.cli.output;

import io.synap.client.wire.Value;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** One line about something that happened: the time, then words. Confined to its owner. */
public final class EventText {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);

    private final Style style;
    private final StringBuilder line = new StringBuilder();

    public EventText(Style style) {
        this.style = style;
    }

    /** Local time of day, of milliseconds since 1970. */
    public EventText time(Value millis) {
        if (!millis.isNull()) {
            Instant at = Instant.ofEpochMilli(millis.integer());
            word(style.faint(TIME.format(at.atZone(ZoneId.systemDefault()))));
        }
        return this;
    }

    /** What happened. */
    public EventText kind(String word) {
        return word(style.yellow(String.format(Locale.ROOT, "%-8s", word)));
    }

    /** To what. */
    public EventText name(Value name) {
        return name.isNull() ? this : word(style.cyan(PlainText.cell(name)));
    }

    /** More about it, where there is any. */
    public EventText detail(String label, Value value) {
        return value.isNull() ? this : word(style.faint(label + "=") + PlainText.cell(value));
    }

    /** The thing itself, where there is one. */
    public EventText content(Value value) {
        return value.isNull() ? this : word(PlainText.escaped(PlainText.of(value), false));
    }

    public EventText word(String word) {
        line.append(line.isEmpty() ? "" : "  ").append(word);
        return this;
    }

    @Override
    public String toString() {
        return line.toString().stripTrailing();
    }
}
