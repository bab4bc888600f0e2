package io.synap.server.http.websocket;

/** Something that a client must not send: the connection is closed with that code. It carries no stack trace. */
final class ProtocolViolation extends RuntimeException {
    private final int code;

    ProtocolViolation(int code, String reason) {
        super(reason, null, false, false);
        this.code = code;
    }

    int code() {
        return code;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
