package io.synap.client.live;

import java.util.concurrent.CompletionStage;

/** A subscription that tells its items until it is closed. Thread-safe. */
public interface Listening extends AutoCloseable {
    /** Complete once nothing more is told; fails if the subscription did, or what took its items. */
    CompletionStage<Void> ended();

    /** Tells nothing more; an item that is being told is told to its end. A second time does nothing. */
    @Override
    void close();
}
