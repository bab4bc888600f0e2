package io.synap.engine.session;

import io.synap.engine.image.ImageItems;
import io.synap.engine.image.ImageUnit;
import io.synap.engine.memory.KeyHash;
import io.synap.engine.memory.Slab;
import io.synap.protocol.memory.Memory;
import io.synap.protocol.operation.BodyReader;
import io.synap.protocol.operation.OperationType;
import io.synap.protocol.operation.SessionId;
import io.synap.protocol.operation.SessionLimits;
import org.jspecify.annotations.Nullable;

/** What a shard remembers of one session. Confined to its shard's lock. */
final class Session extends ImageUnit {
    /** What one costs beside its results: logical bytes. */
    private static final int OVERHEAD_BYTES = 400;

    private static final int BODY_BYTES = 5 * 8;

    final long high;
    final long low;
    final ResultLog results;
    /** When it executed something last, and as which operation of the shard. */
    long lastMillis;

    long lastSequence;

    /** Of numbers up to this one nothing is known any more. */
    long floor;
    /** The last operation that was executed: no later one was. */
    private long highest;

    private int highestPart;

    // Its place among the shard's sessions in the order of their last use.
    @Nullable
    Session earlier;

    @Nullable
    Session later;

    Session(long high, long low, Slab slab) {
        this.high = high;
        this.low = low;
        this.results = new ResultLog(slab);
    }

    /** Reads the body of an item of an image. */
    static Session read(byte[] id, BodyReader body, Slab slab) {
        SessionId session = SessionId.of(id);
        Session read = new Session(session.high(), session.low(), slab);
        read.lastMillis = body.getLong();
        read.lastSequence = body.getLong();
        read.floor = body.getLong();
        read.highest = body.getLong();
        read.highestPart = (int) body.getLong();
        while (body.hasMore()) {
            long result = body.position();
            int length = body.getInt();
            if (length < Result.HEAD_BYTES || length > Result.HEAD_BYTES + SessionLimits.RESULT_BYTES_MAX) {
                throw new IllegalStateException("a session of an image has a result of " + length + " bytes");
            }
            body.skip(length - 4);
            Memory.copy(result, read.results.append(length), length);
        }
        return read;
    }

    boolean is(long otherHigh, long otherLow) {
        return high == otherHigh && low == otherLow;
    }

    /** Whether nothing of that number and part, or later, was executed: the usual case, told without a search. */
    boolean isBeyond(long number, int part) {
        return number > highest || (number == highest && part > highestPart);
    }

    /** What it remembers of an operation; 0 for nothing. */
    long find(long number, int part) {
        return results.find(result -> Result.number(result) == number && Result.part(result) == part);
    }

    /** Something is executed: what the client has been told is forgotten, and what the window has left. */
    void executes(long number, int part, long answeredBelow) {
        if (isBeyond(number, part)) {
            highest = number;
            highestPart = part;
        }
        floor = Math.max(floor, Math.max(Math.min(answeredBelow, number) - 1, highest - SessionLimits.WINDOW));
        while (!results.isEmpty() && Result.number(results.first()) <= floor) {
            results.dropFirst();
        }
    }

    /** Forgets results of lower numbers until so many bytes more fit; false when they do not. */
    boolean makeRoom(int bytes, long number) {
        while (results.bytes() + bytes > SessionLimits.SESSION_BYTES_MAX) {
            if (results.isEmpty() || Result.number(results.first()) >= number) {
                return false;
            }
            floor = Math.max(floor, Result.number(results.first()));
            results.dropFirst();
        }
        return true;
    }

    long usedBytes() {
        return OVERHEAD_BYTES + (long) results.bytes();
    }

    long digest(long from) {
        long[] digest = {KeyHash.mix(KeyHash.mix(from, high), low)};
        digest[0] = KeyHash.mix(KeyHash.mix(digest[0], lastMillis), lastSequence);
        digest[0] = KeyHash.mix(KeyHash.mix(KeyHash.mix(digest[0], floor), highest), highestPart);
        var _ = results.find(result -> {
            digest[0] = KeyHash.mix(digest[0], KeyHash.hash(result, Result.length(result), 0));
            return false;
        });
        return digest[0];
    }

    @Override
    protected long imageBytes() {
        return ImageItems.itemBytes(0, SessionId.BYTES, BODY_BYTES + (long) results.bytes());
    }

    @Override
    protected void writeTo(ImageItems target) {
        long at = target.begin(0, OperationType.SESSION_ITEM, 0, SessionId.BYTES, 0, 0, 0);
        Memory.copy(new SessionId(high, low).toArray(), 0, at, SessionId.BYTES);
        long[] end = {at + SessionId.BYTES};
        for (long each : new long[] {lastMillis, lastSequence, floor, highest, highestPart}) {
            Memory.putLong(end[0], each);
            end[0] += 8;
        }
        var _ = results.find(result -> {
            Memory.copy(result, end[0], Result.length(result));
            end[0] += Result.length(result);
            return false;
        });
        target.end(end[0]);
    }
}
