package io.synap.cli.output;

/** Colours, or none. Immutable. */
public final class Style {
    public static final Style PLAIN = new Style(false);
    public static final Style COLORED = new Style(true);

    private static final String ESCAPE = "\u001b[";

    private final boolean colored;

    private Style(boolean colored) {
        this.colored = colored;
    }

    public boolean isColored() {
        return colored;
    }

    public String bold(String text) {
        return painted("1", text);
    }

    public String faint(String text) {
        return painted("2", text);
    }

    public String red(String text) {
        return painted("31", text);
    }

    public String green(String text) {
        return painted("32", text);
    }

    public String yellow(String text) {
        return painted("33", text);
    }

    public String cyan(String text) {
        return painted("36", text);
    }

    private String painted(String code, String text) {
        return colored && !text.isEmpty() ? ESCAPE + code + "m" + text + ESCAPE + "0m" : text;
    }
}
