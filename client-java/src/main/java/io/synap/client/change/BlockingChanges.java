package io.synap.client.change;

import io.synap.client.transport.Caller;
import java.time.Duration;

/**
 * {@link Changes} for threads that may wait: the same methods, which return what there its stages complete with, and throw what
 * they fail with, a {@link io.synap.client.error.SynapClientException}. Immutable and thread-safe.
 */
public final class BlockingChanges {
    private final Changes changes;

    BlockingChanges(Changes changes) {
        this.changes = changes;
    }

    /** The same that does not wait. */
    public Changes async() {
        return changes;
    }

    /** See {@link Changes#read(ChangeOptions, int)}. */
    public ChangePage read(ChangeOptions options, int limit) {
        return Caller.await(changes.read(options, limit));
    }

    /** See {@link Changes#read(ChangeOptions, int, Duration)}. */
    public ChangePage read(ChangeOptions options, int limit, Duration wait) {
        return Caller.await(changes.read(options, limit, wait));
    }
}
