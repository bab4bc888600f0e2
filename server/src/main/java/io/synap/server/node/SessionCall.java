package io.synap.server.node;

import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.protocol.operation.SessionId;
import io.synap.protocol.operation.SessionLimits;
import io.synap.protocol.operation.SessionPrefix;

/**
 * A request of a session on its way: it counts the request's operations, so that a repeat, which executes the same in the
 * same order, gives each the same number and part. Confined to its event loop; one is made whenever the request's handler
 * begins.
 */
public final class SessionCall {
    private final SessionId session;
    private final long number;
    private final long answeredBelow;
    private int parts;

    /**
     * @param answeredBelow requests below this number have been answered; 0 when the client does not say
     * @throws SynapException INVALID_ARGUMENT
     */
    public SessionCall(SessionId session, long number, long answeredBelow) {
        if (session.isNone()) {
            throw invalid("a request with a number belongs to a session, which is not named");
        }
        if (number < 1) {
            throw invalid("a request's number is from 1 to " + Long.MAX_VALUE);
        }
        if (answeredBelow < 0 || answeredBelow > number) {
            throw invalid("request " + number + " has been answered, as all below " + answeredBelow);
        }
        this.session = session;
        this.number = number;
        this.answeredBelow = Math.max(1, answeredBelow);
    }

    private static SynapException invalid(String message) {
        return new SynapException(ErrorCode.INVALID_ARGUMENT, message);
    }

    /** Makes sure that the request may have so many operations more. */
    void ensureParts(int more) {
        if (more > SessionLimits.PART_MAX + 1 - parts) {
            throw invalid("a request in a session has at most " + (SessionLimits.PART_MAX + 1) + " operations");
        }
    }

    /** Copies an operation as the request's next one; the target has room for {@link SessionPrefix#BYTES} more. */
    void stamp(long operation, long target) {
        ensureParts(1);
        SessionPrefix.copy(operation, target, session.high(), session.low(), number, answeredBelow, parts++);
    }
}
