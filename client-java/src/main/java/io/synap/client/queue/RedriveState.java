package io.synap.client.queue;

import io.synap.client.wire.Value;

/**
 * How publishing dead letters anew goes on. Immutable.
 *
 * @param active whether there is more to do
 * @param halted whether it has stopped by itself, since half of what it published died again
 * @param redriven how many it has published
 * @param diedAgain how many of these are dead letters again
 */
public record RedriveState(boolean active, boolean halted, long redriven, long diedAgain) {
    static RedriveState of(Value state) {
        return new RedriveState(
                state.get("active").flag(),
                state.get("halted").flag(),
                state.get("redriven").integer(),
                state.get("died_again").integer());
    }
}
