package io.synap.client.room;

import java.util.Optional;

/**
 * What became of an answer to a delivery. Immutable.
 *
 * @param receipt or, of dead letters, the offset
 * @param refusal the error's code, such as LEASE_LOST; empty if it was done
 */
public record Settled(String receipt, Optional<String> refusal, Optional<String> error) {
    public boolean isDone() {
        return refusal.isEmpty();
    }
}
