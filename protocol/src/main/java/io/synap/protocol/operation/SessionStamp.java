package io.synap.protocol.operation;

/**
 * Which request of which session an operation belongs to. Immutable.
 *
 * @param number the request's, 1 or more; the client never gives it to another request
 * @param answeredBelow every request with a lower number has been answered; 1 or more, at most the number
 * @param part which of the request's operations it is, 0 to 65,535
 */
public record SessionStamp(SessionId session, long number, long answeredBelow, int part) {
    public SessionStamp {
        if (session.isNone()
                || answeredBelow < 1
                || answeredBelow > number
                || part < 0
                || part > SessionLimits.PART_MAX) {
            throw new IllegalArgumentException(
                    "no stamp: " + session + ", " + number + ", " + answeredBelow + ", " + part);
        }
    }
}
