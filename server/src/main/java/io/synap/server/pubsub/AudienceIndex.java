package io.synap.server.pubsub;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Every audience, by its pattern. Thread-safe: changed under a lock, which is held for a microsecond; searched
 * without one.
 *
 * <p>What is found for a channel is kept by each event loop, as a {@link Route}, until something has come or gone
 * that may matter for it: patterns are counted together, channels by a number of stripes. A subscription to a
 * pattern that has subscribers already changes nothing here.
 */
final class AudienceIndex {
    private static final int STRIPES = 4096;
    /** Names of so many bytes count as another subscription. */
    private static final int LONG_NAME_BYTES = 256;
    /** So many levels of a pattern, which may share none of them with others, count as another subscription. */
    private static final int MANY_LEVELS = 4;

    private static final Audience[] NOBODY = {};

    private final Object lock = new Object();
    private final ConcurrentHashMap<String, Audience> channels = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Audience> shardChannels = new ConcurrentHashMap<>();
    private final LevelTrie levels = new LevelTrie();
    private final GlobTable globs = new GlobTable();
    private final AtomicLongArray channelChanges = new AtomicLongArray(STRIPES);
    private final int subscriptionsMax;
    private volatile long patternChanges;
    private volatile int patternCount;
    private volatile int subscriptions;
    /** Of all subscriptions. */
    private long weight;

    private long audiencesMade;

    AudienceIndex(int subscriptionsMax) {
        this.subscriptionsMax = subscriptionsMax;
    }

    /** Adds a subscription, which is made once its audience is known; null when there are as many as may be. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // Under the lock.
    @Nullable
    Subscription add(Pattern pattern, Making making) {
        synchronized (lock) {
            if (weight + weight(pattern) > subscriptionsMax) {
                return null;
            }
            Audience known = get(pattern);
            Audience audience = known == null ? new Audience(pattern, audiencesMade++) : known;
            Subscription made = making.of(audience);
            audience.add(made);
            subscriptions++;
            weight += weight(pattern);
            if (known == null) {
                put(audience);
                changed(pattern, 1);
            }
            return made;
        }
    }

    /** Makes a subscription of what is known only under the lock. */
    interface Making {
        Subscription of(Audience audience);
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // Under the lock.
    void remove(Subscription subscription) {
        synchronized (lock) {
            subscriptions--;
            weight -= weight(subscription.pattern());
            if (subscription.audience().remove(subscription)) {
                Pattern pattern = subscription.pattern();
                forget(pattern);
                changed(pattern, -1);
            }
        }
    }

    /** As how many subscriptions one counts: the limit bounds what they take of the heap. */
    private static int weight(Pattern pattern) {
        return 1 + pattern.length() / LONG_NAME_BYTES + pattern.openLevels() / MANY_LEVELS;
    }

    private @Nullable Audience get(Pattern pattern) {
        return switch (pattern.kind()) {
            case CHANNEL -> channels.get(pattern.latin1());
            case SHARD_CHANNEL -> shardChannels.get(pattern.latin1());
            case LEVELS -> levels.get(pattern);
            case GLOB -> globs.get(pattern);
        };
    }

    private void put(Audience audience) {
        Pattern pattern = audience.pattern();
        switch (pattern.kind()) {
            case CHANNEL -> channels.put(pattern.latin1(), audience);
            case SHARD_CHANNEL -> shardChannels.put(pattern.latin1(), audience);
            case LEVELS -> levels.put(audience);
            case GLOB -> globs.put(audience);
        }
    }

    private void forget(Pattern pattern) {
        switch (pattern.kind()) {
            case CHANNEL -> channels.remove(pattern.latin1());
            case SHARD_CHANNEL -> shardChannels.remove(pattern.latin1());
            case LEVELS -> levels.remove(pattern);
            case GLOB -> globs.remove(pattern);
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // Under the lock.
    private void changed(Pattern pattern, int patterns) {
        if (pattern.isExact()) {
            channelChanges.incrementAndGet(stripe(ChannelHash.of(pattern.bytes())));
        } else {
            patternCount += patterns;
            patternChanges++;
        }
    }

    private static int stripe(int hash) {
        return hash & STRIPES - 1;
    }

    /** Where messages to a channel go; its hash is {@link ChannelHash}'s. */
    Route find(byte[] channel, int hash, boolean sharded) {
        long patternsBefore = patternChanges;
        long channelsBefore = channelChanges.get(stripe(hash));
        String text = Pattern.latin1(channel);
        List<Audience> found = new ArrayList<>();
        if (!sharded) {
            levels.find(text, found);
            globs.find(text, found);
            found.sort(Comparator.comparingLong(Audience::number));
        }
        Audience own = (sharded ? shardChannels : channels).get(text);
        if (own != null) {
            found.addFirst(own);
        }
        Audience[] audiences = found.isEmpty() ? NOBODY : found.toArray(NOBODY);
        return new Route(channel, sharded, hash, audiences, patternsBefore, channelsBefore);
    }

    boolean isCurrent(Route route) {
        return route.patternChanges() == patternChanges
                && route.channelChanges() == channelChanges.get(stripe(route.hash()));
    }

    /** Whether there is no subscription at all. */
    boolean isEmpty() {
        return subscriptions == 0;
    }

    int subscriptions() {
        return subscriptions;
    }

    /** Patterns of any kind, each once. */
    int patternCount() {
        return patternCount;
    }

    /** The audience of a channel, null if it has none. */
    @Nullable
    Audience ofChannel(byte[] channel, boolean sharded) {
        return (sharded ? shardChannels : channels).get(Pattern.latin1(channel));
    }

    int channelCount(boolean sharded) {
        return (sharded ? shardChannels : channels).size();
    }

    /** Visits the audiences of channels, in no particular order. */
    void channels(boolean sharded, Consumer<Audience> visitor) {
        (sharded ? shardChannels : channels).values().forEach(visitor);
    }
}
