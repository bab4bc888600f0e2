package io.synap.engine.session;

import io.synap.engine.Family;
import io.synap.engine.Outcome;
import io.synap.engine.Tally;
import io.synap.engine.ValueSink;
import io.synap.engine.image.ImageUnits;
import io.synap.engine.memory.Slab;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.memory.Memory;
import io.synap.protocol.operation.BodyReader;
import io.synap.protocol.operation.EncodedOperation;
import io.synap.protocol.operation.SessionId;
import io.synap.protocol.operation.SessionLimits;
import io.synap.protocol.operation.SessionPrefix;
import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of a shard. Confined to its shard's lock, except the counts.
 *
 * <p>A session numbers its requests; a request's operations are its parts. What an operation came to is remembered with
 * number and part, and a repeat is answered from there: so it is executed once, however often it comes. What was rejected
 * has changed nothing and is not remembered; a repeat of it is decided anew.
 *
 * <p>It remembers what may be repeated and no more. A request says below which number everything has been answered; the
 * {@link SessionLimits} bound the rest. A repeat of what is no longer known is refused and never executed. A session ends
 * when time is advanced past its deadline.
 */
public final class SessionSpace implements Family {
    /** What is known of an operation before it is executed. */
    public enum Standing {
        /** It was not executed. */
        NEW,
        /** It was; what it came to is known, or that it was. */
        DONE,
        /** Its number was used for an operation of another type. */
        ANOTHER,
        /** Its number is so low that nothing is known of it, or its session holds as much as it may. */
        PASSED,
        /** Its session is not known, and there are as many as there may be. */
        TOO_MANY
    }

    /** What the parts of one batch can add to a session that is full: each at least its head. */
    private static final int BATCH_BYTES_MAX = 0x10000 * Result.HEAD_BYTES;

    private final ImageUnits units;
    private final Slab slab;
    private final SessionTable table;
    private final HandedOut handedOut = new HandedOut();
    private final ResultWriter writer = new ResultWriter();
    private final ResultReader reader = new ResultReader();
    private final Tally usedBytes = new Tally();
    private final Tally count = new Tally();
    private final Tally repeats = new Tally();

    // In the order of their last use.
    private @Nullable Session earliest;
    private @Nullable Session latest;

    // Of the operation at hand.
    private @Nullable Session current;
    private long found;

    public SessionSpace(Parts parts) {
        units = parts.units();
        slab = new Slab(parts.pool());
        table = new SessionTable(parts.hashSeed());
    }

    /** How many sessions are remembered. From any thread. */
    public long count() {
        return count.get();
    }

    /** How many repeats were answered since the start. From any thread. */
    public long repeats() {
        return repeats.get();
    }

    /** Counts a repeat that was answered without {@link #answers}. */
    public void countRepeat() {
        repeats.add(1);
    }

    /** What is known of an operation with IN_SESSION, before it or the batch that it belongs to is executed. */
    public Standing standing(long operation) {
        return standing(operation, SessionLimits.SESSION_BYTES_MAX);
    }

    private Standing standing(long operation, int bytesMax) {
        long high = SessionPrefix.high(operation);
        long low = SessionPrefix.low(operation);
        Session session = latest;
        if (session == null || !session.is(high, low)) {
            session = table.find(high, low);
        }
        current = session;
        if (session == null) {
            return table.size() < SessionLimits.SESSIONS_PER_SHARD_MAX ? Standing.NEW : Standing.TOO_MANY;
        }
        long number = SessionPrefix.number(operation);
        int part = SessionPrefix.part(operation);
        if (session.isBeyond(number, part)) {
            return Standing.NEW;
        }
        if (number <= session.floor) {
            return Standing.PASSED;
        }
        found = session.find(number, part);
        if (found == 0) {
            // What comes in ascending order makes room for itself; only this could grow without bound.
            return session.results.bytes() <= bytesMax ? Standing.NEW : Standing.PASSED;
        }
        return Result.type(found) == EncodedOperation.type(operation) ? Standing.DONE : Standing.ANOTHER;
    }

    /** Answers a repeat, or refuses; false when the operation is to be executed. Nothing changes. */
    public boolean answers(long operation, Outcome outcome, ValueSink sink) {
        // A batch that was let in is executed to its end.
        switch (standing(operation, SessionLimits.SESSION_BYTES_MAX + BATCH_BYTES_MAX)) {
            case NEW -> {
                return false;
            }
            case DONE -> {
                countRepeat();
                reader.tell(found, outcome, sink);
            }
            case ANOTHER -> outcome.rejected(ErrorCode.INVALID_ARGUMENT, 0);
            case PASSED -> outcome.rejected(ErrorCode.SESSION_NUMBER_PASSED, 0);
            case TOO_MANY -> outcome.rejected(ErrorCode.TOO_MANY_SESSIONS, 0);
        }
        return true;
    }

