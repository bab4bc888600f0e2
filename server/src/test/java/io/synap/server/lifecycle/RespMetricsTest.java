package io.synap.server.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.synap.server.config.SynapConfig;
import io.synap.server.process.RespClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What clients of the Redis protocol do is what the metrics say. */
class RespMetricsTest {
    private static final Pattern HTTP_PORT = Pattern.compile("http=127\\.0\\.0\\.1:(\\d+)");

    @Test
    void commandsOutcomesAndConnectionsAreCounted() throws Exception {
        SynapConfig config = SynapConfig.load(
                null,
                Map.of(),
                List.of(
                        "http.port=0",
                        "resp.port=0",
                        "resp.connections_max=1",
                        "persistence.enabled=false",
                        "metrics.host=false"));
        SynapServer server = SynapServer.start(config);
        try (RespClient client = new RespClient(server.respPort())) {
            for (String command : List.of(
                    "SET a 1", "GET a", "GET none", "GETRANGE none 0 1", "STRLEN none", "TTL none", "GETDEL none")) {
                client.call(command.split(" "));
            }
            client.call("INCR", "a");
            client.call("APPEND", "a");
            client.call("NOSUCH");
            try (RespClient second = new RespClient(server.respPort())) {
                assertThat(String.valueOf(second.receive())).contains("max number of clients reached");
            }
            String page = scrape(server);
            assertThat(page)
                    .contains("kv_operations_total{operation=\"get\",status=\"success\"} 1.0")
                    .contains("kv_operations_total{operation=\"get\",status=\"miss\"} 1.0")
                    .contains("kv_operations_total{operation=\"getrange\",status=\"miss\"} 1.0")
                    .contains("kv_operations_total{operation=\"strlen\",status=\"miss\"} 1.0")
                    .contains("kv_operations_total{operation=\"ttl\",status=\"miss\"} 1.0")
                    .contains("kv_operations_total{operation=\"getset\",status=\"miss\"} 1.0")
                    .contains("kv_operations_total{operation=\"append\",status=\"error\"} 1.0")
                    .contains("resp_connections 1.0")
                    .contains("resp_connections_rejected_total 1.0")
                    .contains("resp_errors_total 2.0")
                    .contains("resp_buffer_limit_exceeded_total 0.0");
            assertThat(String.valueOf(client.call("INFO", "stats")))
                    .contains("keyspace_hits:1\r\n")
                    .contains("keyspace_misses:1\r\n");
            assertThat(page)
                    .doesNotContain("resp_bytes_total{direction=\"received\"} 0.0")
                    .doesNotContain("resp_bytes_total{direction=\"sent\"} 0.0");
        } finally {
            server.close();
        }
    }

    @Test
    void messagesAndSubscriptionsAreCountedByChannel() throws Exception {
        SynapConfig config = SynapConfig.load(
                null,
                Map.of(),
                List.of(
                        "http.port=0",
                        "resp.port=0",
                        "persistence.enabled=false",
                        "metrics.host=false",
                        "pubsub.subscriptions_max=2"));
        SynapServer server = SynapServer.start(config);
        try (RespClient subscriber = new RespClient(server.respPort());
                RespClient publisher = new RespClient(server.respPort())) {
            subscriber.call("SUBSCRIBE", "news");
            subscriber.call("PSUBSCRIBE", "n*");
            assertThat(String.valueOf(subscriber.call("SUBSCRIBE", "more"))).contains("subscriptions_max");
            publisher.call("PUBLISH", "news", "1");
            publisher.call("PUBLISH", "unheard", "1");
            subscriber.receive();
            subscriber.receive();
            assertThat(scrape(server))
                    .contains("pubsub_messages_total{topic=\"news\"} 1.0")
                    .contains("pubsub_messages_total{topic=\"other\"} 1.0")
                    .contains("pubsub_subscriptions{topic=\"news\"} 1.0")
                    .contains("pubsub_subscriptions{topic=\"other\"} 1.0")
                    .contains("pubsub_deliveries_total 2.0")
                    .contains("pubsub_dropped_total{reason=\"loop_backlog\"} 0.0")
                    .contains("pubsub_slow_consumers_total 0.0")
                    .contains("pubsub_operations_total{operation=\"publish\",status=\"success\"} 2.0")
                    .contains("pubsub_operations_total{operation=\"subscribe\",status=\"error\"} 1.0");
        } finally {
            server.close();
        }
    }

    private static String scrape(SynapServer server) throws Exception {
        Matcher port = HTTP_PORT.matcher(server.describe());
        assertThat(port.find()).isTrue();
        URI page = URI.create("http://127.0.0.1:" + port.group(1) + "/metrics");
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString())
                    .body();
        }
    }
}
