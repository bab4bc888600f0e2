package io.synap.server.http.live;

import io.netty.util.concurrent.EventExecutor;
import io.synap.protocol.error.SynapException;

/**
 * A subscription's way to its client. Confined to its event loop.
 *
 * <p>A source asks for {@link #room} before it sends; what it has sent in one turn it ends with {@link #flush}.
 */
public interface Outlet {
    EventExecutor loop();

    /**
     * How many events may be sent now. When there is no room, whether for want of credit or because the client
     * does not take what it was sent, {@link LiveSubscription#resume} is called once there is some.
     */
    int room();

    /** Sends an event behind those before it; it is encoded at once. Beyond {@link #room} only what has no credit may be sent. */
    void send(LiveEvent event);

    /**
     * Lets go what has been sent.
     *
     * @param awaited the log position that must be synced before the client sees it; 0 for at once
     */
    void flush(long awaited);

    /** The subscription ends by itself; the client is told why. The source writes nothing more. */
    void end(SynapException reason);
}
