package io.synap.client.transport;

/**
 * A way to a server. Thread-safe. Whatever happens, every call is completed, by its deadline or a moment later, with
 * the class of error that says what may be concluded.
 */
public interface Transport extends AutoCloseable {
    /**
     * Sends a call, behind those that the same thread has sent before. At its bound it waits, but no longer than the
     * call's deadline; on the transport's own threads, where nobody may wait, the call then fails with
     * TOO_MANY_IN_FLIGHT.
     */
    void send(Call<?> call);

    /**
     * Opens a subscription that outlives connections: what can be resumed goes on where it was.
     *
     * @param listener told by one thread at a time; it must not block
     */
    Feed open(Feed.Request request, Feed.Listener listener);

    /** Whether calls can be sent right now. */
    boolean isConnected();

    /** Ends everything: open calls and feeds fail with CLIENT_CLOSED. A second time does nothing. */
    @Override
    void close();
}
