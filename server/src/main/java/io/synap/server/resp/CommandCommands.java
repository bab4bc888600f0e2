package io.synap.server.resp;

import io.synap.protocol.resp.Glob;
import io.synap.protocol.resp.RespArguments;
import io.synap.server.command.CommandCatalogue;
import io.synap.server.command.CommandFlag;
import io.synap.server.command.CommandSpec;
import io.synap.server.command.KeySpec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** COMMAND: the catalogue, as clients ask for it. Confined to one event loop. */
final class CommandCommands {
    private record Named(String name, CommandSpec spec) {}

    private final NameTable<Named> byName = new NameTable<>();
    private final List<Named> all = new ArrayList<>();
    private final Subcommands subcommands = new Subcommands("COMMAND");

    void register(CommandTable table) {
        for (CommandSpec spec : CommandCatalogue.ALL) {
            for (String respName : spec.respNames()) {
                Named named = new Named(respName.toLowerCase(Locale.ROOT), spec);
                byName.put(respName, named);
                all.add(named);
            }
        }
        subcommands.add(
                "COUNT",
                2,
                "Return how many commands there are.",
                call -> call.reply().integer(all.size()));
        subcommands.add("INFO", -2, "Describe commands.", this::info);
        subcommands.add("DOCS", -2, "Explain commands.", this::docs);
        subcommands.add("LIST", -2, "Return the names of commands.", this::list);
        subcommands.add("GETKEYS", -4, "Return the keys of a command.", this::getKeys);
        table.add("COMMAND", subcommands.alone(this::command));
    }

    private void command(Call call) {
        call.reply().array(all.size());
        all.forEach(each -> describe(call.reply(), each));
    }

    private @Nullable Named named(Call call, int argument) {
        return byName.get(call.address(argument), call.length(argument));
    }

    private void info(Call call) {
        if (call.count() == 2) {
            call.reply().array(all.size());
            all.forEach(each -> describe(call.reply(), each));
            return;
        }
        call.reply().array(call.count() - 2);
        for (int i = 2; i < call.count(); i++) {
            Named wanted = named(call, i);
            if (wanted == null) {
                call.reply().nullBulk();
            } else {
                describe(call.reply(), wanted);
            }
        }
    }

    private static void describe(Reply reply, Named command) {
        CommandSpec spec = command.spec();
        KeySpec keys = spec.keys();
        reply.array(10);
        reply.bulk(command.name());
        reply.integer(spec.arity());
        reply.set(spec.flags().size() + (keys.isByKeyword() ? 1 : 0));
        spec.flags().forEach(flag -> reply.simple(flag.text()));
        if (keys.isByKeyword()) {
            reply.simple("movablekeys");
        }
        reply.integer(keys.first());
        reply.integer(keys.last());
        reply.integer(keys.step());
        List<String> categories = categories(spec);
        reply.set(categories.size());
        categories.forEach(reply::simple);
        reply.set(0);
        describeKeys(reply, spec);
        reply.array(0);
    }

    private static List<String> categories(CommandSpec spec) {
        List<String> categories = new ArrayList<>();
        if (spec.has(CommandFlag.WRITE)) {
            categories.add("@write");
        }
        if (spec.has(CommandFlag.READONLY)) {
            categories.add("@read");
        }
        switch (spec.family()) {
            case KV -> categories.add("@string");
            case KEY -> categories.add("@keyspace");
            case STREAM -> categories.add("@stream");
            case QUEUE -> categories.add("@queue");
            case PUBSUB -> categories.add("@pubsub");
            case CONNECTION -> categories.add("@connection");
            case SERVER -> {}
        }
        if (spec.has(CommandFlag.ADMIN)) {
            categories.add("@admin");
            categories.add("@dangerous");
        }
        categories.add(spec.has(CommandFlag.FAST) ? "@fast" : "@slow");
        return categories;
    }

    private static void describeKeys(Reply reply, CommandSpec spec) {
        KeySpec keys = spec.keys();
        if (!keys.any()) {
            reply.set(0);
            return;
        }
        reply.set(1);
        reply.map(3);
        reply.bulk("flags");
        reply.set(2);
        reply.simple(spec.has(CommandFlag.WRITE) ? "RW" : "RO");
        reply.simple(spec.has(CommandFlag.WRITE) ? "update" : "access");
        describeSearch(reply, keys);
        reply.bulk("find_keys");
        reply.map(2);
        reply.bulk("type");
        reply.bulk("range");
        reply.bulk("spec");
        reply.map(3);
        reply.bulk("lastkey");
        reply.integer(keys.isByKeyword() || keys.last() < 0 ? -1 : keys.last() - keys.first());
        reply.bulk("keystep");
        reply.integer(keys.isByKeyword() ? 1 : keys.step());
        reply.bulk("limit");
        reply.integer(keys.isByKeyword() ? 2 : 0);
    }

