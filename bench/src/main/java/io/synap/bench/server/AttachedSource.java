package io.synap.bench.server;

import java.util.OptionalLong;

/** Thread-safe. A server that runs already, with whatever settings it has; it is never stopped. */
public record AttachedSource(int port, int httpPort, OptionalLong pid) implements ServerSource {
    @Override
    public String name() {
        return SynapSource.NAME;
    }

    @Override
    public boolean startable() {
        return false;
    }

    @Override
    public BenchServer launch(LaunchOptions options) {
        return BenchServer.attached(name(), port, httpPort, pid);
    }
}
