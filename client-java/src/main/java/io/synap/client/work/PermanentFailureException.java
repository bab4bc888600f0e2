package io.synap.client.work;

/** Thrown by a handler for what would fail again and again: the item is rejected and not tried anew. */
public class PermanentFailureException extends RuntimeException {
    public PermanentFailureException(String message) {
        super(message);
    }

    public PermanentFailureException(String message, Throwable cause) {
        super(message, cause);
    }
}
