package io.synap.client.error;

import io.synap.protocol.error.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * A call that failed. The subclass says what may be concluded: {@link InvalidRequestException} (the request is
 * wrong), {@link RejectedException} (the state says no), {@link UnavailableException} (nothing happened, repeat it
 * freely), {@link IndeterminateException} (it may have happened), {@link ServerFaultException} (the server is broken).
 */
public abstract sealed class SynapClientException extends RuntimeException
        permits InvalidRequestException,
                RejectedException,
                UnavailableException,
                IndeterminateException,
                ServerFaultException {
    private final String code;
    private final String detail;
    private final String hint;

    SynapClientException(String code, String message, String hint, @Nullable Throwable cause) {
        super(code + ": " + message + (hint.isEmpty() ? "" : " (" + hint + ")"), cause);
        this.code = code;
        this.detail = message;
        this.hint = hint;
    }

    /** A stable name: one of {@link ErrorCode} if the server said it, else one of {@link ClientFault}. */
    public String code() {
        return code;
    }

    /** What to do about it, in a sentence; empty when there is nothing to say. */
    public String hint() {
        return hint;
    }

    /** Whether it is that error of the server's. */
    public boolean is(ErrorCode other) {
        return code.equals(other.name());
    }

    public boolean is(ClientFault other) {
        return code.equals(other.name());
    }

    /** What went wrong, without the code and the hint that {@link #getMessage} has. */
    public String detail() {
        return detail;
    }

    /** An error that a server has told, by its name: a newer server may have names that this client does not know. */
    public static SynapClientException ofServer(String code, String message) {
        for (ErrorCode known : ErrorCode.values()) {
            if (known.name().equals(code)) {
                return of(known.kind(), code, message, known.hint(), null);
            }
        }
        return of(ErrorCode.Kind.REJECTED, code, message, "", null);
    }

    /** Something that went wrong on this side. */
    public static SynapClientException of(ClientFault fault) {
        return of(fault.kind(), fault.name(), fault.message(), fault.hint(), null);
    }

    /** As {@link #of(ClientFault)}, with more to say. */
    public static SynapClientException of(ClientFault fault, String message, @Nullable Throwable cause) {
        return of(fault.kind(), fault.name(), message, fault.hint(), cause);
    }

    /** A fault of this side before anything was sent, whatever it is otherwise: it may be repeated freely. */
    public static SynapClientException unsent(ClientFault fault, String message) {
        return of(ErrorCode.Kind.UNAVAILABLE, fault.name(), message, "nothing was sent: repeat it freely", null);
    }

    /** A fault of this side whatever it was that was sent, if it only reads or may be done twice. */
    public static SynapClientException repeatable(ClientFault fault, String message) {
        return of(ErrorCode.Kind.UNAVAILABLE, fault.name(), message, "repeat it freely", null);
    }

    /** A fault of this side after something was sent that may have been done. */
    public static SynapClientException undecided(ClientFault fault, String message) {
        String hint = "the command may have been executed: look before you repeat it";
        return of(ErrorCode.Kind.INDETERMINATE, fault.name(), message, hint, null);
    }

    /** The same error with the stack of the calling thread; this one is its cause. */
    public SynapClientException again() {
        return of(kind(), code, detail, hint, this);
    }

    /** What may be concluded, as in the server's table. */
    public ErrorCode.Kind kind() {
        return switch (this) {
            case InvalidRequestException _ -> ErrorCode.Kind.INVALID;
            case RejectedException _ -> ErrorCode.Kind.REJECTED;
            case UnavailableException _ -> ErrorCode.Kind.UNAVAILABLE;
            case IndeterminateException _ -> ErrorCode.Kind.INDETERMINATE;
            case ServerFaultException _ -> ErrorCode.Kind.FAULT;
        };
    }

    private static SynapClientException of(
            ErrorCode.Kind kind, String code, String message, String hint, @Nullable Throwable cause) {
        return switch (kind) {
            case INVALID -> new InvalidRequestException(code, message, hint, cause);
            case REJECTED -> new RejectedException(code, message, hint, cause);
            case UNAVAILABLE -> new UnavailableException(code, message, hint, cause);
            case INDETERMINATE -> new IndeterminateException(code, message, hint, cause);
            case FAULT -> new ServerFaultException(code, message, hint, cause);
        };
    }
}
