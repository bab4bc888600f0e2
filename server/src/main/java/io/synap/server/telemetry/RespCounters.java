package io.synap.server.telemetry;

/**
 * What one event loop has done on RESP connections. Counted into by that loop only; read by anyone. A
 * connection is closed on the loop that opened it.
 */
public final class RespCounters {
    private static final int OPENED = 0;
    private static final int CLOSED = 1;
    private static final int REJECTED = 2;
    private static final int COMMANDS = 3;
    private static final int ERRORS = 4;
    private static final int RECEIVED = 5;
    private static final int SENT = 6;
    private static final int BUFFER_LIMIT = 7;

    private final Cells cells = new Cells(8);

    RespCounters() {}

    public void connectionOpened() {
        cells.addOwned(OPENED, 1);
    }

    public void connectionClosed() {
        cells.addOwned(CLOSED, 1);
    }

    /** A connection beyond {@code resp.connections_max}. */
    public void connectionRejected() {
        cells.addOwned(REJECTED, 1);
    }

    /** A connection closed because its buffers exceeded a limit. */
    public void bufferLimitExceeded() {
        cells.addOwned(BUFFER_LIMIT, 1);
    }

    public void commands(long count) {
        cells.addOwned(COMMANDS, count);
    }

    /** Replies that were errors. */
    public void errors(long count) {
        cells.addOwned(ERRORS, count);
    }

    public void bytesReceived(long bytes) {
        cells.addOwned(RECEIVED, bytes);
    }

    public void bytesSent(long bytes) {
        cells.addOwned(SENT, bytes);
    }

    /** Connections that are open now. */
    long connections() {
        return cells.get(OPENED) - cells.get(CLOSED);
    }

    long opened() {
        return cells.get(OPENED);
    }

    long rejected() {
        return cells.get(REJECTED);
    }

    long bufferLimitsExceeded() {
        return cells.get(BUFFER_LIMIT);
    }

    long commands() {
        return cells.get(COMMANDS);
    }

    long errors() {
        return cells.get(ERRORS);
    }

    long bytesReceived() {
        return cells.get(RECEIVED);
    }

    long bytesSent() {
        return cells.get(SENT);
    }
}
