package io.synap.server.resp;

import io.synap.engine.Entry;
import io.synap.engine.EvictionPolicy;
import io.synap.protocol.resp.RespText;
import java.util.function.LongConsumer;

/** OBJECT: how a value would be kept by Redis, which tools ask. Confined to one event loop. */
final class ObjectCommands {
    private static final int EMBEDDED_BYTES_MAX = 44;
    private static final int SHARED_INTEGERS = 10_000;
    private static final String SWITCHING =
            " Please note that when switching between policies at runtime LRU and LFU data will take"
                    + " some time to adjust.";

    void register(CommandTable table) {
        table.add(
                "OBJECT",
                new Subcommands("OBJECT")
                        .add("ENCODING", 3, "Return how the value of a key is kept.", ObjectCommands::encoding)
                        .add("FREQ", 3, "Return the access frequency of a key.", ObjectCommands::frequency)
                        .add("IDLETIME", 3, "Return the seconds since a key was used.", ObjectCommands::idleTime)
                        .add("REFCOUNT", 3, "Return the number of references to a value.", ObjectCommands::references));
    }

    private static void encoding(Call call) {
        inspect(call, entry -> call.reply().bulk(encodingOf(entry)));
    }

    private static String encodingOf(long entry) {
        if (isInteger(entry)) {
            return "int";
        }
        return Entry.valueLength(entry) <= EMBEDDED_BYTES_MAX ? "embstr" : "raw";
    }

    private static boolean isInteger(long entry) {
        return !Entry.isLarge(entry) && RespText.isLong(Entry.value(entry), Entry.valueLength(entry));
    }

    private static void references(Call call) {
        inspect(call, entry -> {
            long value = isInteger(entry) ? RespText.toLong(Entry.value(entry), Entry.valueLength(entry)) : -1;
            boolean isShared = value >= 0 && value < SHARED_INTEGERS;
            call.reply().integer(isShared ? Integer.MAX_VALUE : 1);
        });
    }

    private static void idleTime(Call call) {
        inspect(call, entry -> {
            if (countsFrequency(call)) {
                throw Call.error("An LFU maxmemory policy is selected, idle time not tracked." + SWITCHING);
            }
            call.reply().integer(Entry.idleMillis(entry, call.access().now()) / 1000);
        });
    }

    private static void frequency(Call call) {
        inspect(call, entry -> {
            if (!countsFrequency(call)) {
                throw Call.error("An LFU maxmemory policy is not selected, access frequency not tracked." + SWITCHING);
            }
            call.reply().integer(Entry.accessFrequency(entry));
        });
    }

    private static boolean countsFrequency(Call call) {
        return call.loop().node().budget().policy() == EvictionPolicy.ALLKEYS_LFU;
    }

    private static void inspect(Call call, LongConsumer reader) {
        long entry = call.access().peekEntry(call.key(2), call.length(2));
        try {
            if (entry == 0) {
                call.reply().nullBulk();
            } else {
                reader.accept(entry);
            }
        } finally {
            call.access().closeEntry();
        }
    }
}
