package io.synap.server.pubsub;

import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions of one audience on one event loop. Confined to that loop, except for {@link #isEmpty}. While
 * the loop delivers, nothing is taken out: {@link PubSubLoop} does it afterwards.
 */
final class LoopMembers {
    private final PubSubLoop loop;
    private @Nullable Subscription[] all = new @Nullable Subscription[1];
    private volatile int count;

    LoopMembers(PubSubLoop loop) {
        this.loop = loop;
    }

    PubSubLoop loop() {
        return loop;
    }

    /** From any thread: whether nobody is here. */
    boolean isEmpty() {
        return count == 0;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes.
    void add(Subscription subscription) {
        if (count == all.length) {
            all = Arrays.copyOf(all, 2 * count);
        }
        all[count] = subscription;
        subscription.place(count);
        count++;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes.
    void remove(Subscription subscription) {
        int last = count - 1;
        Subscription moved = all[last];
        int place = subscription.place();
        if (moved != null && place >= 0) {
            all[place] = moved;
            moved.place(place);
            all[last] = null;
            subscription.place(-1);
            count = last;
        }
    }

    /** Gives the message to everybody here; returns how many took it. */
    int deliver(Message message) {
        int taken = 0;
        int present = count;
        for (int i = 0; i < present; i++) {
            Subscription each = all[i];
            if (each != null && each.takes(message)) {
                each.member().receive(message, each);
                taken++;
            }
        }
        return taken;
    }

    /** Adds the subscribers that are here. */
    void addMembers(Collection<Member> members) {
        for (int i = 0; i < count; i++) {
            Subscription each = all[i];
            if (each != null && !each.isClosed()) {
                members.add(each.member());
            }
        }
    }
}
