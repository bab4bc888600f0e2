package io.synap.cli.command;

import io.synap.client.error.ClientFault;
import io.synap.client.error.SynapClientException;

/** What the exit codes of commands to a server mean. Stateless. */
public final class ExitCodes {
    public static final int OK = 0;
    /** What was asked for is not there, or the answer is no. */
    public static final int NEGATIVE = 1;
    /** The command line is wrong. */
    public static final int USAGE = 2;
    /** The server's state does not allow it. */
    public static final int REJECTED = 3;
    /** No server was reached, or it is at a limit; nothing has happened. */
    public static final int UNAVAILABLE = 4;
    /** It may have happened or not. */
    public static final int INDETERMINATE = 5;
    /** The server, or this program, is broken. */
    public static final int FAULT = 6;

    public static final int INTERRUPTED = 130;

    private ExitCodes() {}

    static int of(SynapClientException failure) {
        if (failure.is(ClientFault.INTERRUPTED)) {
            return INTERRUPTED;
        }
        return switch (failure.kind()) {
            case INVALID -> USAGE;
            case REJECTED -> failure.code().endsWith("_NOT_FOUND") ? NEGATIVE : REJECTED;
            case UNAVAILABLE -> UNAVAILABLE;
            case INDETERMINATE -> INDETERMINATE;
            case FAULT -> FAULT;
        };
    }
}
