package io.synap.server.feed;

import io.synap.protocol.error.SynapException;
import io.synap.replication.history.SequenceVector;
import io.synap.replication.log.LogFollower;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Somebody who reads the feed, and where they are. Confined to the feed's thread, except where a method says
 * otherwise.
 */
abstract class Subscriber {
    private static final Logger LOG = LoggerFactory.getLogger(Subscriber.class);

    private final ChangeFilter filter;
    private SequenceVector position;
    private @Nullable LogFollower follower;
    private volatile long read;

    Subscriber(ChangeFilter filter, SequenceVector position) {
        this.filter = filter;
        this.position = position;
        this.read = position.total();
    }

    /** Takes what happened, if it is wanted; whether it was. */
    boolean offer(Occurrences what) {
        if (!filter.matches(what)) {
            return false;
        }
        add(what.change());
        return true;
    }

    /** Everything up to here was handed over. */
    final SequenceVector position() {
        return position;
    }

    final void moveTo(SequenceVector place) {
        position = place;
        read = place.total();
    }

    /** How many operations lie before its position. From any thread. */
    final long read() {
        return read;
    }

    final @Nullable LogFollower follower() {
        return follower;
    }

    final void follow(LogFollower own) {
        follower = own;
    }

    /** Takes the follower away, to be closed or used by others. */
    final @Nullable LogFollower release() {
        LogFollower own = follower;
        follower = null;
        return own;
    }

    final void closeFollower() {
        LogFollower own = release();
        if (own != null) {
            close(own);
        }
    }

    static void close(LogFollower follower) {
        try {
            follower.close();
        } catch (IOException e) {
            LOG.warn("a segment of the log that was read could not be closed", e);
        }
    }

    /** Whether its changes need cursors of their own. */
    abstract boolean wantsCursors();

    abstract void add(Change change);

    /** Whether it takes no more now. */
    abstract boolean isFull();

    /** A slice has ended: what was added may be handed over. The position is behind it. */
    abstract void flush();

    /** It has read everything that there is, as of now. */
    abstract void caughtUp();

    /**
     * It is full, and its place is left to others until {@link ChangeFeed#resume}; false when it can go on
     * at once.
     */
    abstract boolean pause();

    /** What it wanted next is gone; it goes on at its new position, unless it is done now. */
    abstract void trimmed(SequenceVector oldest);

    /** When it must be looked at again, as System.nanoTime has it; Long.MAX_VALUE never. */
    abstract long deadlineNanos();

    /** Its deadline has passed. */
    abstract void timeUp();

    abstract void fail(SynapException reason);

    /** Whether it wants nothing more. */
    abstract boolean isDone();
}
