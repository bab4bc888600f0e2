package io.synap.server.resp;

import io.synap.protocol.error.SynapException;
import io.synap.server.resp.ClientState.ReplyMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** CLIENT: looking at connections and changing them. Confined to one event loop. */
final class ClientCommands {
    private static final String BAD_NAME = "Client names cannot contain spaces, newlines or special characters.";

    private final RespShared shared;

    ClientCommands(RespShared shared) {
        this.shared = shared;
    }

    void register(CommandTable table) {
        Subcommands client = new Subcommands("CLIENT");
        client.add(
                "ID",
                2,
                "Return the id of this connection.",
                call -> call.reply().integer(state(call).id()));
        client.add("INFO", 2, "Describe this connection.", this::info);
        client.add("LIST", -2, "Describe all connections.", this::list);
        client.add("GETNAME", 2, "Return this connection's name.", ClientCommands::getName);
        client.add("SETNAME", 3, "Name this connection.", ClientCommands::setName);
        client.add("SETINFO", 4, "Say which library this is.", ClientCommands::setInfo);
        client.add("KILL", -3, "Close connections.", this::kill);
        client.add("NO-EVICT", 3, "Accepted; connections are not evicted.", ClientCommands::onOrOff);
        client.add("NO-TOUCH", 3, "Accepted; it has no effect.", ClientCommands::onOrOff);
        client.add("REPLY", 3, "Choose whether replies are sent.", ClientCommands::reply);
        client.add("TRACKING", -3, "Only OFF: there is no tracking.", ClientCommands::tracking);
        client.add("TRACKINGINFO", 2, "Report on tracking.", ClientCommands::trackingInfo);
        client.add(
                "GETREDIR",
                2,
                "Return where invalidations go.",
                call -> call.reply().integer(-1));
        client.add("UNBLOCK", -3, "End what a connection waits for.", this::unblock);
        client.add("PAUSE", -3, "Let commands wait, all or those that write.", this::pause);
        client.add("UNPAUSE", 2, "Let them go on.", this::unpause);
        table.add("CLIENT", client);
    }

    private static ClientState state(Call call) {
        return call.connection().client();
    }

