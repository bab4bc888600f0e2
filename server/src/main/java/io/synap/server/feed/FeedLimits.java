package io.synap.server.feed;

/**
 * What the feed may take.
 *
 * @param subscribersMax who read it at once, waiting requests among them
 * @param catchUpsMax how many of them may read the log by themselves at once, to catch up; others wait for a turn
 * @param pendingBytesMax what may be on its way to one subscriber
 */
public record FeedLimits(int subscribersMax, int catchUpsMax, long pendingBytesMax) {
    public static final FeedLimits DEFAULTS = new FeedLimits(10_000, 8, 1 << 20);
}
