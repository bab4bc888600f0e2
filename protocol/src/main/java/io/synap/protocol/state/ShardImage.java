package io.synap.protocol.state;

import java.io.IOException;

/**
 * A shard's content as of one sequence, read in slices while the shard goes on changing. Confined to
 * one thread; it takes the shard's lock for one slice at a time, never while the sink runs.
 */
public interface ShardImage extends AutoCloseable {
    /** The sequence that the image is of. */
    long sequence();

    /** The shard's time at that sequence. */
    long time();

    /**
     * Hands the next slice to the sink; false when the image is complete.
     *
     * @throws ImageOverrunException if the shard changed faster than the image was read; the image is void
     */
    boolean next(Sink sink) throws IOException;

    /** Ends the image, complete or not, and frees what it held. */
    @Override
    void close();

    /** Takes items of an image. */
    interface Sink {
        /** Whole items, in the form that {@link StateMachine#restoreItems} takes; valid during the call. */
        void items(long address, long length) throws IOException;
    }
}
