package io.synap.server.http.live;

import io.synap.server.http.command.CommandCall;
import org.jspecify.annotations.Nullable;

/** A connection that takes any number of subscriptions. Confined to its event loop. */
public interface LiveSession {
    /**
     * Opens a subscription and writes the result of the command: an object with {@code subscription}, its name, and what the
     * subscription tells of itself. The arguments {@code subscription} (a name of the client's choice) and {@code credit}
     * (how many events may be sent before more is given; without, the connection alone decides) are read here.
     *
     * @throws io.synap.protocol.error.SynapException what the source throws, ALREADY_SUBSCRIBED, TOO_MANY_SUBSCRIPTIONS
     */
    void subscribe(CommandCall call, LiveSource source);

    /** The subscription of that name; null when there is none. */
    @Nullable
    LiveSubscription find(String name);

    /** Ends one; false when there is none of that name. */
    boolean unsubscribe(String name);
}
