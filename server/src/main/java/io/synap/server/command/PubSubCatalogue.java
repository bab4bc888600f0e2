package io.synap.server.command;

import static io.synap.server.command.CommandFlag.FAST;
import static io.synap.server.command.CommandFlag.LOADING;
import static io.synap.server.command.CommandFlag.NOSCRIPT;
import static io.synap.server.command.CommandFlag.PUBSUB;
import static io.synap.server.command.CommandFlag.STALE;

import java.util.List;

/** The commands of publish and subscribe, part of {@link CommandCatalogue}. */
final class PubSubCatalogue {
    private PubSubCatalogue() {}

    static void addTo(List<CommandSpec> all) {
        add(all, "PUBLISH", 3, "Sends a message to whoever is subscribed.", PUBSUB, LOADING, STALE, FAST);
        subscribing(all, "SUBSCRIBE", -2, "Subscribes to channels.");
        subscribing(all, "UNSUBSCRIBE", -1, "Ends subscriptions to channels.");
        subscribing(all, "PSUBSCRIBE", -2, "Subscribes to patterns of channels.");
        subscribing(all, "PUNSUBSCRIBE", -1, "Ends subscriptions to patterns.");
        add(all, "SPUBLISH", 3, "Sends a message to a shard channel.", PUBSUB, LOADING, STALE, FAST);
        subscribing(all, "SSUBSCRIBE", -2, "Subscribes to shard channels.");
        subscribing(all, "SUNSUBSCRIBE", -1, "Ends subscriptions to shard channels.");
        add(all, "PUBSUB", -2, "Reports on channels and subscriptions.");
    }

    private static void subscribing(List<CommandSpec> all, String name, int arity, String summary) {
        add(all, name, arity, summary, PUBSUB, NOSCRIPT, LOADING, STALE);
    }

    private static void add(List<CommandSpec> all, String name, int arity, String summary, CommandFlag... flags) {
        CommandCatalogue.add(all, Family.PUBSUB, name, arity, KeySpec.NONE, summary, flags);
    }
}
