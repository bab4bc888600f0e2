package io.synap.server.resp;

import io.synap.engine.Outcome;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.server.stream.DeliveryBatch;
import io.synap.server.stream.EventIdText;
import io.synap.server.stream.GroupCommands;

/** XCLAIM and XAUTOCLAIM: taking over what is pending elsewhere. Confined to one event loop. */
final class GroupClaimCommands {
    /** So many ids are claimed by one operation, so that what it hands out stays within bounds. */
    private static final int IDS_PER_OPERATION = 64;

    private static final int COUNT_DEFAULT = 100;
    private static final long COUNT_MAX = Long.MAX_VALUE / 16;

    private final GroupScope scope;
    private final GroupCommands groups;
    private final EventIdText id = new EventIdText();
    private final EventIdText lastId = new EventIdText();

    // The options of the present claim.
    private long idleMillis;
    private long handedOutAt;
    private long deliveries;
    private boolean force;
    private boolean justIds;

    GroupClaimCommands(GroupScope scope) {
        this.scope = scope;
        this.groups = scope.commands();
    }

    void register(CommandTable table) {
        table.add("XCLAIM", this::claim);
        table.add("XAUTOCLAIM", this::claimAutomatically);
    }

    private void claim(Call call) {
        scope.require(call, 1, 2);
        idleMillis = idle(call, "Invalid min-idle-time argument for XCLAIM");
        int end = 5;
        while (end < call.count() && id.read(call.address(end), call.length(end), 0)) {
            end++;
        }
        options(call, end);
        Reply gathered = call.loop().newReply(call.reply().isResp3());
        int claimed = 0;
        try {
            int from = 5;
            do {
                int to = Math.min(end, from + IDS_PER_OPERATION);
                claimed += claim(call, from, to, gathered);
                from = to;
            } while (from < end);
            call.reply().array(claimed);
            call.reply().append(gathered);
        } catch (Throwable failed) {
            gathered.discard();
            throw failed;
        }
    }

    private static long idle(Call call, String complaint) {
        return Math.max(0, number(call, 4, complaint));
    }

    private static long number(Call call, int argument, String complaint) {
        long value = call.integerOr(argument, Long.MIN_VALUE);
        if (value == Long.MIN_VALUE && !call.is(argument, "-9223372036854775808")) {
            throw Call.error(complaint);
        }
        return value;
    }

    private void options(Call call, int from) {
        handedOutAt = -1;
        deliveries = -1;
        force = false;
        justIds = false;
        lastId.set(0, 0);
        for (int i = from; i < call.count(); i++) {
            boolean more = i + 1 < call.count();
            if (call.is(i, "FORCE")) {
                force = true;
            } else if (call.is(i, "JUSTID")) {
                justIds = true;
            } else if (call.is(i, "IDLE") && more) {
                long now = call.access().now();
                handedOutAt = now - number(call, ++i, "Invalid IDLE option argument for XCLAIM");
            } else if (call.is(i, "TIME") && more) {
                handedOutAt = number(call, ++i, "Invalid TIME option argument for XCLAIM");
            } else if (call.is(i, "RETRYCOUNT") && more) {
                deliveries = number(call, ++i, "Invalid RETRYCOUNT option argument for XCLAIM");
            } else if (call.is(i, "LASTID") && more) {
                RoomCommands.readId(call, ++i, lastId);
            } else {
                String option = CommandTable.cText(call.arguments(), i, call.length(i));
                throw Call.error("Unrecognized XCLAIM option '" + option + "'");
            }
        }
        handedOutAt = Math.max(-1, handedOutAt);
        deliveries = Math.max(-1, deliveries);
    }

    private int claim(Call call, int from, int to, Reply into) {
        DeliveryBatch batch = scope.batch(call.key(1), call.length(1), Math.max(1, to - from));
        groups.beginClaim(
                call.key(1),
                call.length(1),
                call.address(2),
                call.length(2),
                call.address(3),
                call.length(3),
                idleMillis,
                handedOutAt,
                deliveries,
                force,
                justIds,
                lastId.millis(),
                lastId.sequence());
        for (int i = from; i < to; i++) {
            var _ = id.read(call.address(i), call.length(i), 0);
            groups.claiming(id.millis(), id.sequence());
        }
        Outcome outcome = groups.claim(batch);
        ErrorCode error = outcome.rejection();
        if (error != null) {
            throw new SynapException(error);
        }
        int claimed = write(into, batch);
        batch.clear();
        return claimed;
    }

    /** Writes what was claimed and is still there; returns how many. */
    private int write(Reply into, DeliveryBatch batch) {
        int written = 0;
        for (int i = 0; i < batch.count(); i++) {
            if (batch.isGone(i)) {
                continue;
            }
            written++;
            if (batch.event(i) < 0) {
                EventReply.id(into, batch.millis(i), batch.sequence(i));
            } else {
                scope.reader().events().event(into, batch.events(), batch.event(i));
            }
        }
        return written;
    }

    private void claimAutomatically(Call call) {
        idleMillis = idle(call, "Invalid min-idle-time argument for XAUTOCLAIM");
        RoomCommands.readInterval(call, 5, id, false);
        justIds = false;
        long count = COUNT_DEFAULT;
        for (int i = 6; i < call.count(); i++) {
            if (call.is(i, "COUNT") && i + 1 < call.count()) {
                count = call.integerOr(++i, 0);
                if (count < 1 || count > COUNT_MAX) {
                    throw Call.error("COUNT must be > 0");
                }
            } else if (call.is(i, "JUSTID")) {
                justIds = true;
            } else {
                throw Call.syntax();
            }
        }
        scope.require(call, 1, 2);
        int most = (int) Math.min(count, groups.limits().countMax());
        DeliveryBatch batch = scope.batch(call.key(1), call.length(1), most);
        Outcome outcome = groups.autoClaim(
                call.key(1),
                call.length(1),
                call.address(2),
                call.length(2),
                call.address(3),
                call.length(3),
                idleMillis,
                id.millis(),
                id.sequence(),
                most,
                justIds,
                batch);
        if (!call.rejected(outcome)) {
            reply(call.reply(), batch);
        }
        batch.clear();
    }

    private void reply(Reply reply, DeliveryBatch batch) {
        int gone = 0;
        for (int i = 0; i < batch.count(); i++) {
            gone += batch.isGone(i) ? 1 : 0;
        }
        reply.array(3);
        EventReply.id(reply, batch.nextMillis(), batch.nextSequence());
        reply.array(batch.count() - gone);
        var _ = write(reply, batch);
        reply.array(gone);
        for (int i = 0; i < batch.count(); i++) {
            if (batch.isGone(i)) {
                EventReply.id(reply, batch.millis(i), batch.sequence(i));
            }
        }
    }
}
