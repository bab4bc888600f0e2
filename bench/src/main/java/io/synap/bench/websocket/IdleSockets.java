package io.synap.bench.websocket;

import java.io.IOException;
import java.time.Duration;

/** Confined to the measuring thread. WebSockets that are open and do nothing but answer pings. */
public final class IdleSockets implements AutoCloseable {
    private final SocketLoop loop;

    public IdleSockets(int port) throws IOException {
        loop = new SocketLoop(port);
    }

    /** Opens so many more. */
    public void connect(int count, String path) throws IOException, InterruptedException {
        for (int i = 0; i < count; i++) {
            var _ = loop.open(path, "", (_, _, _, _) -> {});
            loop.pass(Duration.ZERO);
        }
    }

    /** Lets so much time pass; fails if one of them is closed before that. */
    public void pass(Duration time) throws IOException, InterruptedException {
        loop.pass(time);
    }

    /** Pings that were answered so far. */
    public long pings() {
        return loop.pings();
    }

    @Override
    public void close() throws IOException {
        loop.close();
    }
}
