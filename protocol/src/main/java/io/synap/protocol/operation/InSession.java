package io.synap.protocol.operation;

/** An operation that belongs to a session: a repeat of it is answered, and not executed again. Immutable. */
public record InSession(Operation operation, SessionStamp stamp) implements Operation {
    public InSession {
        if (operation instanceof InSession) {
            throw new IllegalArgumentException("an operation has one stamp");
        }
    }
}
