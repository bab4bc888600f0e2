package io.synap.server.resp;

import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.protocol.resp.RespText;

/** Commands about the connection itself, except CLIENT. Confined to one event loop. */
final class ConnectionCommands {
    private static final String NO_PASSWORD =
            "AUTH <password> called without any password configured for the default user. Are you sure"
                    + " your configuration is correct?";

    void register(CommandTable table) {
        table.add("PING", ConnectionCommands::ping);
        table.add("ECHO", call -> call.reply().bulk(call.address(1), call.length(1)));
        table.add("SELECT", ConnectionCommands::select);
        table.add("AUTH", ConnectionCommands::auth);
        table.add("HELLO", ConnectionCommands::hello);
        table.add("QUIT", ConnectionCommands::quit);
        table.add("RESET", ConnectionCommands::reset);
    }

    private static void ping(Call call) {
        if (call.count() <= 2 && call.connection().client().isSubscriberMode()) {
            call.reply().array(2);
            call.reply().bulk("pong");
            if (call.count() == 1) {
                call.reply().bulk("");
                return;
            }
        }
        switch (call.count()) {
            case 1 -> call.reply().simple("PONG");
            case 2 -> call.reply().bulk(call.address(1), call.length(1));
            default -> throw call.arity();
        }
    }

    private static void select(Call call) {
        if (call.smallInteger(1) != 0) {
            throw new SynapException(ErrorCode.DB_OUT_OF_RANGE);
        }
        call.reply().ok();
    }

    private static void auth(Call call) {
        switch (call.count()) {
            case 2 -> throw Call.error(NO_PASSWORD);
            case 3 -> {
                if (authenticate(call, 1)) {
                    call.reply().ok();
                }
            }
            default -> throw Call.syntax();
        }
    }

    /** There is one user, without a password, so that any will do; replies with the error if not. */
    private static boolean authenticate(Call call, int user) {
        if (call.text(user).equals("default")) {
            return true;
        }
        call.reply().error("WRONGPASS invalid username-password pair or user is disabled.");
        return false;
    }

    private static void hello(Call call) {
        ClientState client = call.connection().client();
        long version = client.isResp3() ? 3 : 2;
        String name = null;
        if (call.count() > 1) {
            if (!RespText.isLong(call.address(1), call.length(1))) {
                throw Call.error("Protocol version is not an integer or out of range");
            }
            version = RespText.toLong(call.address(1), call.length(1));
            if (version < 2 || version > 3) {
                call.reply().error("NOPROTO unsupported protocol version");
                return;
            }
        }
        for (int i = 2; i < call.count(); i++) {
            int more = call.count() - i - 1;
            if (call.is(i, "AUTH") && more >= 2) {
                if (!authenticate(call, i + 1)) {
                    return;
                }
                i += 2;
            } else if (call.is(i, "SETNAME") && more >= 1) {
                name = ClientCommands.checkedName(call.text(++i));
            } else {
                throw Call.error("Syntax error in HELLO option '"
                        + CommandTable.cText(call.arguments(), i, Integer.MAX_VALUE)
                        + "'");
            }
        }
        if (name != null) {
            client.name(name);
        }
        client.resp3(version == 3);
        call.reply().speak(version == 3);
        replyHello(call.reply(), client, version);
    }

    private static void replyHello(Reply reply, ClientState client, long version) {
        reply.map(7);
        reply.bulk("server");
        reply.bulk("redis");
        reply.bulk("version");
        reply.bulk(InfoCommand.REDIS_VERSION);
        reply.bulk("proto");
        reply.integer(version);
        reply.bulk("id");
        reply.integer(client.id());
        reply.bulk("mode");
        reply.bulk("standalone");
        reply.bulk("role");
        reply.bulk("master");
        reply.bulk("modules");
        reply.array(0);
    }

    private static void quit(Call call) {
        call.reply().ok();
        call.connection().closeWhenSent();
    }

    private static void reset(Call call) {
        ClientState client = call.connection().client();
        if (client.isSubscriber()) {
            call.connection().subscriptions().clear();
        }
        client.reset();
        call.reply().speak(false);
        call.reply().simple("RESET");
    }
}
