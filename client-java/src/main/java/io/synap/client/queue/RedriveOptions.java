package io.synap.client.queue;

import io.synap.client.wire.Arguments;

/** How many dead letters are published anew, and how fast. Immutable: each method gives another. */
public final class RedriveOptions {
    private static final RedriveOptions NONE = new RedriveOptions(0, 0);

    private final long limit;
    private final int ratePerSecond;

    private RedriveOptions(long limit, int ratePerSecond) {
        this.limit = limit;
        this.ratePerSecond = ratePerSecond;
    }

    /** All, as fast as may be. */
    public static RedriveOptions none() {
        return NONE;
    }

    /** So many at most. */
    public RedriveOptions limit(long letters) {
        if (letters < 1) {
            throw new IllegalArgumentException("limit must be positive, not " + letters);
        }
        return new RedriveOptions(letters, ratePerSecond);
    }

    public RedriveOptions ratePerSecond(int letters) {
        return new RedriveOptions(limit, Checks.within("ratePerSecond", letters, 1, Integer.MAX_VALUE));
    }

    Arguments writeTo(Arguments arguments) {
        if (limit > 0) {
            arguments.integer("limit", limit);
        }
        return ratePerSecond > 0 ? arguments.integer("rate_per_second", ratePerSecond) : arguments;
    }
}
