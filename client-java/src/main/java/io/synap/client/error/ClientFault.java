package io.synap.client.error;

import io.synap.protocol.error.ErrorCode;

/** What goes wrong on this side of the wire; the server's own errors are in {@link ErrorCode}. */
public enum ClientFault {
    CLIENT_CLOSED(ErrorCode.Kind.UNAVAILABLE, "the client is closed", "make a new SynapClient"),
    NOT_CONNECTED(
            ErrorCode.Kind.UNAVAILABLE,
            "no connection to a server within the deadline; nothing was sent",
            "is the server running, and are the endpoints right?"),
    TOO_MANY_IN_FLIGHT(
            ErrorCode.Kind.UNAVAILABLE,
            "as many calls wait for answers as the client allows; nothing was sent",
            "wait for answers before sending more, or raise ClientOptions.inFlightMax"),
    CONNECTION_LOST(
            ErrorCode.Kind.INDETERMINATE,
            "the connection was lost before the answer came",
            "the command may have been executed: look before you repeat it"),
    DEADLINE_PASSED(
            ErrorCode.Kind.INDETERMINATE,
            "no answer came within the deadline",
            "the command may have been executed: look before you repeat it, or allow more time"),
    INTERRUPTED(
            ErrorCode.Kind.INDETERMINATE,
            "the thread was interrupted while it waited for the answer",
            "the command may have been executed: look before you repeat it"),
    PROTOCOL_BROKEN(
            ErrorCode.Kind.FAULT,
            "the server sent something that the protocol does not allow",
            "is there a Synap server of a fitting version at the endpoint?"),
    CODEC_FAILED(
            ErrorCode.Kind.INVALID,
            "the codec could not read what is stored",
            "read it with the codec that it was written with, or as bytes");

    private final ErrorCode.Kind kind;
    private final String message;
    private final String hint;

    ClientFault(ErrorCode.Kind kind, String message, String hint) {
        this.kind = kind;
        this.message = message;
        this.hint = hint;
    }

    public ErrorCode.Kind kind() {
        return kind;
    }

    public String message() {
        return message;
    }

    /** What to do about it. */
    public String hint() {
        return hint;
    }
}
