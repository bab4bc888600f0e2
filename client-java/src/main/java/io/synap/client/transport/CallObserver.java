package io.synap.client.transport;

import java.util.Optional;

/** Sees every call begin and end: for meters and traces. Thread-safe; it must neither block nor throw. */
public interface CallObserver {
    /** Called on the caller's thread before the call is sent; what it returns is told the end. */
    Ending began(Command command);

    /** Called once, on any thread. */
    @FunctionalInterface
    interface Ending {
        void ended(Optional<Throwable> failure);
    }
}
