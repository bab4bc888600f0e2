package io.synap.bench.broker;

import java.io.IOException;

/**
 * Thread-safe. How one kind of server is used as a queue, or as a stream of events, over its native protocol. A queue's
 * taker receives and acks; a stream's reads from the first event to the last and begins again.
 */
public interface MessageClient {
    /** Makes the queue or the stream, durable; it must not exist. */
    void create(int port, String name) throws IOException, InterruptedException;

    Publisher publisher(int port, String name) throws IOException, InterruptedException;

    /** {@code batch} is how many messages it takes at once; the prefetch where the server pushes. */
    Taker taker(int port, String name, int batch) throws IOException, InterruptedException;

    /** Messages that are not acked, or events. Some servers tell a moment late. */
    long held(int port, String name) throws IOException, InterruptedException;
}
