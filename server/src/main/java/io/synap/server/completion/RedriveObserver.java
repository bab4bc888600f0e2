package io.synap.server.completion;

import io.synap.protocol.operation.Bytes;

/** Is told which redrives somebody waits for. Implementations are thread-safe. */
public interface RedriveObserver {
    RedriveObserver NONE = (by, source, group) -> {};

    /**
     * A redrive has begun that was asked for.
     *
     * @param source the queue, or the room of a group
     * @param group empty for a queue
     */
    void begun(Requester by, Bytes source, Bytes group);
}
