package io.synap.server.embedded;

/** How deep a thread has come. Thread-safe. */
final class StackDepth {
    private static final int LARGE = 1024;
    private static final StackWalker WALKER = StackWalker.getInstance();

    private StackDepth() {}

    /** Whether the calling thread has more calls on its stack than any program has that does not call itself. */
    static boolean isLarge() {
        return WALKER.walk(frames -> frames.skip(LARGE).findFirst().isPresent());
    }
}
