package io.synap.server.command;

/**
 * Which arguments are keys, in Redis' convention: the first, the last (negative counts from the end)
 * and the step between them, where argument 0 is the command's name. With a keyword they follow that
 * word, and are the first half of what does; first, last and step are 0 then.
 */
public record KeySpec(int first, int last, int step, String keyword) {
    public static final KeySpec NONE = new KeySpec(0, 0, 0, "");
    public static final KeySpec ONE = new KeySpec(1, 1, 1, "");
    public static final KeySpec TWO = new KeySpec(1, 2, 1, "");
    public static final KeySpec ALL = new KeySpec(1, -1, 1, "");
    public static final KeySpec EVERY_SECOND = new KeySpec(1, -1, 2, "");
    /** The argument after a subcommand. */
    public static final KeySpec AFTER_SUBCOMMAND = new KeySpec(2, 2, 1, "");

    public static final KeySpec AFTER_STREAMS = new KeySpec(0, 0, 0, "STREAMS");

    public boolean any() {
        return first > 0 || isByKeyword();
    }

    /** Whether a word says where the keys are. */
    public boolean isByKeyword() {
        return !keyword.isEmpty();
    }
}
