package io.synap.server.pubsub;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Subscriptions to one pattern that share its messages: each goes to one of them. Thread-safe; changed under the
 * index's lock. Groups are meant to be small: each change copies the list.
 */
final class QueueGroup {
    private static final Subscription[] NOBODY = {};

    private final String name;
    private final AtomicInteger turn = new AtomicInteger();
    private volatile Subscription[] members = NOBODY;

    QueueGroup(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    int count() {
        return members.length;
    }

    void add(Subscription member) {
        Subscription[] more = Arrays.copyOf(members, members.length + 1);
        more[more.length - 1] = member;
        members = more;
    }

    void remove(Subscription member) {
        members = Arrays.stream(members).filter(each -> each != member).toArray(Subscription[]::new);
    }

    /**
     * Whose turn it is among those that take the message, who has room if somebody has; null when nobody takes it.
     */
    @Nullable
    Subscription choose(Message message) {
        Subscription[] present = members;
        int first = Math.floorMod(turn.getAndIncrement(), Math.max(1, present.length));
        Subscription second = null;
        for (int i = 0; i < present.length; i++) {
            Subscription each = present[(first + i) % present.length];
            if (each.takes(message)) {
                if (!each.subscriber().isFull()) {
                    return each;
                }
                if (second == null) {
                    second = each;
                }
            }
        }
        return second;
    }
}
