package io.synap.server.http.live;

import io.synap.server.http.command.CommandCall;
import io.synap.server.http.command.CommandRegistry;
import io.synap.server.http.json.Fields;

/** The commands about a connection's subscriptions, whatever they are to. Stateless. */
public final class SubscriptionCommands {
    public void register(CommandRegistry registry) {
        registry.add("subscription.close", Closing::close)
                .add("subscription.credit", SubscriptionCommands::credit)
                .add("subscription.list", SubscriptionCommands::list);
    }

    private static void credit(CommandCall call) {
        String name = call.payload().text("subscription");
        long more = call.payload().integer("credit");
        if (more < 0 || more > Integer.MAX_VALUE) {
            throw Fields.invalid("'credit' must be from 0 to " + Integer.MAX_VALUE);
        }
        long now = session(call).credit(name, more);
        call.out()
                .beginObject()
                .name("subscription")
                .text(name)
                .name("credit")
                .number(now)
                .endObject();
    }

    private static void list(CommandCall call) {
        session(call).list(call);
    }

    private static LiveSubscriptions session(CommandCall call) {
        return (LiveSubscriptions) call.live();
    }
}
