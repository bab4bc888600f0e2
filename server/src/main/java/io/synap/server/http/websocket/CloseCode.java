package io.synap.server.http.websocket;

import io.synap.protocol.error.ErrorCode;

/** Why a WebSocket is closed: the codes of RFC 6455, section 7.4, and our own from 4000 on. Thread-safe. */
final class CloseCode {
    static final int NORMAL = 1000;
    static final int GOING_AWAY = 1001;
    static final int PROTOCOL_ERROR = 1002;
    static final int UNSUPPORTED_DATA = 1003;
    /** Stands for a close frame without a code; never sent. */
    static final int NO_STATUS = 1005;
    /** Stands for a connection that ended without a close frame; never sent. */
    static final int ABNORMAL = 1006;

    static final int INVALID_DATA = 1007;
    static final int TOO_BIG = 1009;
    static final int UNEXPECTED = 1011;
    static final int TRY_AGAIN_LATER = 1013;
    static final int SILENT = 4408;
    static final int SLOW_CONSUMER = 4429;

    private static final int OWN = 4000;

    private CloseCode() {}

    /** Whether a client may close with it; what was defined later (1012 to 1014) is for servers to say. */
    static boolean isValid(int code) {
        return switch (code) {
            case 1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011 -> true;
            default -> code >= 3000 && code < 5000;
        };
    }

    /** What ends a connection whose one subscription has ended: 4000 and the HTTP status, but for what has its own. */
    static int of(ErrorCode error) {
        return switch (error) {
            case SLOW_CONSUMER -> SLOW_CONSUMER;
            // Some sources stop before the connections do.
            case SHUTTING_DOWN -> GOING_AWAY;
            default -> OWN + error.httpStatus();
        };
    }
}
