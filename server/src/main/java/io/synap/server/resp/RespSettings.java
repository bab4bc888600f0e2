package io.synap.server.resp;

import io.synap.protocol.resp.RespLimits;
import io.synap.server.queue.QueueLimits;
import io.synap.server.stream.StreamLimits;

/**
 * How the RESP edge is set up.
 *
 * @param port 0 for any free one
 * @param eventLoops how many event loops share the port
 * @param limits what a request may be
 * @param tuning what may change while it runs
 * @param heldBytesMax output that may wait for an fsync before the socket is no longer read
 * @param outputWaitBytes replies that a client may leave unread before its requests wait
 * @param outputBytesMax replies that it may leave unread before the connection is closed
 * @param outputStallMillis after which a connection is closed whose client takes nothing; 0 for never
 * @param pushBytesMax published messages that a client may leave unread before the connection is closed
 * @param buffersBytesMax requests and replies in the buffers of all connections together
 * @param heldBatchesMax batches that may wait for an fsync before the socket is no longer read
 * @param largeBytesMax bytes of large values that may be on their way, per event loop
 * @param streams what rooms may hold
 * @param queues what queues may hold
 */
public record RespSettings(
        String host,
        int port,
        int eventLoops,
        RespLimits limits,
        RespTuning tuning,
        int heldBytesMax,
        long outputWaitBytes,
        long outputBytesMax,
        long outputStallMillis,
        long pushBytesMax,
        long buffersBytesMax,
        int heldBatchesMax,
        long largeBytesMax,
        StreamLimits streams,
        QueueLimits queues) {
    private static final int MEBIBYTE = 1024 * 1024;

    /** Settings for local use with every limit at its default. */
    public static RespSettings defaults(String host, int port, int eventLoops, int valueBytesMax) {
        return new RespSettings(
                host,
                port,
                eventLoops,
                RespLimits.forValues(valueBytesMax),
                RespTuning.DEFAULTS,
                4 * MEBIBYTE,
                16L * MEBIBYTE,
                64L * MEBIBYTE,
                60_000,
                32L * MEBIBYTE,
                128L * MEBIBYTE,
                64,
                256L * MEBIBYTE,
                StreamLimits.DEFAULTS,
                new QueueLimits(MEBIBYTE, 10_000));
    }
}
