package io.synap.bench.client;

import java.util.concurrent.CompletionStage;

/** A client library, used as its documentation says. Confined to the measuring thread; stages complete on any. */
public interface KvDriver extends AutoCloseable {
    /** Opens one connection to the server's ports. */
    @FunctionalInterface
    interface Opener {
        KvDriver open(int httpPort, int respPort);
    }

    CompletionStage<?> set(String key, String value);

    /** The value, or null. */
    CompletionStage<String> get(String key);

    /** Sends what has been called, where the library does not by itself. */
    default void flush() {}

    @Override
    void close();
}
