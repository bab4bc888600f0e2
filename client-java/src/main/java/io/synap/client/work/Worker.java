package io.synap.client.work;

import java.util.concurrent.CompletionStage;

/** Something that takes work and handles it until it is closed. Thread-safe. */
public interface Worker extends AutoCloseable {
    /** Whether it takes work; false from the moment it is told to close. */
    boolean isRunning();

    WorkerFigures figures();

    /**
     * Complete once nothing is handled any more and all answers are given; fails if it ended by itself, since the server
     * refuses what it asks for.
     */
    CompletionStage<Void> ended();

    /**
     * Takes nothing more and waits for what is being handled, but no longer than the grace period; then as {@link
     * #stop}. Called by a handler, it does not wait. A second time does nothing.
     */
    @Override
    void close();

    /** Takes nothing more, interrupts the handlers, and gives back what they had. */
    void stop();
}
