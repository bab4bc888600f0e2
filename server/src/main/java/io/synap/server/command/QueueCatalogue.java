package io.synap.server.command;

import static io.synap.server.command.CommandFlag.BLOCKING;
import static io.synap.server.command.CommandFlag.DENYOOM;
import static io.synap.server.command.CommandFlag.FAST;
import static io.synap.server.command.CommandFlag.READONLY;
import static io.synap.server.command.CommandFlag.WRITE;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The commands on queues, part of {@link CommandCatalogue}. */
final class QueueCatalogue {
    private QueueCatalogue() {}

    static void addTo(List<CommandSpec> all) {
        messages(all);
        queues(all);
        deadLetters(all);
    }

    private static void messages(List<CommandSpec> all) {
        one(all, "QPUBLISH", -3, "Puts a message into a queue.", WRITE, DENYOOM, FAST);
        one(all, "QMPUBLISH", -5, "Puts several messages into a queue as one.", WRITE, DENYOOM);
        one(all, "QRECEIVE", -3, "Hands messages out under a lease, and may wait for them.", WRITE, BLOCKING);
        one(all, "QACK", -3, "Ends deliveries: their messages are done with.", WRITE, FAST);
        one(all, "QNACK", -3, "Gives messages back, at once or for later.", WRITE);
        one(all, "QREJECT", -3, "Makes messages dead letters.", WRITE);
        one(all, "QEXTEND", -4, "Gives deliveries more time.", WRITE, FAST);
    }

    private static void queues(List<CommandSpec> all) {
        one(all, "QCREATE", -2, "Creates a queue, or changes its settings.", WRITE, DENYOOM);
        one(all, "QLEN", 2, "Returns how many messages are to be done.", READONLY, FAST);
        one(all, "QSTATS", 2, "Returns a queue's figures and settings.", READONLY);
        queue(all, "QLIST", -1, KeySpec.NONE, "Lists queues by name.", READONLY);
        one(all, "QPURGE", -2, "Removes a queue's messages.", WRITE);
        one(all, "QDELETE", 2, "Removes a queue.", WRITE);
        one(all, "QPAUSE", 2, "Lets a queue hand out nothing.", WRITE, FAST);
        one(all, "QRESUME", 2, "Ends a queue's pause.", WRITE, FAST);
    }

    private static void deadLetters(List<CommandSpec> all) {
        one(all, "QDEAD", -2, "Lists a queue's dead letters.", READONLY);
        one(all, "QDEADGET", 3, "Returns a dead letter with its history.", READONLY);
        one(all, "QREDRIVE", -2, "Publishes dead letters anew.", WRITE);
        one(all, "QREMOVE", -3, "Removes messages by id.", WRITE);
    }

    private static void one(List<CommandSpec> all, String name, int arity, String summary, CommandFlag... flags) {
        queue(all, name, arity, KeySpec.ONE, summary, flags);
    }

    /** The letter that sets queues apart on RESP is no part of a command's name elsewhere. */
    private static void queue(
            List<CommandSpec> all, String respName, int arity, KeySpec keys, String summary, CommandFlag... flags) {
        Set<CommandFlag> set = EnumSet.noneOf(CommandFlag.class);
        Collections.addAll(set, flags);
        all.add(new CommandSpec(
                "queue." + respName.substring(1).toLowerCase(Locale.ROOT),
                List.of(respName),
                Family.QUEUE,
                arity,
                Collections.unmodifiableSet(set),
                keys,
                summary));
    }
}
