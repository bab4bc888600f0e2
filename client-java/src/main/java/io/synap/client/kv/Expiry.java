package io.synap.client.kv;

import java.time.Duration;
import java.time.Instant;

/** When a key ends. */
public sealed interface Expiry {
    /** There is no such key. */
    record NoKey() implements Expiry {}

    /** It has no deadline. */
    record Never() implements Expiry {}

    /**
     * It ends by itself.
     *
     * @param left how long that was from when the server was asked
     */
    record At(Instant deadline, Duration left) implements Expiry {}
}
