package io.synap.server.resp;

import io.synap.engine.Outcome;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.protocol.operation.GroupOperation.Start;
import io.synap.server.stream.EventIdText;
import io.synap.server.stream.GroupCommands;

/** XGROUP: groups and their consumers. Confined to one event loop. */
final class GroupAdminCommands {
    private static final String NO_KEY =
            "The XGROUP subcommand requires the key to exist. Note that for CREATE you may want to use the MKSTREAM"
                    + " option to create an empty stream automatically.";

    private final GroupScope scope;
    private final GroupCommands groups;
    private final EventIdText id = new EventIdText();
    private boolean makesRoom;
    private long entriesRead;

    GroupAdminCommands(GroupScope scope) {
        this.scope = scope;
        this.groups = scope.commands();
    }

    void register(CommandTable table) {
        Subcommands group = new Subcommands("XGROUP");
        group.add("CREATE", -5, "Make a group: <key> <group> <id|$> [MKSTREAM] [ENTRIESREAD n].", this::create);
        group.add("SETID", -5, "Let a group read on from an id: <key> <group> <id|$>.", this::setId);
        group.add("DESTROY", 4, "Remove a group: <key> <group>.", this::destroy);
        group.add("CREATECONSUMER", 5, "Add a consumer: <key> <group> <consumer>.", this::createConsumer);
        group.add("DELCONSUMER", 5, "Remove a consumer: <key> <group> <consumer>.", this::deleteConsumer);
        table.add("XGROUP", group);
    }

    private void options(Call call, boolean creating) {
        makesRoom = false;
        entriesRead = -1;
        int at = 5;
        while (at < call.count()) {
            if (creating && call.is(at, "MKSTREAM")) {
                makesRoom = true;
                at++;
            } else if (call.is(at, "ENTRIESREAD") && at + 1 < call.count()) {
                entriesRead = call.integer(at + 1);
                if (entriesRead < -1) {
                    throw Call.error("value for ENTRIESREAD must be positive or -1");
                }
                at += 2;
            } else {
                throw GroupScope.wrongForm(call, "XGROUP");
            }
        }
    }

    private void requireRoom(Call call) {
        if (!scope.reader().exists(call.key(2), call.length(2))) {
            throw Call.error(NO_KEY);
        }
    }

    private void requireGroup(Call call) {
        requireRoom(call);
        if (!scope.exists(call, 2, 3)) {
            throw GroupScope.missingInRoom(call, 2, 3);
        }
    }

    private void create(Call call) {
        options(call, true);
        if (!makesRoom) {
            requireRoom(call);
        }
        Start start = start(call, id.read(call.address(4), call.length(4), 0));
        if (makesRoom && !scope.reader().exists(call.key(2), call.length(2))) {
            scope.shared().settings().streams().ensureRoom(scope.shared().node().engine());
        }
        Outcome outcome = groups.create(
                call.key(2),
                call.length(2),
                call.address(3),
                call.length(3),
                groups.plain(),
                start,
                entriesRead,
                makesRoom);
        if (outcome.rejection() == ErrorCode.ROOM_NOT_FOUND) {
            throw Call.error(NO_KEY);
        }
        done(call, outcome);
    }

    private Start start(Call call, boolean isId) {
        if (call.is(4, "$")) {
            return new Start.Last();
        }
        if (!isId) {
            throw new SynapException(ErrorCode.INVALID_EVENT_ID);
        }
        return new Start.AfterId(id.millis(), id.sequence());
    }

    private void setId(Call call) {
        options(call, false);
        requireGroup(call);
        Start start = start(call, id.readBound(call.address(4), call.length(4), 0));
        done(
                call,
                groups.setPosition(call.key(2), call.length(2), call.address(3), call.length(3), start, entriesRead));
    }

    private static void done(Call call, Outcome outcome) {
        if (!call.rejected(outcome)) {
            call.reply().ok();
        }
    }

    private void destroy(Call call) {
        requireRoom(call);
        Outcome outcome = groups.delete(call.key(2), call.length(2), call.address(3), call.length(3));
        call.reply().integer(outcome.applied());
    }

    private void createConsumer(Call call) {
        requireGroup(call);
        Outcome outcome = groups.createConsumer(
                call.key(2), call.length(2), call.address(3), call.length(3), call.address(4), call.length(4));
        if (!call.rejected(outcome)) {
            call.reply().integer(outcome.number());
        }
    }

    private void deleteConsumer(Call call) {
        requireGroup(call);
        Outcome outcome = groups.deleteConsumer(
                call.key(2), call.length(2), call.address(3), call.length(3), call.address(4), call.length(4), false);
        if (outcome.rejection() == ErrorCode.CONSUMER_NOT_FOUND) {
            call.reply().integer(0);
        } else if (!call.rejected(outcome)) {
            call.reply().integer(outcome.number());
        }
    }
}
