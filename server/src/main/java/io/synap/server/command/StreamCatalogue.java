package io.synap.server.command;

import static io.synap.server.command.CommandFlag.BLOCKING;
import static io.synap.server.command.CommandFlag.DENYOOM;
import static io.synap.server.command.CommandFlag.FAST;
import static io.synap.server.command.CommandFlag.READONLY;
import static io.synap.server.command.CommandFlag.WRITE;

import java.util.List;

/** The commands on rooms and their groups, part of {@link CommandCatalogue}. */
final class StreamCatalogue {
    private StreamCatalogue() {}

    static void addTo(List<CommandSpec> all) {
        events(all);
        groups(all);
    }

    private static void events(List<CommandSpec> all) {
        one(all, "XADD", -5, "Appends an event to a room.", WRITE, DENYOOM, FAST);
        one(all, "XLEN", 2, "Returns how many events a room holds.", READONLY, FAST);
        one(all, "XRANGE", -4, "Returns the events between two ids.", READONLY);
        one(all, "XREVRANGE", -4, "Returns the events between two ids, the last first.", READONLY);
        stream(
                all,
                "XREAD",
                -4,
                KeySpec.AFTER_STREAMS,
                "Returns what came after an id, and may wait for it.",
                READONLY,
                BLOCKING);
        one(all, "XDEL", -3, "Removes events by id.", WRITE, FAST);
        one(all, "XTRIM", -4, "Removes the oldest events.", WRITE);
        one(all, "XSETID", -3, "Sets a room's last id.", WRITE, DENYOOM, FAST);
        stream(all, "XINFO", -2, KeySpec.AFTER_SUBCOMMAND, "Looks into rooms, groups and consumers.");
    }

    private static void groups(List<CommandSpec> all) {
        stream(all, "XGROUP", -2, KeySpec.AFTER_SUBCOMMAND, "Manages consumer groups.");
        stream(
                all,
                "XREADGROUP",
                -7,
                KeySpec.AFTER_STREAMS,
                "Hands events out to a member of a group, and may wait for them.",
                WRITE,
                BLOCKING);
        one(all, "XACK", -4, "Acknowledges events of a group.", WRITE, FAST);
        one(all, "XPENDING", -3, "Lists what a group handed out and nobody acknowledged.", READONLY);
        one(all, "XCLAIM", -6, "Takes over events that are pending elsewhere.", WRITE, FAST);
        one(all, "XAUTOCLAIM", -6, "Takes over events that have been pending for long.", WRITE, FAST);
    }

    private static void one(List<CommandSpec> all, String name, int arity, String summary, CommandFlag... flags) {
        stream(all, name, arity, KeySpec.ONE, summary, flags);
    }

    private static void stream(
            List<CommandSpec> all, String name, int arity, KeySpec keys, String summary, CommandFlag... flags) {
        CommandCatalogue.add(all, Family.STREAM, name, arity, keys, summary, flags);
    }
}
