package io.synap.server.client.cli;

import io.synap.server.config.SynapConfig;
import io.synap.server.lifecycle.SynapServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A whole server in this process. Thread-safe. */
final class LiveServer implements AutoCloseable {
    private static final Pattern PORT = Pattern.compile("http=127\\.0\\.0\\.1:(\\d+)");

    private final SynapServer server;

    LiveServer(Path folder) throws IOException {
        server = SynapServer.start(SynapConfig.load(
                null,
                Map.of(),
                List.of(
                        "persistence.dir=" + folder.resolve("data"),
                        "http.port=0",
                        "resp.port=0",
                        "metrics.host=false")));
    }

    int port() {
        Matcher port = PORT.matcher(server.describe());
        if (!port.find()) {
            throw new IllegalStateException(server.describe());
        }
        return Integer.parseInt(port.group(1));
    }

    @Override
    public void close() {
        server.close();
    }
}
