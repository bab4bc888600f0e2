package io.synap.server.embedded;

/** How deep a thread has come. Thread-safe. */
final class StackDepth {
    private static final int LARGE = 400;
    private static final StackWalker WALKER = StackWalker.getInstance();

    private StackDepth() {}

    /** Whether the calling thread has more calls on its stack than most programs have that do not call themselves. */
    static boolean isLarge() {
        return WALKER.walk(frames -> frames.skip(LARGE).findFirst().isPresent());
    }
}
