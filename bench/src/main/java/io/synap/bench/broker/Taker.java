package io.synap.bench.broker;

import java.io.IOException;

/** Confined to one thread. One connection that receives and acks, or reads. */
public interface Taker extends AutoCloseable {
    /**
     * Receives up to a batch of messages and acks them. Gives their number: 0 after a tenth of a second or less if
     * there was none. A message that is not the {@link Payload} is an exception.
     */
    int take() throws IOException, InterruptedException;

    @Override
    void close() throws IOException;
}
