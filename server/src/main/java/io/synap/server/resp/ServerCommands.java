package io.synap.server.resp;

import io.synap.engine.Entry;
import io.synap.server.node.Node;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Small commands about the server. Confined to one event loop. */
final class ServerCommands {
    private static final String NO_DEBUG =
            "DEBUG command not allowed. If the enable-debug-command option is set to \"local\", you can"
                    + " run it from a local connection, otherwise you need to set this option in the"
                    + " configuration file, and then restart the server.";
    private static final String NO_LATENCY_EVENTS =
            "Latency events are not monitored. SLOWLOG has the slow commands, and the metrics have histograms of"
                    + " the time that commands and fsyncs take.\n";
    /** So many entries SLOWLOG GET returns by itself. */
    private static final int SLOW_SHOWN = 10;

    private static final String ART = """
          o---o
           \\ /|   a synapse: one reaches the other,
            o o   and nothing is lost between.
        """;

    private final RespShared shared;

    ServerCommands(RespShared shared) {
        this.shared = shared;
    }

    void register(CommandTable table) {
        table.add("TIME", this::time);
        table.add("LOLWUT", this::lolwut);
        table.add("ROLE", ServerCommands::role);
        table.add("DEBUG", call -> refuse(NO_DEBUG));
        table.add("CLUSTER", call -> refuse("This instance has cluster support disabled"));
        String replicas = "Replicas are set up in the configuration file, not by command";
        table.add("REPLICAOF", call -> refuse(replicas));
        table.add("SLAVEOF", call -> refuse(replicas));
        table.add("FAILOVER", call -> refuse("FAILOVER requires connected replicas."));
        table.add("MEMORY", memory());
        table.add("SLOWLOG", slowLog());
        table.add("LATENCY", latency());
    }

    private static void refuse(String why) {
        throw Call.error(why);
    }

    private void time(Call call) {
        Instant now = shared.node().clock().instant();
        call.reply().array(2);
        call.reply().bulk(Long.toString(now.getEpochSecond()));
        call.reply().bulk(Integer.toString(now.getNano() / 1000));
    }

    private void lolwut(Call call) {
        Map<String, Object> facts = new HashMap<>();
        shared.admin().info("server", facts::put);
        Object version = facts.getOrDefault("synap_version", "unreleased");
        call.reply().verbatim(ART + "\nSynap ver. " + version + "\n");
    }

    private static void role(Call call) {
        call.reply().array(3);
        call.reply().bulk("master");
        call.reply().integer(0);
        call.reply().array(0);
    }

    private Subcommands memory() {
        return new Subcommands("MEMORY")
                .add("USAGE", -3, "Return the bytes that a key takes.", ServerCommands::memoryUsage)
                .add("DOCTOR", 2, "Report on memory problems.", this::memoryDoctor)
                .add("STATS", 2, "Return figures on memory.", this::memoryStatistics)
                .add(
                        "PURGE",
                        2,
                        "Accepted; memory is given back by itself.",
                        call -> call.reply().ok());
    }

    private static void memoryUsage(Call call) {
        for (int i = 3; i < call.count(); i += 2) {
            if (!call.is(i, "SAMPLES") || i + 1 == call.count()) {
                throw Call.syntax();
            }
            if (call.integer(i + 1) < 0) {
                throw Call.syntax();
            }
        }
        long entry = call.access().peekEntry(call.key(2), call.length(2));
        try {
            if (entry == 0) {
                call.reply().nullBulk();
            } else {
                call.reply().integer(Entry.bytes(entry));
            }
        } finally {
            call.access().closeEntry();
        }
    }

    private void memoryDoctor(Call call) {
        long max = shared.node().budget().maxBytes();
        boolean full = max > 0 && shared.node().budget().usedBytes() > max / 10 * 9;
        call.reply()
                .verbatim(
                        full
                                ? "Sam, I detected an issue: more than nine tenths of memory.max are in use.\n"
                                : "Hi Sam, I can't find any memory issue in your instance. I can only account"
                                        + " for what occurs on this base.\n");
    }

    private void memoryStatistics(Call call) {
        Node node = shared.node();
        Reply reply = call.reply();
        reply.map(4);
        reply.bulk("total.allocated");
        reply.integer(node.engine().reservedBytes());
        reply.bulk("dataset.bytes");
        reply.integer(node.engine().usedBytes());
        reply.bulk("keys.count");
        reply.integer(node.engine().keyCount());
        reply.bulk("keys.bytes-per-key");
        reply.integer(node.engine().usedBytes() / Math.max(1, node.engine().keyCount()));
    }

    private Subcommands slowLog() {
        return new Subcommands("SLOWLOG")
                .add("GET", -2, "Return slow commands, the newest first.", this::slowLogGet)
                .add(
                        "LEN",
                        2,
                        "Return how many there are.",
                        call -> call.reply().integer(shared.slowLog().size()))
                .add("RESET", 2, "Forget them.", this::slowLogReset);
    }

    private void slowLogReset(Call call) {
        shared.slowLog().clear();
        call.reply().ok();
    }

    private void slowLogGet(Call call) {
        if (call.count() > 3) {
            throw Call.error(
                    "unknown subcommand or wrong number of arguments for '" + call.text(1) + "'. Try SLOWLOG HELP.");
        }
        long count = call.count() == 3 ? call.integerOr(2, -2) : SLOW_SHOWN;
        if (count < -1) {
            throw Call.error("count should be greater than or equal to -1");
        }
        List<SlowLog.Entry> entries = shared.slowLog().latest(count == -1 ? Long.MAX_VALUE : count);
        Reply reply = call.reply();
        reply.array(entries.size());
        for (SlowLog.Entry entry : entries) {
            reply.array(6);
            reply.integer(entry.id());
            reply.integer(entry.seconds());
            reply.integer(entry.micros());
            reply.array(entry.arguments().size());
            entry.arguments().forEach(reply::bulk);
            reply.bulk(entry.address());
            reply.bulk(entry.clientName());
        }
    }

    private static Subcommands latency() {
        return new Subcommands("LATENCY")
                .add(
                        "LATEST",
                        2,
                        "Return the latest spikes; none are kept.",
                        call -> call.reply().array(0))
                .add(
                        "HISTORY",
                        3,
                        "Return spikes of an event.",
                        call -> call.reply().array(0))
                .add("GRAPH", 3, "Draw spikes of an event.", ServerCommands::latencyGraph)
                .add("RESET", -2, "Forget spikes.", call -> call.reply().integer(0))
                .add("DOCTOR", 2, "Report on latency.", call -> call.reply().verbatim(NO_LATENCY_EVENTS))
                .add(
                        "HISTOGRAM",
                        -2,
                        "Return latencies; see the metrics.",
                        call -> call.reply().map(0));
    }

    private static void latencyGraph(Call call) {
        throw Call.error("No samples available for event '" + CommandTable.cText(call.arguments(), 2, 128) + "'");
    }
}
