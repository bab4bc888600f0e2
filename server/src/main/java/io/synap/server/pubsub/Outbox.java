package io.synap.server.pubsub;

import java.util.ArrayList;
import java.util.List;

/**
 * Messages on their way from one event loop to another, in the order in which they were published. Filled by one
 * thread, then handed over to the other.
 */
final class Outbox {
    /** Messages and where they go, in turn: an audience, or the subscription that its group has chosen. */
    private final List<Object> entries = new ArrayList<>();

    private long bytes;

    void add(Message message, Object target) {
        entries.add(message);
        entries.add(target);
        bytes += message.size();
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** What its messages were counted as in the other loop's backlog. */
    long bytes() {
        return bytes;
    }

    int count() {
        return entries.size() / 2;
    }

    Message message(int index) {
        return (Message) entries.get(2 * index);
    }

    Object target(int index) {
        return entries.get(2 * index + 1);
    }
}
