package io.synap.server.logging;

import org.slf4j.MDC;

/**
 * Gives the lines logged on this thread the id of a request, until it is closed:
 *
 * <pre>{@code try (var _ = LogContext.ofRequest(id)) { … }}</pre>
 *
 * <p>Confined to one thread. What a request does later, in a callback, needs a context of its own.
 */
public final class LogContext implements AutoCloseable {
    /** Our own name of the id. */
    static final String REQUEST_ID = "request_id";

    /** The name of it that log collectors of the earlier systems look for. */
    static final String CORRELATION_ID = "correlationId";

    private static final LogContext OPEN = new LogContext(true);
    private static final LogContext NONE = new LogContext(false);

    private final boolean given;

    private LogContext(boolean given) {
        this.given = given;
    }

    /** @param requestId empty for none, then nothing is changed */
    public static LogContext ofRequest(String requestId) {
        if (requestId.isEmpty()) {
            return NONE;
        }
        MDC.put(REQUEST_ID, requestId);
        MDC.put(CORRELATION_ID, requestId);
        return OPEN;
    }

    @Override
    public void close() {
        if (given) {
            MDC.remove(REQUEST_ID);
            MDC.remove(CORRELATION_ID);
        }
    }
}
