package io.synap.server.feed;

import io.synap.protocol.error.SynapException;
import io.synap.replication.history.SequenceVector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Who is told changes as they come. Its public methods are thread-safe.
 *
 * <p>What is handed over and not yet taken is bounded. Beyond the bound the feed forgets about it but for its
 * position, from which it reads the log once there is room again.
 */
public final class FeedSubscription extends Subscriber {
    private final ChangeFeed feed;
    private final ChangeReceiver receiver;
    private final AtomicLong pendingBytes = new AtomicLong();
    /** Whether the feed has left it alone until more is taken. */
    private final AtomicBoolean paused = new AtomicBoolean();

    private volatile boolean closed;

    /** The feed's thread's own. */
    private List<Change> gathered = new ArrayList<>();

    FeedSubscription(ChangeFeed feed, ChangeFilter filter, SequenceVector position, ChangeReceiver receiver) {
        super(filter, position);
        this.feed = feed;
        this.receiver = receiver;
    }

    /** A change was passed on, or is not wanted any more. */
    public void taken(Change change) {
        long left = pendingBytes.addAndGet(-change.weight());
        if (left <= feed.pendingBytesMax() / 2 && paused.compareAndSet(true, false)) {
            feed.resume(this);
        }
    }

    /** Ends it; changes that are on their way may still come. */
    public void close() {
        if (!closed) {
            closed = true;
            feed.closed(this);
        }
    }

    @Override
    boolean wantsCursors() {
        return true;
    }

    @Override
    void add(Change change) {
        gathered.add(change);
        var _ = pendingBytes.addAndGet(change.weight());
    }

    @Override
    boolean isFull() {
        return pendingBytes.get() >= feed.pendingBytesMax();
    }

    @Override
    void flush() {
        if (!gathered.isEmpty() && !closed) {
            List<Change> changes = gathered;
            gathered = new ArrayList<>();
            receiver.changes(changes);
        }
    }

    @Override
    void caughtUp() {
        // What comes next reaches it as it comes.
    }

    @Override
    boolean pause() {
        paused.set(true);
        // What was taken before that told nobody.
        return pendingBytes.get() > feed.pendingBytesMax() / 2 || !paused.compareAndSet(true, false);
    }

    @Override
    void trimmed(SequenceVector oldest) {
        receiver.gap(feed.cursor(position()));
    }

    @Override
    long deadlineNanos() {
        return Long.MAX_VALUE;
    }

    @Override
    void timeUp() {
        // It has all the time.
    }

    @Override
    void fail(SynapException reason) {
        if (!closed) {
            closed = true;
            receiver.failed(reason);
        }
    }

    @Override
    boolean isDone() {
        return closed;
    }
}
