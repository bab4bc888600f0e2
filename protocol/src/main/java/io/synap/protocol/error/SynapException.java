package io.synap.protocol.error;

/** An error with a code of the table, on its way to whoever asked. It carries no stack trace. */
public final class SynapException extends RuntimeException {
    private final ErrorCode code;

    public SynapException(ErrorCode code) {
        this(code, code.message());
    }

    public SynapException(ErrorCode code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    public ErrorCode code() {
        return code;
    }
}
