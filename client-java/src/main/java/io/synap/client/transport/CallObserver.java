package io.synap.client.transport;

import java.net.URI;
import java.util.Optional;

/** Sees what a client does: for meters and traces. Thread-safe; no method may block or throw. */
public interface CallObserver {
    /** A call begins: on the caller's thread, before it is sent. What this returns is told the end. */
    Ending began(Command command);

    /** There is a connection, the first or another. */
    default void connected(URI endpoint) {}

    /** The connection is gone; the client makes another unless it is closed. */
    default void disconnected(URI endpoint) {}

    /** A subscription is open, for the first time or again after its connection was lost. */
    default void feedOpened(Command command, boolean again) {}

    /** A subscription tells something. */
    default void feedEvent(Command command) {}

    /**
     * Nothing more follows of a subscription; without a failure it was closed from here.
     *
     * @param wasOpen whether {@link #feedOpened} was called for it
     */
    default void feedEnded(Command command, boolean wasOpen, Optional<Throwable> failure) {}

    /** Called once, on any thread. */
    @FunctionalInterface
    interface Ending {
        void ended(Optional<Throwable> failure);
    }
}
