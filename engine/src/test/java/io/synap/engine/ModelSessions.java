package io.synap.engine;

import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.operation.SessionId;
import io.synap.protocol.operation.SessionLimits;
import io.synap.protocol.operation.SessionStamp;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a shard should remember of sessions, written as simply as can be. Confined to one thread. */
final class ModelSessions {
    /** What an operation came to; forgotten is null. */
    record Result(long number, long version, @Nullable String reported) {
        boolean isForgotten() {
            return reported != null && reported.length() > SessionLimits.VALUE_BYTES_MAX;
        }
    }

    private record Place(long number, int part) {}

    private static final class Session {
        long lastMillis;
        long lastSequence;
        long floor;
        long highest;
        final Map<Place, Result> results = new HashMap<>();
    }

    private final Map<SessionId, Session> sessions = new HashMap<>();

    int count() {
        return sessions.size();
    }

    /** Why it is refused; null when it is not. */
    @Nullable
    ErrorCode refusal(SessionStamp stamp) {
        Session session = sessions.get(stamp.session());
        if (session != null && stamp.number() <= session.floor) {
            return ErrorCode.SESSION_NUMBER_PASSED;
        }
        Result result = result(stamp);
        return result != null && result.isForgotten() ? ErrorCode.RESULT_FORGOTTEN : null;
    }

    /** What it came to before; null when it is new. */
    @Nullable
    Result result(SessionStamp stamp) {
        Session session = sessions.get(stamp.session());
        return session == null ? null : session.results.get(new Place(stamp.number(), stamp.part()));
    }

    void executed(SessionStamp stamp, Result result, long sequence, long now) {
        Session session = sessions.computeIfAbsent(stamp.session(), absent -> new Session());
        session.lastMillis = now;
        session.lastSequence = sequence;
        session.highest = Math.max(session.highest, stamp.number());
        session.floor =
                Math.max(session.floor, Math.max(stamp.answeredBelow() - 1, session.highest - SessionLimits.WINDOW));
        session.results.put(new Place(stamp.number(), stamp.part()), result);
    }

    /** Ends at most so many sessions whose time is over; returns how many. */
    long advance(long most, long now) {
        List<Map.Entry<SessionId, Session>> due = sessions.entrySet().stream()
                .filter(each -> each.getValue().lastMillis + SessionLimits.IDLE_MILLIS <= now)
                .sorted(Comparator.comparingLong(each -> each.getValue().lastSequence))
                .limit(most)
                .toList();
        due.forEach(each -> sessions.remove(each.getKey()));
        return due.size();
    }
}
