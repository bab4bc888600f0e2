package io.synap.server.pubsub;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * All who have subscribed to the same pattern: by event loop those who get every message, and the queue groups.
 * Changed under the index's lock, one event loop's part by that loop; read by anyone.
 */
final class Audience {
    private static final QueueGroup[] NO_GROUPS = {};

    private final Pattern pattern;
    /** Audiences made earlier come first. */
    private final long number;

    private volatile @Nullable LoopMembers[] loops = {};
    private volatile QueueGroup[] groups = NO_GROUPS;
    /** Subscriptions outside groups. */
    private volatile int single;
    /** Subscriptions in all. */
    private volatile int count;

    Audience(Pattern pattern, long number) {
        this.pattern = pattern;
        this.number = number;
    }

    Pattern pattern() {
        return pattern;
    }

    long number() {
        return number;
    }

    /** Subscriptions, each member of a queue group included. */
    int count() {
        return count;
    }

    /** Subscriptions that get every message. */
    int single() {
        return single;
    }

    QueueGroup[] groups() {
        return groups;
    }

    /** By the loop's index; null where there never was anybody. */
    @Nullable
    LoopMembers[] loops() {
        return loops;
    }

    @Nullable
    LoopMembers of(PubSubLoop loop) {
        @Nullable LoopMembers[] all = loops;
        return loop.index() < all.length ? all[loop.index()] : null;
    }

    private LoopMembers makeFor(PubSubLoop loop) {
        LoopMembers known = of(loop);
        if (known != null) {
            return known;
        }
        LoopMembers made = new LoopMembers(loop);
        @Nullable LoopMembers[] more = Arrays.copyOf(loops, Math.max(loops.length, loop.index() + 1));
        more[loop.index()] = made;
        loops = more;
        return made;
    }

    QueueGroup group(String name) {
        for (QueueGroup each : groups) {
            if (each.name().equals(name)) {
                return each;
            }
        }
        QueueGroup made = new QueueGroup(name);
        QueueGroup[] more = Arrays.copyOf(groups, groups.length + 1);
        more[more.length - 1] = made;
        groups = more;
        return made;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // Under the index's lock.
    void add(Subscription subscription) {
        QueueGroup group = subscription.queueGroup();
        if (group == null) {
            makeFor(subscription.member().loop()).add(subscription);
            single++;
        } else {
            group.add(subscription);
        }
        count++;
    }

    /** Counts a subscription out; true when there is none left. Those outside groups are taken out by their loop. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // Under the index's lock.
    boolean remove(Subscription subscription) {
        QueueGroup group = subscription.queueGroup();
        if (group == null) {
            single--;
        } else {
            group.remove(subscription);
            if (group.count() == 0) {
                groups = Arrays.stream(groups).filter(each -> each != group).toArray(QueueGroup[]::new);
            }
        }
        count--;
        return count == 0;
    }
}
