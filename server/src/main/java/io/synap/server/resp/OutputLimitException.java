package io.synap.server.resp;

/** The replies of one connection have grown beyond its limit; it is to be closed. */
final class OutputLimitException extends RuntimeException {
    OutputLimitException() {
        super("output limit exceeded", null, false, false);
    }
}
