package io.synap.server.http.pubsub;

/**
 * What may wait for a subscriber who does not take its messages.
 *
 * @param messagesMax messages for one subscription
 * @param bytesMax bytes for one subscription
 * @param dropOldest whether the oldest give way beyond, unless the subscriber asks for something else; if not, its
 *     subscription ends
 */
public record ChannelLimits(int messagesMax, long bytesMax, boolean dropOldest) {
    /** Bytes that may wait for all subscriptions of one event loop; beyond, the one that adds is too slow. */
    static final long LOOP_BYTES_MAX = 32L << 20;

    public static final ChannelLimits DEFAULTS = new ChannelLimits(10_000, 1 << 20, false);
}
