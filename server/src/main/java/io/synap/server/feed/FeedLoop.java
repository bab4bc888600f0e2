package io.synap.server.feed;

import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.protocol.operation.EncodedOperation;
import io.synap.replication.Persistence;
import io.synap.replication.history.HistoryId;
import io.synap.replication.history.SequenceVector;
import io.synap.replication.log.LogFollower;
import io.synap.replication.log.LogPosition;
import io.synap.replication.log.LogTrimmedException;
import io.synap.replication.log.OperationLog;
import io.synap.server.node.Access;
import io.synap.server.node.Node;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The feed's thread. It runs in rounds; in each it reads no farther than where the log ended at the round's
 * beginning, so that those who have read that far are at the same place. First comes the shared reader at the
 * tail, then everyone who catches up has a slice of a bounded size.
 */
final class FeedLoop implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(FeedLoop.class);
    private static final int TAIL_OPERATIONS = 4_096;
    private static final int SLICE_OPERATIONS = 1_024;
    private static final long SLICE_BYTES = 4 << 20;
    /** How long the thread stays when nobody reads, since whoever asks for page after page comes back. */
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final ChangeFeed feed;
    private final OperationLog log;
    private final HistoryId history;
    private final Node node;
    private final FeedLimits limits;
    private final LongAdder changes;
    private final LongAdder gaps;
    private final Runnable wake = this::wake;

    /** Who waits for a turn to catch up. */
    private final ArrayDeque<Subscriber> queued = new ArrayDeque<>();
    /** Who has a follower. */
    private final ArrayList<Subscriber> catching = new ArrayList<>();
    /** Who is where the tail is. */
    private final ArrayList<Subscriber> live = new ArrayList<>();

    private @Nullable LogFollower tail;
    private @Nullable Access access;
    private @Nullable Occurrences occurrences;
    private long idleSinceNanos;
    private boolean idle;

    private volatile @Nullable Thread thread;
    private volatile boolean stopping;

    FeedLoop(ChangeFeed feed, Persistence kept, Node node, FeedLimits limits, LongAdder changes, LongAdder gaps) {
        this.feed = feed;
        this.log = kept.log();
        this.history = kept.history().id();
        this.node = node;
        this.limits = limits;
        this.changes = changes;
        this.gaps = gaps;
    }

    // --- From any thread ---

    void wake() {
        Thread running = thread;
        if (running != null) {
            LockSupport.unpark(running);
        }
    }

    void stop() {
        stopping = true;
        wake();
    }

    // --- Commands, run by the thread ---

    void add(Subscriber subscriber) {
        queued.add(subscriber);
    }

    void resume(FeedSubscription subscription) {
        if (!subscription.isDone()) {
            queued.add(subscription);
        }
    }

    /** Lets go whoever wants nothing more. */
    void sweep() {
        queued.removeIf(Subscriber::isDone);
        catching.removeIf(FeedLoop::letGo);
        live.removeIf(Subscriber::isDone);
        if (live.isEmpty()) {
            closeTail();
        }
    }

    private static boolean letGo(Subscriber subscriber) {
        if (subscriber.isDone()) {
            subscriber.closeFollower();
            return true;
        }
        return false;
    }

    // --- The thread ---

    @Override
    public void run() {
        thread = Thread.currentThread();
        access = node.newAccess();
        log.onReadable(wake);
        try {
            while (!stopping && round()) {
                // Until nobody reads any more.
            }
        } catch (RuntimeException | Error unexpected) {
            LOG.error("the change feed failed", unexpected);
            feed.ended(this);
            feed.failAll(new SynapException(ErrorCode.INTERNAL, "the change feed failed"));
        } finally {
            log.removeOnReadable(wake);
            sweepAll();
            feed.ended(this);
        }
    }

    private boolean round() {
        for (Runnable next = feed.nextCommand(); next != null; next = feed.nextCommand()) {
            next.run();
        }
        LogPosition end = log.readableEnd();
        boolean atEnd = readTail(end);
        boolean busy = !atEnd;
        begin(atEnd);
        for (Subscriber each : List.copyOf(catching)) {
            busy |= catchUp(each, end, atEnd);
        }
        sweep();
        long now = System.nanoTime();
        long rest = timeUp(now);
        if (!busy && (queued.isEmpty() || catching.size() >= limits.catchUpsMax())) {
            return rest(now, rest);
        }
        return true;
    }

    /** Sleeps until there is something to do; false when there is nobody to do it for. */
    private boolean rest(long now, long untilDeadline) {
        boolean nobody = queued.isEmpty() && catching.isEmpty() && live.isEmpty();
        if (!nobody) {
            idle = false;
        } else if (!idle) {
            idle = true;
            idleSinceNanos = now;
        } else if (now - idleSinceNanos >= LINGER_NANOS && feed.mayEnd(this)) {
            return false;
        }
        LockSupport.parkNanos(this, nobody ? LINGER_NANOS : untilDeadline);
        return true;
    }

    /** Ends the wait of those whose time is up; returns how long the next may wait. */
    private long timeUp(long now) {
        long rest = Long.MAX_VALUE;
        for (List<Subscriber> group : List.of(catching, live, List.copyOf(queued))) {
            for (Subscriber each : group) {
                long deadline = each.deadlineNanos();
                if (deadline == Long.MAX_VALUE) {
                    continue;
                }
                if (deadline - now <= 0) {
                    each.timeUp();
                } else {
                    rest = Math.min(rest, deadline - now);
                }
            }
        }
        return rest;
    }

    /** Reads on for all who have read everything; whether they have again. */
    private boolean readTail(LogPosition end) {
        LogFollower follower = tail;
        if (follower == null) {
            return true;
        }
        boolean atEnd = false;
        try {
            Occurrences what = occurrences(follower);
            for (int i = 0; i < TAIL_OPERATIONS && !live.isEmpty() && !atEnd; i++) {
                if (follower.next(end)) {
                    what.of(follower, true);
                    tell(what, follower);
                } else {
                    atEnd = true;
                }
            }
        } catch (LogTrimmedException overtaken) {
            // A tail that is a whole segment behind is no tail: each goes on by itself, or learns of the gap.
            SequenceVector place = follower.position();
            live.forEach(each -> leave(each, place));
            queued.addAll(live);
            live.clear();
        } catch (IOException | IllegalStateException broken) {
            live.forEach(each -> fail(each, broken));
        }
        flushLive(follower);
        return atEnd || live.isEmpty();
    }

    private void tell(Occurrences what, LogFollower follower) {
        boolean anyFull = false;
        while (what.next()) {
            for (int i = 0; i < live.size(); i++) {
                Subscriber each = live.get(i);
                if (each.offer(what)) {
                    changes.increment();
                    anyFull |= each.isFull();
                }
            }
        }
        if (anyFull) {
            SequenceVector place = follower.position();
            live.removeIf(each -> {
                if (each.isFull()) {
                    leave(each, place);
                    pause(each);
                    return true;
                }
                return false;
            });
        }
    }

    /** From here on it is not where the tail is. */
    private static void leave(Subscriber subscriber, SequenceVector place) {
        subscriber.moveTo(place);
        subscriber.flush();
    }

    private void pause(Subscriber subscriber) {
        if (!subscriber.isDone() && !subscriber.pause()) {
            queued.add(subscriber);
        }
    }

    private void flushLive(LogFollower follower) {
        if (live.isEmpty()) {
            closeTail();
            return;
        }
        SequenceVector place = follower.position();
        for (Subscriber each : live) {
            leave(each, place);
        }
    }

    /** Gives those who wait their turn. */
    private void begin(boolean tailAtEnd) {
        while (catching.size() < limits.catchUpsMax()) {
            Subscriber next = queued.poll();
            if (next == null) {
                return;
            }
            LogFollower present = tail;
            if (next.isDone()) {
                continue;
            }
            if (present != null && tailAtEnd && present.position().equals(next.position())) {
                join(next);
                continue;
            }
            try {
                next.follow(log.follow(next.position()));
                catching.add(next);
            } catch (LogTrimmedException gone) {
                trimmed(next, gone.oldest());
            }
        }
    }

    /** Reads a slice for one; whether it has more to read. */
    private boolean catchUp(Subscriber subscriber, LogPosition end, boolean tailAtEnd) {
        LogFollower follower = subscriber.follower();
        if (follower == null || subscriber.isDone()) {
            return false;
        }
        boolean atEnd = false;
        try {
            Occurrences what = occurrences(follower);
            long bytes = 0;
            for (int i = 0; i < SLICE_OPERATIONS && bytes < SLICE_BYTES && !atEnd && !subscriber.isFull(); i++) {
                if (follower.next(end)) {
                    bytes += EncodedOperation.length(follower.operation());
                    what.of(follower, subscriber.wantsCursors());
                    while (what.next()) {
                        if (subscriber.offer(what)) {
                            changes.increment();
                        }
                    }
                } else {
                    atEnd = true;
                }
            }
            subscriber.moveTo(follower.position());
            subscriber.flush();
        } catch (LogTrimmedException overtaken) {
            subscriber.moveTo(follower.position());
            subscriber.flush();
            catching.remove(subscriber);
            subscriber.closeFollower();
            trimmed(subscriber, overtaken.oldest());
            return true;
        } catch (IOException | IllegalStateException broken) {
            fail(subscriber, broken);
            return false;
        }
        if (subscriber.isFull()) {
            catching.remove(subscriber);
            subscriber.closeFollower();
            pause(subscriber);
            return true;
        }
        if (atEnd && tailAtEnd && follower.isPastStart()) {
            catching.remove(subscriber);
            join(subscriber);
        }
        return !atEnd;
    }

    /** It has read as far as the tail; its own follower becomes the tail where there is none. */
    private void join(Subscriber subscriber) {
        LogFollower own = subscriber.release();
        if (own != null) {
            if (tail == null) {
                tail = own;
            } else {
                Subscriber.close(own);
            }
        }
        live.add(subscriber);
        subscriber.caughtUp();
    }

    private void trimmed(Subscriber subscriber, SequenceVector oldest) {
        gaps.increment();
        subscriber.moveTo(subscriber.position().max(oldest));
        subscriber.trimmed(oldest);
        queued.add(subscriber);
    }

    private void fail(Subscriber subscriber, Exception broken) {
        LOG.error("the change feed cannot read the operation log", broken);
        subscriber.fail(new SynapException(
                ErrorCode.INTERNAL, "the operation log cannot be read here; the server's own log says why"));
        feed.forget(subscriber);
    }

    private Occurrences occurrences(LogFollower follower) {
        Access way = access;
        if (way == null) {
            throw new IllegalStateException("the feed's thread does not run");
        }
        way.tick();
        Occurrences present = occurrences;
        if (present == null) {
            present = new Occurrences(way, history, follower);
            occurrences = present;
        }
        return present;
    }

    private void closeTail() {
        LogFollower open = tail;
        tail = null;
        if (open != null) {
            Subscriber.close(open);
        }
    }

    private void sweepAll() {
        catching.forEach(Subscriber::closeFollower);
        closeTail();
    }
}
