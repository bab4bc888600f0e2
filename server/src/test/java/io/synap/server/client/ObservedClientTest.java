package io.synap.server.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.synap.client.ClientOptions;
import io.synap.client.SynapClient;
import io.synap.client.metrics.MicrometerObserver;
import io.synap.server.Eventually;
import io.synap.server.process.ServerProcess;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class ObservedClientTest {
    @TempDir
    private Path folder;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private double connections(String event) {
        return registry.get("synap.client.connections")
                .tag("event", event)
                .counter()
                .count();
    }

    @Test
    void metersTellOfCallsAndConnections() {
        try (ServerProcess server = ServerProcess.start(folder.resolve("data"));
                SynapClient client = SynapClient.connect(new ClientOptions()
                        .endpoint("127.0.0.1:" + server.httpPort())
                        .observer(new MicrometerObserver(registry)))) {
            client.kv().blocking().set("a", "1");
            client.kv().blocking().set("a", "2");
            assertThat(registry.get("synap.client.calls")
                            .tag("command", "kv.set")
                            .tag("outcome", "ok")
                            .timer()
                            .count())
                    .isEqualTo(2);
            assertThat(connections("opened")).isEqualTo(1);
            assertThat(connections("lost")).isZero();
            server.kill();
            Eventually.until(() -> connections("lost") == 1);
        }
    }
}
