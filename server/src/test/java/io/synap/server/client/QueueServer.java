package io.synap.server.client;

import io.synap.client.ClientOptions;
import io.synap.client.SynapClient;
import io.synap.server.config.SynapConfig;
import io.synap.server.lifecycle.SynapServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A whole server in this process that keeps nothing, and clients of it. Thread-safe. */
final class QueueServer implements AutoCloseable {
    private static final Pattern HTTP_PORT = Pattern.compile("http=127\\.0\\.0\\.1:(\\d+)");

    private final SynapServer server;
    private final int port;

    QueueServer() {
        try {
            server = SynapServer.start(SynapConfig.load(
                    null,
                    Map.of(),
                    List.of("persistence.enabled=false", "http.port=0", "resp.port=0", "metrics.host=false")));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        Matcher found = HTTP_PORT.matcher(server.describe());
        if (!found.find()) {
            throw new IllegalStateException(server.describe());
        }
        port = Integer.parseInt(found.group(1));
    }

    int port() {
        return port;
    }

    SynapClient client() {
        return clientOf(port);
    }

    /** A client that connects again within moments. */
    static SynapClient clientOf(int port) {
        return SynapClient.connect(new ClientOptions()
                .endpoint("127.0.0.1:" + port)
                .backoff(Duration.ofMillis(10), Duration.ofMillis(50)));
    }

    @Override
    public void close() {
        if (!server.close()) {
            throw new IllegalStateException("the server did not stop cleanly");
        }
    }
}
