package io.synap.client.room;

import io.synap.client.wire.Value;

/**
 * How giving dead letters another try goes on. Immutable.
 *
 * @param halted it has stopped, since what it gave another try died again
 */
public record EventRedriveState(boolean active, boolean halted, long redriven, long diedAgain) {
    static EventRedriveState read(Value value) {
        return new EventRedriveState(
                value.get("active").flag(),
                value.get("halted").flag(),
                value.get("redriven").integer(),
                value.get("died_again").integer());
    }
}
