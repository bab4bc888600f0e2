package io.synap.server.feed;

import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.replication.history.HistoryId;
import io.synap.replication.history.SequenceVector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Who wants one page: what there is, or the first that comes in a given time. Confined to the feed's thread. */
final class PageSubscriber extends Subscriber {
    /** How long it looks for changes that match before it answers with what it has. */
    private static final long SEARCH_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(500);
    /** A page ends at that many bytes, also before its limit. */
    private static final int BYTES_MAX = 4 << 20;

    private final HistoryId history;
    /** What was applied when the page was asked for: who has written something finds it in the page. */
    private final SequenceVector applied;

    private final int limit;
    private final CompletableFuture<ChangePage> done;
    private final List<Change> changes = new ArrayList<>();
    private final long waitsUntil;
    private final long searchesUntil;
    private long bytes;
    /** Whether it is where the others are. */
    private boolean live;
    /** Whether there is nothing that it could have had by now. */
    private boolean waiting;

    PageSubscriber(
            ChangeFilter filter,
            FeedPosition from,
            SequenceVector applied,
            int limit,
            long nowNanos,
            long waitMillis,
            CompletableFuture<ChangePage> done) {
        super(filter, from.sequences());
        this.history = from.history();
        this.applied = applied;
        this.limit = limit;
        this.done = done;
        this.waitsUntil = nowNanos + TimeUnit.MILLISECONDS.toNanos(waitMillis);
        this.searchesUntil = nowNanos + Math.max(SEARCH_NANOS_MAX, TimeUnit.MILLISECONDS.toNanos(waitMillis));
    }

    @Override
    boolean wantsCursors() {
        return false;
    }

    @Override
    void add(Change change) {
        changes.add(change);
        bytes += change.weight();
    }

    @Override
    boolean isFull() {
        return changes.size() >= limit || bytes >= BYTES_MAX;
    }

    @Override
    void flush() {
        if (isFull()) {
            complete();
        } else if (live) {
            settle();
        }
    }

    @Override
    void caughtUp() {
        live = true;
        settle();
    }

    /** What is applied is in the log's files, or synced, a moment later. */
    private void settle() {
        waiting |= applied.isWithin(position());
        if (waiting && (!changes.isEmpty() || waitsUntil - System.nanoTime() <= 0)) {
            complete();
        }
    }

    @Override
    boolean pause() {
        return true;
    }

    @Override
    void trimmed(SequenceVector oldest) {
        fail(expired(new FeedPosition(history, oldest)));
    }

    /** That what follows a cursor is gone, and what is there. */
    static SynapException expired(FeedPosition oldest) {
        return new SynapException(
                ErrorCode.CURSOR_EXPIRED,
                "what follows the cursor is no longer kept; read the state anew, or go on at the oldest cursor: "
                        + oldest.cursor());
    }

    @Override
    long deadlineNanos() {
        return waiting ? waitsUntil : searchesUntil;
    }

    @Override
    void timeUp() {
        complete();
    }

    private void complete() {
        done.complete(new ChangePage(changes, new FeedPosition(history, position()).cursor()));
    }

    @Override
    void fail(SynapException reason) {
        done.completeExceptionally(reason);
    }

    @Override
    boolean isDone() {
        return done.isDone();
    }
}
