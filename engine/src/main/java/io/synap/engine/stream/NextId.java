package io.synap.engine.stream;

import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.operation.BodyReader;
import io.synap.protocol.operation.StreamOperation.EventId;
import org.jspecify.annotations.Nullable;

/**
 * Which id the next event gets: the rules of Redis Streams. Confined to its owner, which reuses it.
 *
 * <p>Ids rise. One that is left to the room is the time, or follows the last one when time has not gone on.
 * Source: the Redis documentation of XADD, "Specifying a Stream ID as an argument".
 */
final class NextId {
    private static final int EXPLICIT = EventId.Kind.EXPLICIT.code();
    private static final int PARTIAL = EventId.Kind.PARTIAL.code();

    /** The last id given. */
    long millis;

    long number;

    /** Begins behind an id. */
    void after(long lastMillis, long lastNumber) {
        millis = lastMillis;
        number = lastNumber;
    }

    /** Takes the next id as the body asks for it; null when there is one, else why there is none. */
    @Nullable
    ErrorCode take(BodyReader body, long now) {
        int kind = body.getByte();
        if (kind == EXPLICIT) {
            return explicit(body.getLong(), body.getLong());
        }
        return kind == PARTIAL ? partial(body.getLong()) : automatic(now);
    }

    private @Nullable ErrorCode automatic(long now) {
        if (isExhausted()) {
            return ErrorCode.EVENT_IDS_EXHAUSTED;
        }
        if (Long.compareUnsigned(now, millis) > 0) {
            millis = now;
            number = 0;
        } else if (number == -1) {
            millis++;
            number = 0;
        } else {
            number++;
        }
        return null;
    }

    private @Nullable ErrorCode explicit(long askedMillis, long askedNumber) {
        if (askedMillis == 0 && askedNumber == 0) {
            return ErrorCode.EVENT_ID_ZERO;
        }
        if (isExhausted()) {
            return ErrorCode.EVENT_IDS_EXHAUSTED;
        }
        int byMillis = Long.compareUnsigned(askedMillis, millis);
        if (byMillis < 0 || (byMillis == 0 && Long.compareUnsigned(askedNumber, number) <= 0)) {
            return ErrorCode.EVENT_ID_TOO_SMALL;
        }
        millis = askedMillis;
        number = askedNumber;
        return null;
    }

    private @Nullable ErrorCode partial(long askedMillis) {
        if (isExhausted()) {
            return ErrorCode.EVENT_IDS_EXHAUSTED;
        }
        int byMillis = Long.compareUnsigned(askedMillis, millis);
        if (byMillis < 0 || (byMillis == 0 && number == -1)) {
            return ErrorCode.EVENT_ID_TOO_SMALL;
        }
        number = byMillis == 0 ? number + 1 : 0;
        millis = askedMillis;
        return null;
    }

    private boolean isExhausted() {
        return millis == -1 && number == -1;
    }
}
