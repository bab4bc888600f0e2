package io.synap.server.resp;

/** A connection's requests or replies have grown beyond a limit, which the message names; it is to be closed. */
final class BufferLimitException extends RuntimeException {
    BufferLimitException(String setting) {
        super(setting, null, false, false);
    }
}