    /** A sink that keeps what the operation hands out, for {@link #remember}. */
    public ValueSink handingOut(long operation, ValueSink sink) {
        return handedOut.begin(EncodedOperation.type(operation), sink);
    }

    /** Remembers what an operation came to that was just executed, after {@link #answers} and nothing else. */
    public void remember(long operation, long sequence, long now, Outcome outcome) {
        long number = SessionPrefix.number(operation);
        int part = SessionPrefix.part(operation);
        Session session = current;
        if (session == null) {
            session = new Session(SessionPrefix.high(operation), SessionPrefix.low(operation), slab);
            add(session);
        } else {
            units.beforeChange(session);
            unlink(session);
        }
        long before = session.usedBytes();
        session.lastMillis = now;
        session.lastSequence = sequence;
        link(session);
        session.executes(number, part, SessionPrefix.answeredBelow(operation));
        writer.gather(outcome, handedOut);
        if (!session.makeRoom(writer.length(), number)) {
            writer.forget();
        }
        writer.write(session.results.append(writer.length()), EncodedOperation.type(operation), number, part, outcome);
        usedBytes.add(session.usedBytes() - before);
    }

    private void add(Session session) {
        table.add(session);
        units.add(session);
        count.add(1);
        usedBytes.add(session.usedBytes());
    }

    private void link(Session session) {
        Session last = latest;
        session.earlier = last;
        session.later = null;
        if (last == null) {
            earliest = session;
        } else {
            last.later = session;
        }
        latest = session;
    }

    private void unlink(Session session) {
        Session before = session.earlier;
        Session behind = session.later;
        if (before == null) {
            earliest = behind;
        } else {
            before.later = behind;
        }
        if (behind == null) {
            latest = before;
        } else {
            behind.earlier = before;
        }
    }

    /** There are no operations on sessions as such. */
    @Override
    public void execute(long operation, long sequence, long now, Outcome outcome, ValueSink sink) {
        throw new IllegalArgumentException("no operation is of type " + EncodedOperation.type(operation));
    }

    @Override
    public long nextDeadline() {
        Session first = earliest;
        return first == null ? Long.MAX_VALUE : first.lastMillis + SessionLimits.IDLE_MILLIS;
    }

    @Override
    public long advance(long most, long sequence, long now) {
        long done = 0;
        while (done < most && nextDeadline() <= now) {
            Session first = earliest;
            if (first == null) {
                break;
            }
            units.beforeChange(first);
            units.remove(first);
            unlink(first);
            table.remove(first);
            count.add(-1);
            usedBytes.add(-first.usedBytes());
            first.results.clear();
            done++;
        }
        return done;
    }

    @Override
    public void restore(long item, int length) {
        byte[] id = Memory.toArray(EncodedOperation.key(item), EncodedOperation.keyLength(item));
        if (id.length != SessionId.BYTES) {
            throw new IllegalStateException("an item of sessions is wrong: an id has " + id.length + " bytes");
        }
        Session session = Session.read(id, new BodyReader().of(item), slab);
        if (table.find(session.high, session.low) != null) {
            throw new IllegalStateException("an item of sessions is wrong: one occurs twice");
        }
        add(session);
    }

    /** Items came in any order; an operation is the last of one session only. */
    @Override
    public void restoreEnd() {
        Session[] all = table.all();
        Arrays.sort(all, Comparator.comparingLong(session -> session.lastSequence));
        earliest = null;
        latest = null;
        for (Session session : all) {
            link(session);
        }
    }

    @Override
    public long usedBytes() {
        return usedBytes.get();
    }

    @Override
    public boolean tidy() {
        return false;
    }

    @Override
    public long digest() {
        long digest = table.size();
        for (Session session = earliest; session != null; session = session.later) {
            digest = session.digest(digest);
        }
        return digest;
    }

    @Override
    public void reset() {
        table.clear();
        earliest = null;
        latest = null;
        current = null;
        var _ = slab.takeAll().freePages(Integer.MAX_VALUE);
        usedBytes.reset();
        count.reset();
    }
}
