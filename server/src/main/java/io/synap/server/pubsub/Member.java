package io.synap.server.pubsub;

import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A subscriber as its event loop knows it. Confined to that loop. */
final class Member {
    private static final Logger LOG = LoggerFactory.getLogger(Member.class);

    private final Subscriber subscriber;
    private final PubSubLoop loop;
    private int subscriptions;
    /** Whether it has taken messages and is not flushed. */
    private boolean dirty;

    Member(Subscriber subscriber, PubSubLoop loop) {
        this.subscriber = Objects.requireNonNull(subscriber);
        this.loop = loop;
    }

    Subscriber subscriber() {
        return subscriber;
    }

    PubSubLoop loop() {
        return loop;
    }

    void subscribed() {
        subscriptions++;
    }

    void unsubscribed() {
        subscriptions--;
    }

    boolean isIdle() {
        return subscriptions == 0;
    }

    void receive(Message message, Subscription through) {
        try {
            subscriber.receive(message, through);
        } catch (RuntimeException fault) {
            LOG.error("a subscriber could not take a message", fault);
        }
        if (!dirty) {
            dirty = true;
            loop.dirty(this);
        }
    }

    void missed() {
        try {
            subscriber.missed();
        } catch (RuntimeException fault) {
            LOG.error("a subscriber could not be told of a gap", fault);
        }
    }

    void flush() {
        dirty = false;
        try {
            subscriber.flush();
        } catch (RuntimeException fault) {
            LOG.error("a subscriber could not write its messages", fault);
        }
    }
}
