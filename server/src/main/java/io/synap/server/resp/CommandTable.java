package io.synap.server.resp;

import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.protocol.resp.RespArguments;
import io.synap.server.command.CommandCatalogue;
import io.synap.server.command.CommandFlag;
import io.synap.server.command.CommandSpec;
import io.synap.server.node.Access;
import io.synap.server.stream.GroupCommands;
import io.synap.server.stream.StreamCommands;
import io.synap.server.topic.TopicCommands;
import io.synap.server.topic.TopicLimits;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The commands that one event loop executes, by name. Confined to it. */
final class CommandTable {
    private static final int NAME_SHOWN_MAX = 128;
    private final NameTable<Command> commands = new NameTable<>();

    /** Every command of the catalogue, ready for that loop. */
    static CommandTable create(RespShared shared, Reply reply, Access access, CommandMetrics metrics) {
        CommandTable table = new CommandTable();
        StreamCommands rooms =
                new StreamCommands(access, shared.settings().streams().eventBytesMax()).onAppended(metrics::appended);
        new StringCommands(reply).register(table);
        new SetCommands(reply).register(table);
        new KeyCommands(rooms, new TopicCommands(access, TopicLimits.DEFAULTS)).register(table);
        new KeyspaceCommands(shared.node().newRandom()).register(table);
        new ObjectCommands().register(table);
        addRooms(table, shared, rooms);
        new QueueAdminCommands().register(table);
        new QueuePublishCommands().register(table);
        new QueueReceiveCommand().register(table);
        new QueueSettleCommands().register(table);
        new DeadLetterCommands().register(table);
        new PubSubCommands(shared.pubSub()).register(table);
        new ConnectionCommands().register(table);
        new ClientCommands(shared).register(table);
        new CommandCommands().register(table);
        new InfoCommand(shared).register(table);
        new ConfigCommands(shared).register(table);
        new ServerCommands(shared).register(table);
        new DurabilityCommands(shared).register(table);
        table.requireComplete();
        return table;
    }

    private static void addRooms(CommandTable table, RespShared shared, StreamCommands rooms) {
        RoomReader reader = new RoomReader(rooms.access());
        new RoomCommands(rooms, reader, shared).register(table);
        new RoomReads(reader).register(table);
        new RoomInfo(reader).register(table);
        GroupCommands groups =
                new GroupCommands(rooms.access(), shared.settings().streams().groups());
        GroupScope scope = new GroupScope(groups, reader, shared);
        new GroupAdminCommands(scope).register(table);
        new GroupReads(scope).register(table);
        new GroupPendingCommands(scope).register(table);
        new GroupClaimCommands(scope).register(table);
    }

    void add(String respName, CommandHandler handler) {
        int index = CommandCatalogue.indexOf(respName);
        CommandSpec spec = CommandCatalogue.ALL.get(index);
        commands.put(
                respName,
                new Command(index, spec, respName.toLowerCase(Locale.ROOT), spec.has(CommandFlag.WRITE), handler));
    }

    private void requireComplete() {
        for (CommandSpec spec : CommandCatalogue.ALL) {
            for (String name : spec.respNames()) {
                if (commands.get(name) == null) {
                    throw new IllegalStateException("no handler for " + name);
                }
            }
        }
    }

    @Nullable
    Command find(RespArguments arguments) {
        return commands.get(arguments.address(0), arguments.length(0));
    }

    /** What Redis says to a command that it does not know, its arguments shown up to a bound. */
    static SynapException unknown(RespArguments arguments) {
        StringBuilder shown = new StringBuilder();
        for (int i = 1; i < arguments.count() && shown.length() < NAME_SHOWN_MAX; i++) {
            String argument = cText(arguments, i, NAME_SHOWN_MAX - shown.length());
            shown.append('\'').append(argument).append("' ");
        }
        return new SynapException(
                ErrorCode.UNKNOWN_COMMAND,
                "unknown command '" + cText(arguments, 0, NAME_SHOWN_MAX) + "', with args beginning with: " + shown);
    }

    /** An argument as C prints it: up to a bound, and to its first zero byte. */
    static String cText(RespArguments arguments, int index, int lengthMax) {
        String text = arguments.latin1(index, lengthMax);
        int zero = text.indexOf('\0');
        return zero < 0 ? text : text.substring(0, zero);
    }
}
