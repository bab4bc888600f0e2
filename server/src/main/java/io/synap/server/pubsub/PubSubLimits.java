package io.synap.server.pubsub;

/**
 * What pub/sub may hold.
 *
 * @param subscriptionsMax subscriptions at a time, of all subscribers together; one to a name of 256 bytes or more counts as several
 * @param channelBytesMax the longest channel and the longest pattern
 * @param messageBytesMax the largest payload
 */
public record PubSubLimits(int subscriptionsMax, int channelBytesMax, int messageBytesMax) {
    /** The defaults. */
    public static final PubSubLimits DEFAULTS = new PubSubLimits(250_000, 1024, 1 << 20);
}
