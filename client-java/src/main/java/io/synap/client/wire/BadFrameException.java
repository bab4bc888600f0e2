package io.synap.client.wire;

/** The server has sent what the protocol does not allow. */
public final class BadFrameException extends RuntimeException {
    public BadFrameException(String message) {
        super(message);
    }
}
