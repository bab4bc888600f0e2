package io.synap.server.resp;

import io.synap.protocol.memory.Memory;
import io.synap.protocol.resp.Glob;
import io.synap.server.pubsub.Pattern;
import io.synap.server.pubsub.PubSub;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Publish and subscribe. Confined to one event loop. */
final class PubSubCommands {
    /** What a client that speaks RESP2 may say while it is subscribed: its replies could not be told from messages. */
    static final Set<String> WHILE_SUBSCRIBED = Set.of(
            "SUBSCRIBE",
            "UNSUBSCRIBE",
            "PSUBSCRIBE",
            "PUNSUBSCRIBE",
            "SSUBSCRIBE",
            "SUNSUBSCRIBE",
            "PING",
            "QUIT",
            "RESET");

    private final PubSub hub;

    PubSubCommands(PubSub hub) {
        this.hub = hub;
    }

    void register(CommandTable table) {
        table.add("SUBSCRIBE", call -> subscribe(call, Pattern::channel));
        table.add("PSUBSCRIBE", call -> subscribe(call, Pattern::glob));
        table.add("SSUBSCRIBE", call -> subscribe(call, Pattern::shardChannel));
        table.add("UNSUBSCRIBE", call -> unsubscribe(call, Pattern.Kind.CHANNEL, Pattern::channel));
        table.add("PUNSUBSCRIBE", call -> unsubscribe(call, Pattern.Kind.GLOB, Pattern::glob));
        table.add("SUNSUBSCRIBE", call -> unsubscribe(call, Pattern.Kind.SHARD_CHANNEL, Pattern::shardChannel));
        table.add("PUBLISH", call -> publish(call, false));
        table.add("SPUBLISH", call -> publish(call, true));
        Subcommands reports = new Subcommands("PUBSUB");
        reports.add("CHANNELS", -2, "Return the channels with subscribers that match a glob.", call -> {
            channels(call, false);
        });
        reports.add(
                "NUMPAT",
                2,
                "Return how many patterns are subscribed to.",
                call -> call.reply().integer(hub.patternCount()));
        reports.add("NUMSUB", -2, "Return how many subscribers channels have, patterns aside.", call -> {
            subscribers(call, false);
        });
        reports.add("SHARDCHANNELS", -2, "Return the shard channels with subscribers that match a glob.", call -> {
            channels(call, true);
        });
        reports.add("SHARDNUMSUB", -2, "Return how many subscribers shard channels have.", call -> {
            subscribers(call, true);
        });
        table.add("PUBSUB", reports);
    }

    private static Pattern argument(Call call, int index, Function<byte[], Pattern> reading) {
        return reading.apply(Memory.toArray(call.address(index), call.length(index)));
    }

    private static void subscribe(Call call, Function<byte[], Pattern> reading) {
        Subscriptions own = call.connection().subscriptions();
        for (int i = 1; i < call.count(); i++) {
            Pattern pattern = argument(call, i, reading);
            own.add(pattern);
            confirm(call, own, pattern);
        }
    }

    private static void unsubscribe(Call call, Pattern.Kind kind, Function<byte[], Pattern> reading) {
        Subscriptions own = call.connection().subscriptions();
        for (int i = 1; i < call.count(); i++) {
            Pattern pattern = argument(call, i, reading);
            own.remove(pattern);
            confirm(call, own, pattern);
        }
        if (call.count() > 1) {
            return;
        }
        List<Pattern> all = own.all(kind);
        for (Pattern each : all) {
            own.remove(each);
            confirm(call, own, each);
        }
        if (all.isEmpty()) {
            call.reply().push(3);
            call.reply().bulk(call.name());
            call.reply().nullBulk();
            call.reply().integer(own.count(kind));
            call.reply().mark();
        }
    }

    /** Tells what has been done; the client gets it even if it wants no replies, or an error comes after it. */
    private static void confirm(Call call, Subscriptions own, Pattern pattern) {
        Reply reply = call.reply();
        reply.push(3);
        reply.bulk(call.name());
        reply.bulk(pattern.bytes());
        reply.integer(own.count(pattern.kind()));
        reply.mark();
    }

    private static void publish(Call call, boolean sharded) {
        int receivers =
                call.loop().pubSub().publish(call.address(1), call.length(1), call.address(2), call.length(2), sharded);
        // As Redis does: who publishes to itself gets the message first.
        call.connection().appendMessages(call.reply());
        call.reply().integer(receivers);
    }

    private void channels(Call call, boolean sharded) {
        if (call.count() > 3) {
            throw Call.error("unknown subcommand or wrong number of arguments for '"
                    + CommandTable.cText(call.arguments(), 1, 128) + "'. Try PUBSUB HELP.");
        }
        Glob glob = call.count() == 3 ? new Glob(call.arguments().bytes(2)) : null;
        List<byte[]> found = hub.channels(glob, sharded);
        call.reply().array(found.size());
        found.forEach(call.reply()::bulk);
    }

    private void subscribers(Call call, boolean sharded) {
        Reply reply = call.reply();
        reply.array(2 * (call.count() - 2));
        for (int i = 2; i < call.count(); i++) {
            byte[] channel = call.arguments().bytes(i);
            reply.bulk(channel);
            reply.integer(hub.subscriptions(channel, sharded));
        }
    }
}
