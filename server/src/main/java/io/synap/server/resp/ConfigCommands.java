package io.synap.server.resp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** CONFIG, over the settings that the server around gives Redis' names. Confined to one event loop. */
final class ConfigCommands {
    private final RespAdmin admin;
    private final RespShared shared;

    ConfigCommands(RespShared shared) {
        this.shared = shared;
        this.admin = shared.admin();
    }

    void register(CommandTable table) {
        table.add(
                "CONFIG",
                new Subcommands("CONFIG")
                        .add("GET", -3, "Return settings that match patterns.", this::get)
                        .add("SET", -4, "Change settings.", this::set)
                        .add("RESETSTAT", 2, "Set statistics back.", this::resetStatistics)
                        .add("REWRITE", 2, "Refused: the configuration file is yours.", ConfigCommands::rewrite));
    }

    private void get(Call call) {
        Map<String, String> found = new LinkedHashMap<>();
        for (int i = 2; i < call.count(); i++) {
            found.putAll(admin.configGet(call.text(i).toLowerCase(Locale.ROOT)));
        }
        Reply reply = call.reply();
        reply.map(found.size());
        found.forEach((name, value) -> {
            reply.bulk(name);
            reply.bulk(value);
        });
    }

    private void set(Call call) {
        if (call.count() % 2 != 0) {
            throw call.arity();
        }
        List<String> pairs = new ArrayList<>(call.count() - 2);
        for (int i = 2; i < call.count(); i++) {
            pairs.add(call.text(i));
        }
        String error = admin.configSet(pairs);
        if (error == null) {
            call.reply().ok();
        } else {
            call.reply().error(error);
        }
    }

    private void resetStatistics(Call call) {
        shared.statistics().reset();
        call.reply().ok();
    }

    private static void rewrite(Call call) {
        throw Call.error("The server is running without a config file");
    }
}