    static String checkedName(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) < '!' || name.charAt(i) > '~') {
                throw Call.error(BAD_NAME);
            }
        }
        return name;
    }

    private static void getName(Call call) {
        String name = state(call).name();
        if (name.isEmpty()) {
            call.reply().nullBulk();
        } else {
            call.reply().bulk(name);
        }
    }

    private static void setName(Call call) {
        state(call).name(checkedName(call.text(2)));
        call.reply().ok();
    }

    private static void setInfo(Call call) {
        String value = call.text(3);
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) < '!' || value.charAt(i) > '~') {
                throw Call.error(call.text(2).toLowerCase(Locale.ROOT)
                        + " cannot contain spaces, newlines or special characters.");
            }
        }
        if (call.is(2, "LIB-NAME")) {
            state(call).libraryName(value);
        } else if (call.is(2, "LIB-VER")) {
            state(call).libraryVersion(value);
        } else {
            throw Call.error("Unrecognized option '" + call.text(2) + "'");
        }
        call.reply().ok();
    }

    private static void onOrOff(Call call) {
        if (!call.is(2, "ON") && !call.is(2, "OFF")) {
            throw Call.syntax();
        }
        call.reply().ok();
    }

    private static void reply(Call call) {
        if (call.is(2, "ON")) {
            state(call).replyMode(ReplyMode.ON);
            call.reply().ok();
        } else if (call.is(2, "OFF")) {
            state(call).replyMode(ReplyMode.OFF);
        } else if (call.is(2, "SKIP")) {
            if (state(call).replyMode() == ReplyMode.ON) {
                state(call).replyMode(ReplyMode.SKIP_NEXT);
            }
        } else {
            throw Call.syntax();
        }
    }

    private static void tracking(Call call) {
        if (call.is(2, "ON")) {
            throw Call.error("Client tracking is not supported");
        }
        if (!call.is(2, "OFF")) {
            throw Call.syntax();
        }
        call.reply().ok();
    }

    private static void trackingInfo(Call call) {
        Reply reply = call.reply();
        reply.map(3);
        reply.bulk("flags");
        reply.set(1);
        reply.bulk("off");
        reply.bulk("redirect");
        reply.integer(-1);
        reply.bulk("prefixes");
        reply.array(0);
    }

    private void unblock(Call call) {
        if (call.count() > 4) {
            throw wrongCount(call);
        }
        if (call.count() == 4 && !call.is(3, "TIMEOUT") && !call.is(3, "ERROR")) {
            throw Call.error("CLIENT UNBLOCK reason should be TIMEOUT or ERROR");
        }
        RespConnection connection = shared.clients().byId(call.integer(2));
        boolean withError = call.count() == 4 && call.is(3, "ERROR");
        call.reply().integer(connection != null && connection.unblock(withError) ? 1 : 0);
    }

    private static SynapException wrongCount(Call call) {
        return Call.error("unknown subcommand or wrong number of arguments for '"
                + CommandTable.cText(call.arguments(), 1, 128)
                + "'. Try CLIENT HELP.");
    }

    private void pause(Call call) {
        if (call.count() > 4) {
            throw wrongCount(call);
        }
        boolean all = call.count() == 3 || call.is(3, "ALL");
        if (!all && !call.is(3, "WRITE")) {
            throw Call.error("CLIENT PAUSE mode must be WRITE or ALL");
        }
        long now = call.access().now();
        shared.pause(new Pause(now + call.timeoutMillis(2), all), now);
        call.loop().pauses().look();
        Suspension waiting = call.connection().suspend();
        // Batches of other event loops may have begun before: once this is answered, they have ended.
        shared.onceBatchesEnd(() -> waiting.completeFromAnywhere(Reply::ok));
    }

    private void unpause(Call call) {
        shared.unpause();
        call.loop().pauses().look();
        call.reply().ok();
    }

    private void info(Call call) {
        call.reply().verbatim(describe(call.connection(), call.access().now()) + "\n");
    }

    private void list(Call call) {
        Predicate<ClientState> wanted = each -> true;
        if (call.count() == 4 && call.is(2, "TYPE")) {
            wanted = ofType(call, 3);
        } else if (call.count() > 3 && call.is(2, "ID")) {
            List<Long> ids = new ArrayList<>();
            for (int i = 3; i < call.count(); i++) {
                ids.add(clientId(call, i, "Invalid client ID"));
            }
            wanted = each -> ids.contains(each.id());
        } else if (call.count() != 2) {
            throw Call.syntax();
        }
        StringBuilder text = new StringBuilder();
        List<RespConnection> all = new ArrayList<>(shared.clients().all());
        all.sort(Comparator.comparingLong(each -> each.client().id()));
        for (RespConnection each : all) {
            if (wanted.test(each.client())) {
                text.append(describe(each, call.access().now())).append('\n');
            }
        }
        call.reply().verbatim(text.toString());
    }

    private static Predicate<ClientState> ofType(Call call, int argument) {
        String type = call.text(argument).toLowerCase(Locale.ROOT);
        return switch (type) {
            case "normal" -> each -> !each.isSubscriber();
            case "pubsub" -> ClientState::isSubscriber;
            case "replica", "slave", "master" -> each -> false;
            default -> throw Call.error("Unknown client type '" + call.text(argument) + "'");
        };
    }

    private static long clientId(Call call, int argument, String complaint) {
        long id = call.integerOr(argument, 0);
        if (id < 1) {
            throw Call.error(complaint);
        }
        return id;
    }

    private static String describe(RespConnection connection, long now) {
        ClientState client = connection.client();
        return "id=" + client.id()
                + " addr=" + client.address()
                + " laddr=" + client.localAddress()
                + " fd=-1 name=" + client.name()
                + " age=" + (now - client.createdMillis()) / 1000
                + " idle=" + Math.max(0, now - client.activeMillis()) / 1000
                + " flags=" + flags(connection)
                + " db=0 sub=" + client.channels()
                + " psub=" + client.patterns()
                + " ssub=" + client.shardChannels()
                + " multi=-1 qbuf=0 qbuf-free=0 argv-mem=0 multi-mem=0"
                + " rbs=0 rbp=0 obl=0 oll=0 omem=" + connection.buffers().bytes() + " tot-mem="
                + connection.buffers().bytes()
                + " events=r cmd=" + client.lastCommand()
                + " user=default redir=-1 resp=" + (client.isResp3() ? 3 : 2)
                + " lib-name=" + client.libraryName()
                + " lib-ver=" + client.libraryVersion()
                + " tot-net-in=" + client.bytesIn()
                + " tot-net-out=" + client.bytesOut();
    }

    private static String flags(RespConnection connection) {
        String flags = (connection.client().isSubscriber() ? "P" : "") + (connection.isWaiting() ? "b" : "");
        return flags.isEmpty() ? "N" : flags;
    }

    private void kill(Call call) {
        if (call.count() == 3) {
            killByAddress(call);
            return;
        }
        if (call.count() % 2 != 0) {
            throw Call.syntax();
        }
        Predicate<RespConnection> chosen = each -> true;
        boolean skipMe = true;
        for (int i = 2; i < call.count(); i += 2) {
            if (call.is(i, "SKIPME")) {
                skipMe = yes(call, i + 1);
            } else {
                chosen = chosen.and(filter(call, i));
            }
        }
        int killed = 0;
        for (RespConnection each : shared.clients().all()) {
            if (chosen.test(each) && !(skipMe && each == call.connection())) {
                close(call, each);
                killed++;
            }
        }
        call.reply().integer(killed);
    }

    private static boolean yes(Call call, int argument) {
        if (!call.is(argument, "YES") && !call.is(argument, "NO")) {
            throw Call.syntax();
        }
        return call.is(argument, "YES");
    }

    private static Predicate<RespConnection> filter(Call call, int option) {
        String value = call.text(option + 1);
        if (call.is(option, "ID")) {
            long id = clientId(call, option + 1, "client-id should be greater than 0");
            return each -> each.client().id() == id;
        }
        if (call.is(option, "ADDR")) {
            return each -> each.client().address().equals(value);
        }
        if (call.is(option, "LADDR")) {
            return each -> each.client().localAddress().equals(value);
        }
        if (call.is(option, "TYPE")) {
            Predicate<ClientState> type = ofType(call, option + 1);
            return each -> type.test(each.client());
        }
        if (call.is(option, "USER")) {
            if (!value.equals("default")) {
                throw Call.error("No such user '" + value + "'");
            }
            return each -> true;
        }
        throw Call.syntax();
    }

    private void killByAddress(Call call) {
        String address = call.text(2);
        @Nullable RespConnection found = null;
        for (RespConnection each : shared.clients().all()) {
            if (each.client().address().equals(address)) {
                found = each;
            }
        }
        if (found == null) {
            throw Call.error("No such client");
        }
        close(call, found);
        call.reply().ok();
    }

    private static void close(Call call, RespConnection victim) {
        if (victim == call.connection()) {
            victim.closeWhenSent();
        } else {
            victim.abortFromAnywhere();
        }
    }
}
