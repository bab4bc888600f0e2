package io.synap.server.pubsub;

import io.synap.protocol.memory.Memory;
import java.util.Arrays;

/**
 * Where messages to one channel go, as long as no pattern comes or goes that matches it. Immutable; its arrays are
 * not changed.
 */
final class Route {
    private final byte[] channel;
    private final boolean sharded;
    private final int hash;
    private final Audience[] audiences;
    private final long patternChanges;
    private final long channelChanges;

    /**
     * @param audiences the channel's own first, then patterns in the order they were first subscribed to
     * @param patternChanges the index's count of changes to patterns when this was found
     * @param channelChanges its count of changes to channels like this one
     */
    Route(byte[] channel, boolean sharded, int hash, Audience[] audiences, long patternChanges, long channelChanges) {
        this.channel = channel;
        this.sharded = sharded;
        this.hash = hash;
        this.audiences = audiences;
        this.patternChanges = patternChanges;
        this.channelChanges = channelChanges;
    }

    byte[] channel() {
        return channel;
    }

    int hash() {
        return hash;
    }

    Audience[] audiences() {
        return audiences;
    }

    boolean isHeard() {
        return audiences.length > 0;
    }

    long patternChanges() {
        return patternChanges;
    }

    long channelChanges() {
        return channelChanges;
    }

    boolean isFor(byte[] name, int nameHash, boolean amongShards) {
        return hash == nameHash && sharded == amongShards && Arrays.equals(channel, name);
    }

    boolean isFor(long name, int length, int nameHash, boolean amongShards) {
        return hash == nameHash && sharded == amongShards && Memory.same(name, length, channel);
    }
}
