package io.synap.engine.stream;

import io.synap.engine.Outcome;
import io.synap.engine.retry.Backoff;
import io.synap.engine.retry.RedriveJob;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.operation.BodyReader;
import io.synap.protocol.operation.DeathReason;
import io.synap.protocol.operation.GroupCodec;
import io.synap.protocol.operation.GroupOperation.Retry;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of pending events: done, handed out again at once or later, dead. Confined to its shard's lock.
 */
final class GroupSettlement {
    /** A bound that was lowered is reached step by step. */
    private static final int GIVEN_UP_PER_DEATH = 2;

    private static final Retry BACKOFF = new Retry.Backoff();

    private final StreamSpace rooms;
    private final BodyReader body;
    private @Nullable ErrorCode refusal;

    GroupSettlement(StreamSpace rooms, BodyReader body) {
        this.rooms = rooms;
        this.body = body;
    }

    /** Whether it changed anything, as of all that follow. */
    boolean ack(Group group, Outcome outcome) {
        boolean wasFull = group.pendingCount() >= group.config.pendingMax();
        long done = 0;
        while (body.hasMore()) {
            long block = target(group, false);
            outcome.item(refusal, block == 0 ? -1 : Pending.offset(block));
            if (block != 0) {
                done(group, block);
                done++;
            }
        }
        outcome.number(done);
        if (done > 0 && wasFull) {
            rooms.ready(group.room);
        }
        return done > 0;
    }

    boolean nack(Group group, long now, Outcome outcome) {
        Retry retry = GroupCodec.readRetry(body);
        long error = body.bytes();
        int errorLength = body.bytesLength();
        long done = 0;
        while (body.hasMore()) {
            long block = target(group, true);
            outcome.item(refusal, block == 0 ? -1 : Pending.offset(block));
            if (block != 0) {
                boolean rejects = retry instanceof Retry.Never;
                group.counts.nacked += rejects ? 0 : 1;
                group.counts.rejected += rejects ? 1 : 0;
                int cause = rejects ? Failures.REJECTED : Failures.NACKED;
                fail(group, block, now, cause, error, errorLength, retry);
                done++;
            }
        }
        outcome.number(done);
        return done > 0;
    }

    boolean extend(Group group, long now, Outcome outcome) {
        long end = group.leaseEnd(now, body.getLong());
        long done = 0;
        while (body.hasMore()) {
            long block = target(group, true);
            outcome.item(refusal, block == 0 ? -1 : end);
            if (block != 0) {
                group.ledger.extend(block, end);
                done++;
            }
        }
        outcome.number(done);
        return done > 0;
    }

    /** The pending event that the body names next; 0 when it may not be settled so, and why is the refusal. */
    private long target(Group group, boolean mustBeHeld) {
        int kind = body.getByte();
        long first = body.getLong();
        long second = body.getLong();
        boolean byId = kind == GroupCodec.TARGET_ID;
        long block = byId ? group.ledger.findById(first, second) : first < 0 ? 0 : group.pending(first);
        boolean receipt = !byId && second != 0;
        refusal = null;
        if (block == 0) {
            refusal = receipt ? ErrorCode.LEASE_LOST : ErrorCode.EVENT_NOT_FOUND;
            return 0;
        }
        boolean held = Pending.state(block) == Pending.HELD;
        if ((receipt && (!held || Pending.handOut(block) != second)) || (mustBeHeld && !held)) {
            refusal = ErrorCode.LEASE_LOST;
            return 0;
        }
        return block;
    }

    /** It is done, for good. */
    void done(Group group, long block) {
        group.counts.acked++;
        RedriveJob job = jobOf(group, block);
        if (job != null) {
            job.oneDone();
        }
        group.ledger.remove(block);
    }

    /** The first lease has run out, or the first delay has. */
    void due(Group group, long now) {
        long block = group.ledger.firstDue();
        if (Pending.state(block) == Pending.HELD) {
            group.counts.expired++;
            fail(group, block, now, Failures.LEASE_EXPIRED, 0, 0, BACKOFF);
        } else {
            release(group, block);
        }
    }

    private void fail(Group group, long block, long now, int cause, long error, int errorLength, Retry retry) {
        GroupConsumer holder = group.holder(block);
        group.ledger.failed(block, now, holder == null ? 0 : holder.number, cause, error, errorLength);
        int deliveriesMax = group.config.deliveriesMax();
        if (retry instanceof Retry.Never) {
            die(group, block, DeathReason.REJECTED, now);
        } else if (deliveriesMax > 0 && Pending.deliveries(block) >= deliveriesMax) {
            die(group, block, DeathReason.MAX_DELIVERIES, now);
        } else if (group.event(block) == 0) {
            die(group, block, DeathReason.EXPIRED, now);
        } else {
            long wait = wait(group, block, retry);
            if (wait > 0) {
                group.ledger.delay(block, now + wait);
            } else {
                release(group, block);
            }
        }
    }

    private static long wait(Group group, long block, Retry retry) {
        return switch (retry) {
            case Retry.AtOnce ignored -> 0;
            case Retry.Never ignored -> 0;
            case Retry.After after -> after.delayMillis();
            case Retry.Backoff ignored ->
                Backoff.millis(
                        group.config.backoffMinMillis(),
                        group.config.backoffMaxMillis(),
                        Pending.deliveries(block),
                        Pending.offset(block));
        };
    }

    private void release(Group group, long block) {
        group.ledger.release(block);
        rooms.ready(group.room);
    }

    /** It becomes a dead letter, if the group keeps any. */
    void die(Group group, long block, DeathReason reason, long now) {
        group.counts.died++;
        RedriveJob job = jobOf(group, block);
        if (job != null) {
            var _ = job.oneDiedAgain();
        }
        int most = group.config.deadLettersMax();
        if (most == 0) {
            group.counts.dropped++;
            group.ledger.remove(block);
            return;
        }
        group.ledger.die(block, reason, now);
        for (int i = 0; i < GIVEN_UP_PER_DEATH && group.deadCount() > most; i++) {
            group.counts.dropped++;
            group.ledger.removeDead(group.dead(group.ledger.dead.ceiling(0)));
        }
    }

    /** The redrive in progress, if it gave the event another try. */
    private static @Nullable RedriveJob jobOf(Group group, long block) {
        RedriveJob job = group.redrive;
        return job != null && Pending.redrive(block) == job.number() ? job : null;
    }
}
