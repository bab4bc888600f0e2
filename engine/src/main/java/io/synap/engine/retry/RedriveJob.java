package io.synap.engine.retry;

import io.synap.engine.image.ItemWriter;
import io.synap.engine.memory.KeyHash;
import io.synap.protocol.operation.BodyReader;

/**
 * Dead letters that are given another try one after another, at a rate. Confined to its shard's lock.
 *
 * <p>It is a part of the state: what it does next follows from it and the time alone. Its circuit opens when at least
 * {@value #DIED_AGAIN_MIN} of what it gave another try died again and that is at least half of all; it then
 * waits until it is told to go on. It concerns only what had died when it began, in the order of numbers.
 */
public final class RedriveJob {
    /** The circuit stays closed until so many died again. */
    public static final int DIED_AGAIN_MIN = 5;
    /** The most that {@link #next} gives at once. */
    public static final int STEP_MAX = 64;

    private static final int THOUSANDTHS = 1000;
    /** What was missed for longer than this is not made up for. */
    private static final long CATCH_UP_MILLIS_MAX = 1000;

    private static final long STEP_MILLIS_MIN = 10;
    private static final int FIXED_BYTES = 1 + 4 + 12 * 8 + 4 + 4 + 1;

    private final int number;
    private final int reason;
    private final byte[] error;
    private final long diedFrom;
    private final long diedBefore;
    private final long itemsMax;
    private final int perSecond;
    private final long begun;
    private long cursor;
    private long redriven;
    private long done;
    private long diedAgain;
    private boolean active = true;
    private boolean paused;
    /** Thousandths of an item that may be given another try, as of a time. */
    private long credit;

    private long creditAt;
    private long due;

    /**
     * @param number tells the jobs of one queue or group apart, 1 or more
     * @param reason the code of a death reason, 0 for any
     * @param error what the last error contains; empty for anything
     * @param diedBefore milliseconds since 1970; 0 for no bound
     * @param itemsMax 0 for all
     * @param perSecond 0 for as fast as can be
     */
    public RedriveJob(
            int number,
            int reason,
            byte[] error,
            long diedFrom,
            long diedBefore,
            long itemsMax,
            int perSecond,
            long now) {
        this.number = number;
        this.reason = reason;
        this.error = error;
        this.diedFrom = diedFrom;
        this.diedBefore = diedBefore;
        this.itemsMax = itemsMax;
        this.perSecond = perSecond;
        this.begun = now;
        this.credit = THOUSANDTHS;
        this.creditAt = now;
        this.due = now;
    }

    public int number() {
        return number;
    }

    /** Milliseconds since 1970. */
    public long begun() {
        return begun;
    }

    /** So many in a second; 0 as fast as can be. */
    public int perSecond() {
        return perSecond;
    }

    /** How many were given another try. */
    public long redriven() {
        return redriven;
    }

    /** How many of those are done. */
    public long done() {
        return done;
    }

    /** How many of those died again. */
    public long diedAgain() {
        return diedAgain;
    }

    /** Whether there may be more to do; it stays, inactive, to say how it went. */
    public boolean isActive() {
        return active;
    }

    /** It does nothing any more. */
    public void end() {
        active = false;
    }

    /** Whether its circuit is open. */
    public boolean isPaused() {
        return paused;
    }

    /** Where it goes on among the numbers of dead letters. */
    public long cursor() {
        return cursor;
    }

    /** When it goes on, milliseconds since 1970; Long.MAX_VALUE while the circuit is open, and at the end. */
    public long due() {
        return paused || !active ? Long.MAX_VALUE : due;
    }

    /** Whether a dead letter is one of those it is about. */
    public boolean matches(int itsReason, long diedAt) {
        return (reason == 0 || reason == itsReason)
                && diedAt >= diedFrom
                && diedAt <= begun
                && (diedBefore == 0 || diedAt < diedBefore);
    }

    /** What the last error must contain; empty for anything. */
    public byte[] error() {
        return error;
    }

    /** How many may be given another try now. */
    public int next(long now) {
        if (perSecond > 0) {
            credit += Math.min(CATCH_UP_MILLIS_MAX, now - creditAt) * perSecond;
            creditAt = now;
        }
        long most = perSecond == 0 ? STEP_MAX : Math.min(STEP_MAX, credit / THOUSANDTHS);
        return (int) (itemsMax == 0 ? most : Math.min(most, itemsMax - redriven));
    }

    /** So many were given another try, and it has come to this number, or to the end with -1. */
    public void went(int items, long nextNumber, long now) {
        redriven += items;
        cursor = nextNumber;
        active = nextNumber >= 0 && (itemsMax == 0 || redriven < itemsMax);
        if (perSecond == 0) {
            due = now;
            return;
        }
        credit -= (long) items * THOUSANDTHS;
        long missing = THOUSANDTHS - credit;
        due = missing <= 0 ? now : now + Math.max(STEP_MILLIS_MIN, (missing + perSecond - 1) / perSecond);
    }

    /** One of those that were given another try is done. */
    public void oneDone() {
        done++;
    }

    /** One of those that were given another try died again; true if that opened the circuit. */
    public boolean oneDiedAgain() {
        diedAgain++;
        boolean opens = active && !paused && isInVain(redriven, diedAgain);
        paused |= opens;
        return opens;
    }

    /** Whether so much of what was given another try died again that the cause cannot be gone. */
    public static boolean isInVain(long redriven, long diedAgain) {
        return diedAgain >= DIED_AGAIN_MIN && 2 * diedAgain >= redriven;
    }

    /** Closes the circuit and counts anew what dies again; false if it was not open. */
    public boolean resume(long now) {
        if (!paused || !active) {
            return false;
        }
        paused = false;
        diedAgain = 0;
        creditAt = now;
        due = now;
        return true;
    }

    /** What {@link #write} takes. */
    public int bytes() {
        return FIXED_BYTES + error.length;
    }

    /** Writes it for an image. */
    public void write(ItemWriter body) {
        body.putInt(number)
                .putByte(reason)
                .putInt(perSecond)
                .putByte((paused ? 1 : 0) | (active ? 2 : 0))
                .putLongs(
                        diedFrom, diedBefore, itemsMax, begun, cursor, redriven, done, diedAgain, credit, creditAt, due)
                .putBytes(error);
    }

    /** Reads what {@link #write} wrote. */
    public static RedriveJob read(BodyReader body) {
        int number = body.getInt();
        int reason = body.getByte();
        int perSecond = body.getInt();
        int state = body.getByte();
        long[] fields = new long[11];
        for (int i = 0; i < fields.length; i++) {
            fields[i] = body.getLong();
        }
        RedriveJob job =
                new RedriveJob(number, reason, body.array(), fields[0], fields[1], fields[2], perSecond, fields[3]);
        job.paused = (state & 1) != 0;
        job.active = (state & 2) != 0;
        job.cursor = fields[4];
        job.redriven = fields[5];
        job.done = fields[6];
        job.diedAgain = fields[7];
        job.credit = fields[8];
        job.creditAt = fields[9];
        job.due = fields[10];
        return job;
    }

    /** The same on every copy. */
    public long digest() {
        long digest = KeyHash.mix(number, perSecond);
        for (long each : new long[] {
            cursor, redriven, done, diedAgain, (paused ? 1 : 0) | (active ? 2 : 0), credit, creditAt, due
        }) {
            digest = KeyHash.mix(digest, each);
        }
        return digest;
    }
}
