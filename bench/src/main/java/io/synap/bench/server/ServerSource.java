package io.synap.bench.server;

import java.io.IOException;

/** Where a server to be measured comes from. */
public interface ServerSource {
    /** As shown in the tables. */
    String name();

    /** True if it can be started with other settings and stopped; false for one that is already running. */
    default boolean startable() {
        return true;
    }

    /** Its name and version for the machine's description; empty for ours, which the sources around it tell. */
    default String version() throws IOException, InterruptedException {
        return "";
    }

    /** Executes the server and returns at once; {@link BenchServer#awaitReady} waits for it. */
    BenchServer launch(LaunchOptions options) throws IOException, InterruptedException;
}
