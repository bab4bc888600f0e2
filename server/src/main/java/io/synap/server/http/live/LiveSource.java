package io.synap.server.http.live;

import io.synap.protocol.error.SynapException;
import io.synap.server.http.command.CommandCall;

/** Something that can be subscribed to. Confined to its event loop. */
public interface LiveSource {
    /**
     * Prepares a subscription. What it needs to know stands in the call, as with any command; a {@code cursor} among the
     * arguments is that of the last event that the client has seen. Nothing may be sent before {@link
     * LiveSubscription#resume}.
     *
     * @throws SynapException when the request is wrong, or there is nothing to subscribe to
     */
    LiveSubscription open(CommandCall call, Outlet outlet);
}
