package io.synap.server.http.live;

import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.server.http.command.CommandCall;

/** How a client ends a subscription of its connection, whatever it is to. Stateless. */
public final class Closing {
    private Closing() {}

    /** Ends the subscription that the call names, and answers {@code {subscription, closed}}. */
    public static void close(CommandCall call) {
        String name = call.payload().text("subscription");
        end(call.live(), name);
        call.out()
                .beginObject()
                .name("subscription")
                .text(name)
                .name("closed")
                .flag(true)
                .endObject();
    }

    /** As {@link #close}, answered {@code {success}}. */
    public static void leave(CommandCall call) {
        end(call.live(), call.payload().text("subscription"));
        call.out().beginObject().name("success").flag(true).endObject();
    }

    private static void end(LiveSession session, String name) {
        if (!session.unsubscribe(name)) {
            throw new SynapException(ErrorCode.SUBSCRIPTION_NOT_FOUND);
        }
    }
}