    private static void describeSearch(Reply reply, KeySpec keys) {
        reply.bulk("begin_search");
        reply.map(2);
        reply.bulk("type");
        if (keys.isByKeyword()) {
            reply.bulk("keyword");
            reply.bulk("spec");
            reply.map(2);
            reply.bulk("keyword");
            reply.bulk(keys.keyword());
            reply.bulk("startfrom");
            reply.integer(1);
        } else {
            reply.bulk("index");
            reply.bulk("spec");
            reply.map(1);
            reply.bulk("index");
            reply.integer(keys.first());
        }
    }

    private void docs(Call call) {
        List<Named> wanted = new ArrayList<>();
        if (call.count() == 2) {
            wanted.addAll(all);
        }
        for (int i = 2; i < call.count(); i++) {
            Named one = named(call, i);
            if (one != null) {
                wanted.add(one);
            }
        }
        Reply reply = call.reply();
        reply.map(wanted.size());
        for (Named each : wanted) {
            reply.bulk(each.name());
            reply.map(3);
            reply.bulk("summary");
            reply.bulk(each.spec().summary());
            reply.bulk("since");
            reply.bulk("1.0.0");
            reply.bulk("group");
            reply.bulk(group(each.spec()));
        }
    }

    private static String group(CommandSpec spec) {
        return switch (spec.family()) {
            case KV -> "string";
            case KEY -> "generic";
            case STREAM -> "stream";
            case QUEUE -> "queue";
            case PUBSUB -> "pubsub";
            case CONNECTION -> "connection";
            case SERVER -> "server";
        };
    }

    private void list(Call call) {
        List<String> names = new ArrayList<>();
        if (call.count() == 2) {
            all.forEach(each -> names.add(each.name()));
        } else if (call.count() == 5 && call.is(2, "FILTERBY") && call.is(3, "PATTERN")) {
            String pattern = call.text(4).toLowerCase(Locale.ROOT);
            Glob glob = new Glob(pattern.getBytes(StandardCharsets.ISO_8859_1));
            for (Named each : all) {
                if (glob.matches(each.name())) {
                    names.add(each.name());
                }
            }
        } else if (call.count() == 5 && call.is(2, "FILTERBY") && call.is(3, "ACLCAT")) {
            String category = "@" + call.text(4).toLowerCase(Locale.ROOT);
            for (Named each : all) {
                if (categories(each.spec()).contains(category)) {
                    names.add(each.name());
                }
            }
        } else if (call.count() != 5 || !call.is(2, "FILTERBY") || !call.is(3, "MODULE")) {
            throw Call.syntax();
        }
        call.reply().set(names.size());
        names.forEach(call.reply()::bulk);
    }

    private void getKeys(Call call) {
        Named wanted = named(call, 2);
        if (wanted == null) {
            throw Call.error("Invalid command specified");
        }
        KeySpec keys = wanted.spec().keys();
        if (!keys.any()) {
            throw Call.error("The command has no key arguments");
        }
        int count = call.count() - 2;
        if (!wanted.spec().accepts(count)) {
            throw Call.error("Invalid number of arguments specified for command");
        }
        List<Integer> found = keys.isByKeyword() ? keysAfter(keys.keyword(), call) : keysAt(keys, count);
        if (found.isEmpty()) {
            throw Call.error("Invalid arguments specified for command");
        }
        RespArguments arguments = call.arguments();
        call.reply().array(found.size());
        for (int each : found) {
            call.reply().bulk(arguments.address(each + 2), arguments.length(each + 2));
        }
    }

    private static List<Integer> keysAt(KeySpec keys, int count) {
        int last = keys.last() < 0 ? count + keys.last() : keys.last();
        List<Integer> found = new ArrayList<>();
        for (int i = keys.first(); i <= last; i += keys.step()) {
            found.add(i);
        }
        return found;
    }

    private static List<Integer> keysAfter(String keyword, Call call) {
        List<Integer> found = new ArrayList<>();
        int first = 3;
        while (first < call.count() && !call.is(first, keyword)) {
            first++;
        }
        for (int i = 1; i <= (call.count() - first - 1) / 2; i++) {
            found.add(first + i - 2);
        }
        return found;
    }
}
