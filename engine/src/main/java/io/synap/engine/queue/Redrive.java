package io.synap.engine.queue;

import io.synap.engine.image.ItemWriter;
import io.synap.engine.memory.KeyHash;
import io.synap.engine.retry.RedriveJob;
import io.synap.protocol.memory.Memory;
import io.synap.protocol.operation.BodyReader;

/**
 * Publishing dead letters anew, those that match, at a rate: how far it has come. Confined to its shard's
 * lock. What it does is decided by operations and their time alone.
 *
 * <p>It looks at the letters that were there when it began, in their order. When what it does is in vain, by the
 * rule of {@link RedriveJob}, it halts.
 */
final class Redrive {
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long RETRY_MILLIS = 1_000;

    /** 1, 2, 3 and so on per queue. */
    final int number;

    private final int reason;
    private final byte[] error;
    private final long diedFrom;
    private final long diedBefore;
    private final int perSecond;
    /** Letters from this number on came later. */
    private final long end;

    private long left;
    /** The next letter to look at. */
    private long position;
    /** When the next one may be published. */
    private long nextMicros;

    private boolean active = true;
    private boolean halted;
    private long redriven;
    private long diedAgain;

    private Redrive(int number, BodyReader body) {
        this.number = number;
        reason = body.getByte();
        error = body.array();
        diedFrom = body.getLong();
        diedBefore = body.getLong();
        left = body.getLong();
        perSecond = body.getInt();
        end = body.getLong();
    }

    private Redrive(int number, long end, long now, BodyReader body) {
        this.number = number;
        reason = body.getByte();
        error = body.array();
        diedFrom = body.getLong();
        diedBefore = body.getLong();
        long most = body.getLong();
        left = most == 0 ? Long.MAX_VALUE : most;
        perSecond = body.getInt();
        this.end = end;
        nextMicros = now * 1000;
    }

    /** Begins one, as the body of a BEGIN_REDRIVE says, over the letters before the given number. */
    static Redrive begin(int number, long end, long now, BodyReader body) {
        return new Redrive(number, end, now, body);
    }

    /** Reads what {@link #write} wrote. */
    static Redrive restore(int number, BodyReader body) {
        Redrive redrive = new Redrive(number, body);
        redrive.position = body.getLong();
        redrive.nextMicros = body.getLong();
        redrive.active = body.getByte() != 0;
        redrive.halted = body.getByte() != 0;
        redrive.redriven = body.getLong();
        redrive.diedAgain = body.getLong();
        return redrive;
    }

    /** The most that {@link #write} takes. */
    int imageBytes() {
        return 128 + error.length;
    }

    /** Writes it for an image. */
    void write(ItemWriter body) {
        body.putByte(reason);
        body.putBytes(error);
        body.putLong(diedFrom);
        body.putLong(diedBefore);
        body.putLong(left);
        body.putInt(perSecond);
        body.putLong(end);
        body.putLong(position);
        body.putLong(nextMicros);
        body.putByte(active ? 1 : 0);
        body.putByte(halted ? 1 : 0);
        body.putLong(redriven);
        body.putLong(diedAgain);
    }

    RedriveStatus status() {
        return new RedriveStatus(active, halted, redriven, diedAgain);
    }

    boolean isActive() {
        return active;
    }

    void stop() {
        active = false;
    }

    /** When there is something to do next; Long.MAX_VALUE when never. */
    long nextMillis() {
        return active && !halted ? Math.ceilDiv(nextMicros, 1000) : Long.MAX_VALUE;
    }

    /** How many may be published now, by the rate. After a pause it is no more than a second's. */
    long allowed(long now) {
        if (perSecond == 0) {
            return Long.MAX_VALUE;
        }
        long late = now * 1000 - nextMicros;
        if (late < 0) {
            return 0;
        }
        if (late > MICROS_PER_SECOND) {
            nextMicros = now * 1000 - MICROS_PER_SECOND;
            late = MICROS_PER_SECOND;
        }
        return Math.max(1, late * perSecond / MICROS_PER_SECOND);
    }

    /** The number of the next letter to look at, from the first on; it is passed over with that. */
    long next(DeadLetters letters) {
        long letter = left == 0 ? -1 : letters.ceiling(position);
        if (letter < 0 || letter >= end) {
            active = false;
            return -1;
        }
        position = letter + 1;
        return letter;
    }

    boolean matches(long message) {
        long died = Message.lastDiedMillis(message);
        return (reason == 0 || History.reason(Message.historyAt(message)) == reason)
                && died >= diedFrom
                && (diedBefore == 0 || died < diedBefore)
                && contains(Message.lastError(message), Message.lastErrorLength(message));
    }

    private boolean contains(long text, int length) {
        for (int at = 0; at + error.length <= length; at++) {
            if (Memory.same(text + at, error.length, error)) {
                return true;
            }
        }
        return error.length == 0;
    }

    /** A letter was published anew. */
    void published() {
        redriven++;
        left--;
        if (perSecond > 0) {
            nextMicros += MICROS_PER_SECOND / perSecond;
        }
    }

    /** There is no room for the letter that was passed over last. */
    void postpone(long letter, long now) {
        position = letter;
        nextMicros = (now + RETRY_MILLIS) * 1000;
    }

    /** What it published is a dead letter again. */
    void diedAgain() {
        diedAgain++;
        if (active && RedriveJob.isInVain(redriven, diedAgain)) {
            halted = true;
        }
    }

    long digest(long state) {
        long digest = KeyHash.mix(state, number);
        digest = KeyHash.mix(digest, position);
        digest = KeyHash.mix(digest, nextMicros);
        digest = KeyHash.mix(digest, left);
        digest = KeyHash.mix(digest, redriven);
        digest = KeyHash.mix(digest, diedAgain);
        return KeyHash.mix(digest, (active ? 1 : 0) | (halted ? 2 : 0));
    }
}
