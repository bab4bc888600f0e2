package io.synap.server.http;

/**
 * What one client, and all of them together, may ask of the HTTP edge. Thread-safe, immutable.
 *
 * @param bodyBytesMax largest request body; beyond, 413
 * @param pendingBodyBytesMax bodies being received or waiting, over all connections of an event loop;
 *     beyond, 503
 * @param connectionsMax connections at once; further ones are told 503 and closed
 * @param headerBytesMax all headers of a request; beyond, 431
 * @param uriBytesMax the first line of a request; beyond, 414
 * @param headerTimeoutMillis from the opening of a connection until its first request is there
 * @param bodyTimeoutMillis from the end of the headers until the body is there
 * @param idleTimeoutMillis between requests, and without progress while a reply is sent
 * @param roomTimeoutMillis how long a write waits for the log before it is told 503
 * @param waitMillisMax how long a request may wait for a message or an event
 * @param batchMax keys in one request
 * @param listMax elements in one page of a list
 * @param replyBytesMax a reply that is gathered before it is sent (values over 16 KiB are not)
 */
public record HttpLimits(
        int bodyBytesMax,
        long pendingBodyBytesMax,
        int connectionsMax,
        int headerBytesMax,
        int uriBytesMax,
        long headerTimeoutMillis,
        long bodyTimeoutMillis,
        long idleTimeoutMillis,
        long roomTimeoutMillis,
        long waitMillisMax,
        int batchMax,
        int listMax,
        int replyBytesMax) {
    private static final int MIB = 1024 * 1024;

    public static final HttpLimits DEFAULTS = new HttpLimits(
            10 * MIB,
            64L * MIB,
            10_000,
            16 * 1024,
            // A key of the largest size with every byte percent-encoded, and some room.
            3 * 65_535 + 8 * 1024,
            10_000,
            60_000,
            60_000,
            10_000,
            300_000,
            10_000,
            10_000,
            32 * MIB);
}
