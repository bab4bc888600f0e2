package io.synap.bench.broker;

import java.io.IOException;

/** Opens one more connection of the same kind. */
@FunctionalInterface
public interface Connector<T> {
    T connect() throws IOException, InterruptedException;
}
