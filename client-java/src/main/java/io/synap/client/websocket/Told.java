package io.synap.client.websocket;

import io.synap.client.error.SynapClientException;
import io.synap.client.transport.Feed;
import io.synap.client.wire.Value;
import io.synap.client.wire.WireEvent;
import java.util.ArrayDeque;
import java.util.Optional;

/**
 * Tells a listener, one thing after the other, and nothing after the end. Thread-safe; no lock is held while the
 * listener is told, so it may hold its own.
 *
 * <p>Who finds another thread telling leaves word with it. What waits so is bounded by the listener's credit.
 */
final class Told {
    private sealed interface Word {
        record Opened(Value description) implements Word {}

        record Event(WireEvent event) implements Word {}

        record Interrupted() implements Word {}

        record Ended(Optional<SynapClientException> reason) implements Word {}
    }

    private static final System.Logger LOG = System.getLogger(Told.class.getName());
    private static final Word INTERRUPTED = new Word.Interrupted();

    private final Feed.Listener listener;

    // Guarded by this.
    private final ArrayDeque<Word> words = new ArrayDeque<>();
    private boolean telling;

    /** Confined to whoever is telling. */
    private boolean over;

    Told(Feed.Listener listener) {
        this.listener = listener;
    }

    int credit(int usual) {
        return listener.credit(usual);
    }

    void opened(Value description) {
        tell(new Word.Opened(description));
    }

    void event(WireEvent event) {
        tell(new Word.Event(event));
    }

    void interrupted() {
        tell(INTERRUPTED);
    }

    void ended(Optional<SynapClientException> reason) {
        tell(new Word.Ended(reason));
    }

    private void tell(Word word) {
        synchronized (this) {
            if (telling) {
                words.add(word);
                return;
            }
            telling = true;
        }
        Word next = word;
        while (next != null) {
            say(next);
            synchronized (this) {
                next = words.poll();
                if (next == null) {
                    telling = false;
                }
            }
        }
    }

    private void say(Word word) {
        if (over) {
            return;
        }
        try {
            switch (word) {
                case Word.Opened(var description) -> listener.opened(description);
                case Word.Event(var event) -> listener.event(event);
                case Word.Interrupted _ -> listener.interrupted();
                case Word.Ended(var reason) -> {
                    over = true;
                    listener.ended(reason);
                }
            }
        } catch (RuntimeException | Error thrown) {
            // Whoever listens is the client's own: it tells its subscriber, and guards itself against what that throws.
            LOG.log(System.Logger.Level.ERROR, "a subscription's listener threw", thrown);
        }
    }
}
