package io.synap.server.resp;

import io.synap.server.command.CommandSpec;

/**
 * A command as RESP executes it: its place in the catalogue, its name as error messages write it, and
 * what it does.
 */
record Command(int index, CommandSpec spec, String lowerName, boolean writes, CommandHandler handler) {
    /** Whether it sends a message, which in Redis goes to replicas as writes do. */
    boolean publishes() {
        return lowerName.equals("publish") || lowerName.equals("spublish");
    }

    /** Whether a subscriber that speaks RESP2 is refused here; subcommands look for themselves. */
    boolean isRefusedToSubscribers() {
        return !(handler instanceof Subcommands)
                && !PubSubCommands.WHILE_SUBSCRIBED.contains(spec.respNames().getFirst());
    }
}
