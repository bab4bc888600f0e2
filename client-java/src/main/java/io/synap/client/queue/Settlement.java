package io.synap.client.queue;

import io.synap.client.error.SynapClientException;
import java.util.List;

/**
 * What became of several messages that were settled together. Immutable.
 *
 * @param done how many
 * @param refused the others
 */
public record Settlement(int done, List<Refusal> refused) {
    public Settlement {
        refused = List.copyOf(refused);
    }

    /**
     * One that was not done.
     *
     * @param receipt or the message's id, as it was given
     */
    public record Refusal(String receipt, SynapClientException reason) {}

    /** Whether all were done. */
    public boolean isComplete() {
        return refused.isEmpty();
    }
}
