package io.synap.server.queue;

import io.synap.engine.queue.Queue;

/** Reads a queue under its shard's lock: briefly, and keeping nothing of it. */
@FunctionalInterface
public interface QueueReader {
    void read(Queue queue);
}
