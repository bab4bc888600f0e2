package io.synap.client.room;

import java.time.Duration;

/**
 * How a page is read. Immutable.
 *
 * @param limit events at most; the server bounds it, and ends pages of 8 MB
 * @param waitFor how long to wait for the first event; zero for not at all
 * @param backwards from newer events to older
 */
public record ReadOptions(From from, int limit, Duration waitFor, boolean backwards) {
    public ReadOptions {
        Checks.positive("limit", limit);
        if (Checks.millis("waitFor", waitFor) > 0 && backwards) {
            throw new IllegalArgumentException("reading backwards finds nothing to wait for");
        }
        if (from.cursor().isPresent()) {
            throw new IllegalArgumentException("a cursor is for following a room; pages go on at nextOffset");
        }
    }

    /** A hundred events at most, without waiting. */
    public static ReadOptions from(From from) {
        return new ReadOptions(from, 100, Duration.ZERO, false);
    }

    /** The newest first. */
    public static ReadOptions backwardsFrom(From from) {
        return new ReadOptions(from, 100, Duration.ZERO, true);
    }

    public ReadOptions limit(int most) {
        return new ReadOptions(from, most, waitFor, backwards);
    }

    public ReadOptions waitFor(Duration most) {
        return new ReadOptions(from, limit, most, backwards);
    }
}
