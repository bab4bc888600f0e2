package io.synap.client.queue;

import io.synap.client.transport.Caller;
import java.util.Collection;
import java.util.Optional;

/** As {@link DeadLetters}, but each call waits for its result. Immutable and thread-safe. */
public final class BlockingDeadLetters<T> {
    private final DeadLetters<T> letters;

    BlockingDeadLetters(DeadLetters<T> letters) {
        this.letters = letters;
    }

    public DeadLetterPage list(String queue, DeadLetterFilter filter, int limit, Optional<String> cursor) {
        return Caller.await(letters.list(queue, filter, limit, cursor));
    }

    public MessageDetail<T> get(String queue, long messageId) {
        return Caller.await(letters.get(queue, messageId));
    }

    public Settlement redrive(String queue, Collection<Long> messageIds) {
        return Caller.await(letters.redrive(queue, messageIds));
    }

    public RedriveState redrive(String queue, DeadLetterFilter filter, RedriveOptions options) {
        return Caller.await(letters.redrive(queue, filter, options));
    }

    public RedriveState redriveState(String queue) {
        return Caller.await(letters.redriveState(queue));
    }

    public boolean stopRedrive(String queue) {
        return Caller.await(letters.stopRedrive(queue));
    }

    public Settlement remove(String queue, Collection<Long> messageIds) {
        return Caller.await(letters.remove(queue, messageIds));
    }

    public long purge(String queue) {
        return Caller.await(letters.purge(queue));
    }
}
