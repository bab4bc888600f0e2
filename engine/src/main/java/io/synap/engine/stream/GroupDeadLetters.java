package io.synap.engine.stream;

import io.synap.engine.Outcome;
import io.synap.engine.retry.RedriveJob;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.operation.BodyReader;
import io.synap.protocol.operation.GroupCodec;
import io.synap.protocol.operation.GroupOperation.RedriveAction;
import io.synap.protocol.operation.GroupOperation.Selection;

/** Gives a group's dead letters another try, or removes them. Confined to its shard's lock. */
final class GroupDeadLetters {
    /** A redrive in the background looks at so many dead letters at most in one step. */
    private static final int LOOKS_PER_STEP = 256;

    /** What tells redrives apart in a u16. */
    private static final int NUMBERS = 0xffff;

    private final StreamSpace rooms;
    private final BodyReader body;

    GroupDeadLetters(StreamSpace rooms, BodyReader body) {
        this.rooms = rooms;
        this.body = body;
    }

    /** Whether it changed anything, as of all that follow. */
    boolean redrive(Group group, long now, Outcome outcome) {
        long itemsMax = body.getLong();
        int perSecond = body.getInt();
        return switch (GroupCodec.readSelection(body)) {
            case Selection.Offsets some -> redrive(group, some, outcome);
            case Selection.Matching matching -> begin(group, matching, itemsMax, perSecond, now, outcome);
        };
    }

    private boolean redrive(Group group, Selection.Offsets selection, Outcome outcome) {
        long done = 0;
        for (long offset : selection.offsets()) {
            long block = offset < 0 ? 0 : group.dead(offset);
            boolean possible = block != 0 && group.event(block) != 0;
            outcome.item(possible ? null : ErrorCode.EVENT_NOT_FOUND, offset);
            if (possible) {
                group.ledger.revive(block, 0);
                done++;
            }
        }
        group.counts.redriven += done;
        outcome.number(done);
        if (done > 0) {
            rooms.ready(group.room);
        }
        return done > 0;
    }

    private static boolean begin(
            Group group, Selection.Matching what, long itemsMax, int perSecond, long now, Outcome outcome) {
        RedriveJob last = group.redrive;
        if (last != null && last.isActive()) {
            outcome.rejected(ErrorCode.LIMIT_REACHED, 0);
            return false;
        }
        if (group.deadCount() == 0) {
            return false;
        }
        group.lastRedrive = group.lastRedrive % NUMBERS + 1;
        group.redrive = new RedriveJob(
                group.lastRedrive,
                what.reason(),
                what.error().toArray(),
                what.diedFrom(),
                what.diedBefore(),
                itemsMax,
                perSecond,
                now);
        return true;
    }

    boolean control(Group group, long now) {
        RedriveAction action = GroupCodec.readAction(body);
        RedriveJob job = group.redrive;
        if (job == null || !job.isActive()) {
            return false;
        }
        return switch (action) {
            case CANCEL -> {
                job.end();
                yield true;
            }
            case RESUME -> job.resume(now);
        };
    }

    /** Goes on with a redrive that is due; returns how many dead letters it looked at, at least 1. */
    long step(Group group, RedriveJob job, long now) {
        int most = job.next(now);
        int done = 0;
        int looks = 0;
        long offset = group.ledger.dead.ceiling(job.cursor());
        while (offset >= 0 && done < most && looks < LOOKS_PER_STEP) {
            long block = group.dead(offset);
            if (matches(job, block) && group.event(block) != 0) {
                group.ledger.revive(block, job.number());
                done++;
            }
            looks++;
            offset = group.ledger.dead.ceiling(offset + 1);
        }
        job.went(done, offset, now);
        group.counts.redriven += done;
        if (done > 0) {
            rooms.ready(group.room);
        }
        return Math.max(1, looks);
    }

    private static boolean matches(RedriveJob job, long block) {
        return job.matches(Pending.reasonCode(block), Pending.diedAt(block))
                && Failures.errorContains(Pending.failures(block), job.error());
    }

    private static boolean matches(Selection.Matching what, long block, byte[] error) {
        long diedAt = Pending.diedAt(block);
        return (what.reason() == 0 || what.reason() == Pending.reasonCode(block))
                && diedAt >= what.diedFrom()
                && (what.diedBefore() == 0 || diedAt < what.diedBefore())
                && Failures.errorContains(Pending.failures(block), error);
    }

    boolean purge(Group group, Outcome outcome) {
        long fromOffset = body.getLong();
        int itemsMax = body.getInt();
        return switch (GroupCodec.readSelection(body)) {
            case Selection.Offsets some -> purge(group, some, outcome);
            case Selection.Matching matching -> purge(group, matching, fromOffset, itemsMax, outcome);
        };
    }

    private static boolean purge(Group group, Selection.Offsets selection, Outcome outcome) {
        long done = 0;
        for (long offset : selection.offsets()) {
            long block = offset < 0 ? 0 : group.dead(offset);
            outcome.item(block != 0 ? null : ErrorCode.EVENT_NOT_FOUND, offset);
            if (block != 0) {
                group.ledger.removeDead(block);
                done++;
            }
        }
        outcome.number(done);
        return done > 0;
    }

    /** Its one item is the offset to go on from, -1 at the end. */
    private static boolean purge(Group group, Selection.Matching what, long fromOffset, int itemsMax, Outcome outcome) {
        byte[] error = what.error().toArray();
        long done = 0;
        long offset = group.ledger.dead.ceiling(fromOffset);
        for (int looks = 0; offset >= 0 && looks < itemsMax; looks++) {
            long block = group.dead(offset);
            if (matches(what, block, error)) {
                group.ledger.removeDead(block);
                done++;
            }
            offset = group.ledger.dead.ceiling(offset + 1);
        }
        outcome.item(null, offset);
        outcome.number(done);
        return done > 0;
    }
}
