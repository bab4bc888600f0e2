package io.synap.server.http.live;

import io.netty.util.concurrent.EventExecutor;
import io.synap.protocol.error.SynapException;
import org.jspecify.annotations.Nullable;

/** A client's connection, as its subscriptions see it. Confined to its event loop. */
public interface LiveConnection {
    EventExecutor executor();

    /** Whether the client is gone or leaves: nothing is sent any more. */
    boolean isClosing();

    LiveSubscriptions subscriptions();

    int subscriptionsMax();

    SubscriptionMetrics metrics();

    /**
     * What stands before the events of one subscription; made once for each.
     *
     * @param name null for the one subscription that the connection is there for
     */
    byte[] eventHead(@Nullable String name);

    /** How many events may be sent now, credit apart. */
    int eventRoom();

    /** There was no room: the outlet is told to go on once there is some. */
    void starved(LiveOutlet outlet);

    /** As {@link #starved}, for one that has got what else it wanted. */
    void later(LiveOutlet outlet);

    /** Sends an event, which is encoded at once. */
    void event(LiveOutlet outlet, LiveEvent event);

    /** What was sent waits for that log position, and goes then; 0 for at once. */
    void flush(long position);

    /** The one subscription that the connection is there for has ended. */
    void ended(SynapException reason);
}
