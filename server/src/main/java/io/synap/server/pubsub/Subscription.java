package io.synap.server.pubsub;

import org.jspecify.annotations.Nullable;

/** A subscriber's standing wish. Its subscriber and its pattern never change; the rest is the hub's. */
public final class Subscription {
    private final Member member;
    private final Audience audience;
    private final @Nullable QueueGroup group;
    /** Messages up to this one were published before. */
    private final long since;
    /** Written on the subscriber's event loop. */
    private volatile boolean closed;
    /** Where it stands among its loop's; owned by that loop. */
    private int place = -1;

    Subscription(Member member, Audience audience, @Nullable QueueGroup group, long since) {
        this.member = member;
        this.audience = audience;
        this.group = group;
        this.since = since;
    }

    public Subscriber subscriber() {
        return member.subscriber();
    }

    public Pattern pattern() {
        return audience.pattern();
    }

    /** The queue group it belongs to, of whose members one gets each message; null when it gets all. */
    public @Nullable String group() {
        return group == null ? null : group.name();
    }

    Member member() {
        return member;
    }

    Audience audience() {
        return audience;
    }

    @Nullable
    QueueGroup queueGroup() {
        return group;
    }

    boolean isClosed() {
        return closed;
    }

    void close() {
        closed = true;
    }

    /** Whether it is for a message: it stands, and stood before the message was published. */
    boolean takes(Message message) {
        return !closed && message.id() > since;
    }

    int place() {
        return place;
    }

    void place(int index) {
        place = index;
    }
}
