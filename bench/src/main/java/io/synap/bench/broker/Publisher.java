package io.synap.bench.broker;

import java.io.IOException;

/** Confined to one thread. One connection that appends messages. */
public interface Publisher extends AutoCloseable {
    /** Sends so many messages together, and returns when the server has confirmed all of them. */
    void publish(int count) throws IOException, InterruptedException;

    @Override
    void close() throws IOException;
}
