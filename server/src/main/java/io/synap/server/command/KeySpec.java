package io.synap.server.command;

/**
 * Which arguments are keys, in Redis' convention: the first, the last (negative counts from the end)
 * and the step between them, where argument 0 is the command's name.
 */
public record KeySpec(int first, int last, int step) {
    public static final KeySpec NONE = new KeySpec(0, 0, 0);
    public static final KeySpec ONE = new KeySpec(1, 1, 1);
    public static final KeySpec TWO = new KeySpec(1, 2, 1);
    public static final KeySpec ALL = new KeySpec(1, -1, 1);
    public static final KeySpec EVERY_SECOND = new KeySpec(1, -1, 2);

    public boolean any() {
        return first > 0;
    }
}
