package io.synap.server.resp;

import io.synap.engine.Outcome;
import io.synap.engine.stream.Group;
import io.synap.engine.stream.GroupConsumer;
import io.synap.engine.stream.Pending;
import io.synap.engine.stream.Room;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.server.stream.EventIdText;
import io.synap.server.stream.GroupCommands;
import org.jspecify.annotations.Nullable;

/** XACK and XPENDING: what a group has handed out. Confined to one event loop. */
final class GroupPendingCommands {
    /** Pending events that are looked at under one hold of the lock. */
    private static final int SLICE = 256;

    private final GroupScope scope;
    private final GroupCommands groups;
    private final RoomReader reader;
    private final EventIdText start = new EventIdText();
    private final EventIdText end = new EventIdText();

    // The listing that is going on.
    private @Nullable Reply gathered;
    private @Nullable Group group;
    private long idleMillis;
    private long left;
    private long now;
    private int listed;
    private boolean behindEnd;

    GroupPendingCommands(GroupScope scope) {
        this.scope = scope;
        this.groups = scope.commands();
        this.reader = scope.reader();
    }

    void register(CommandTable table) {
        table.add("XACK", this::acknowledge);
        table.add("XPENDING", this::pending);
    }

    private void acknowledge(Call call) {
        groups.beginAck(call.key(1), call.length(1), call.address(2), call.length(2));
        for (int i = 3; i < call.count(); i++) {
            if (!start.read(call.address(i), call.length(i), 0)) {
                if (scope.exists(call, 1, 2)) {
                    throw new SynapException(ErrorCode.INVALID_EVENT_ID);
                }
                call.reply().integer(0);
                return;
            }
            groups.id(start.millis(), start.sequence());
        }
        Outcome outcome = groups.settle();
        ErrorCode error = outcome.rejection();
        boolean missing = error == ErrorCode.ROOM_NOT_FOUND || error == ErrorCode.GROUP_NOT_FOUND;
        if (missing) {
            reader.tellIfMissing(call.key(1), call.length(1));
            call.missed();
            call.reply().integer(0);
        } else if (!call.rejected(outcome)) {
            call.reply().integer(outcome.number());
        }
    }

    private void pending(Call call) {
        int count = call.count();
        if (count == 3) {
            summary(call);
            return;
        }
        if (count < 6 || count > 9) {
            throw Call.syntax();
        }
        int at = 3;
        idleMillis = 0;
        if (call.is(3, "IDLE")) {
            idleMillis = call.integer(4);
            if (count < 8) {
                throw Call.syntax();
            }
            at = 5;
        }
        left = Math.max(0, call.integer(at + 2));
        RoomCommands.readInterval(call, at, start, false);
        RoomCommands.readInterval(call, at + 1, end, true);
        list(call, at + 3 < count ? at + 3 : 0);
    }

    private void summary(Call call) {
        Reply reply = call.reply();
        Room room = reader.openToRead(call.key(1), call.length(1));
        try {
            Group found = GroupScope.find(room, call.address(2), call.length(2));
            if (found == null) {
                throw GroupScope.missing(call, 1, 2, "");
            }
            reply.array(4);
            reply.integer(found.pendingCount());
            if (found.pendingCount() == 0) {
                reply.nullBulk();
                reply.nullBulk();
                reply.nullArray();
                return;
            }
            id(reply, found.pending(found.firstPending()));
            id(reply, found.pending(found.lastPending()));
            int holders = 0;
            for (GroupConsumer each : found.consumers()) {
                holders += each.pending() > 0 ? 1 : 0;
            }
            reply.array(holders);
            for (GroupConsumer each : found.consumers()) {
                if (each.pending() > 0) {
                    reply.array(2);
                    reply.bulk(each.name());
                    reply.bulk(Long.toString(each.pending()));
                }
            }
        } finally {
            reader.close();
        }
    }

    static void id(Reply reply, long pending) {
        EventReply.id(reply, Pending.idMillis(pending), Pending.idNumber(pending));
    }

    /** Lists pending events in slices, so that nobody waits long for the shard. */
    private void list(Call call, int consumer) {
        Reply into = call.loop().newReply(call.reply().isResp3());
        gathered = into;
        now = call.access().now();
        listed = 0;
        behindEnd = false;
        try {
            long next = 0;
            boolean first = true;
            while (next >= 0) {
                next = slice(call, consumer, first, next);
                first = false;
            }
            call.reply().array(listed);
            call.reply().append(into);
        } catch (Throwable failed) {
            into.discard();
            throw failed;
        } finally {
            gathered = null;
            group = null;
        }
    }

    private long slice(Call call, int consumer, boolean first, long from) {
        Room room = reader.openToRead(call.key(1), call.length(1));
        try {
            Group found = GroupScope.find(room, call.address(2), call.length(2));
            if (found == null) {
                throw GroupScope.missing(call, 1, 2, "");
            }
            GroupConsumer only = consumer == 0 ? null : found.consumer(call.address(consumer), call.length(consumer));
            boolean nobody = consumer != 0 && only == null;
            long offset = first ? found.pendingCeilingOfId(start.millis(), start.sequence()) : from;
            if (nobody || left == 0 || offset < 0) {
                return -1;
            }
            group = found;
            long next = found.visitPending(only, offset, SLICE, this::visit);
            return left == 0 || behindEnd ? -1 : next;
        } finally {
            reader.close();
        }
    }

    /** Lists one; false when that was the last. */
    private boolean visit(long pending) {
        Group of = group;
        Reply into = gathered;
        behindEnd =
                EventIdText.compare(Pending.idMillis(pending), Pending.idNumber(pending), end.millis(), end.sequence())
                        > 0;
        if (of == null || into == null || behindEnd || left == 0) {
            return false;
        }
        long idle = Math.max(0, now - Pending.handedOutAt(pending));
        if (idle >= idleMillis) {
            GroupConsumer holder = of.holder(pending);
            into.array(4);
            id(into, pending);
            into.bulk(holder == null ? new byte[0] : holder.name());
            into.integer(idle);
            into.integer(Pending.deliveries(pending));
            listed++;
            left--;
        }
        return true;
    }
}
