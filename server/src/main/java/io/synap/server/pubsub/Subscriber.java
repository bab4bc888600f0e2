package io.synap.server.pubsub;

import io.netty.util.concurrent.EventExecutor;

/**
 * Who receives messages: a connection. Confined to its event loop, where everything of it is called, except where
 * said. Subscribe and unsubscribe for it there, too.
 */
public interface Subscriber {
    /** Where it is called; always the same. */
    EventExecutor loop();

    /**
     * Takes a message into a bounded buffer of its own and writes nothing yet. Called once for each of its
     * subscriptions that match. It does not publish; it may unsubscribe.
     */
    void receive(Message message, Subscription through);

    /** Writes what was taken: a batch of messages has ended. */
    void flush();

    /** Says that messages were dropped on their way here, for there were too many; before what comes after them. */
    default void missed() {}

    /** Whether its buffer is full, so that a queue group rather chooses another. Called on any thread. */
    default boolean isFull() {
        return false;
    }
}
