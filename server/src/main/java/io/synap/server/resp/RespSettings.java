package io.synap.server.resp;

import io.synap.protocol.resp.RespLimits;

/**
 * How the RESP edge is set up.
 *
 * @param port 0 for any free one
 * @param eventLoops how many event loops share the port
 * @param limits what a request may be
 * @param connectionsMax connections at a time, over all loops
 * @param idleTimeoutMillis after which a silent connection is closed; 0 for never
 * @param outputHighWaterBytes output that may wait for a slow client before its requests wait too
 * @param outputBytesMax output that may wait before the connection is closed: reached by one reply alone
 * @param heldBatchesMax batches that may wait for an fsync before the socket is no longer read
 * @param largeBytesMax bytes of large values that may be on their way, per event loop
 */
public record RespSettings(
        String host,
        int port,
        int eventLoops,
        RespLimits limits,
        int connectionsMax,
        long idleTimeoutMillis,
        int outputHighWaterBytes,
        long outputBytesMax,
        int heldBatchesMax,
        long largeBytesMax) {
    private static final int MEBIBYTE = 1024 * 1024;

    /** Settings for local use with every limit at its default. */
    public static RespSettings defaults(String host, int port, int eventLoops, int valueBytesMax) {
        return new RespSettings(
                host,
                port,
                eventLoops,
                RespLimits.forValues(valueBytesMax),
                10_000,
                0,
                4 * MEBIBYTE,
                256L * MEBIBYTE,
                64,
                256L * MEBIBYTE);
    }
}
