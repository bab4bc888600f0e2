package io.synap.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a running server tells about the requests it got: its log, its lists, its counts. */
class ObservedTest {
    private static final String SECRET = "s3cret-value";
    private static final String KEY = "user-7-token";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    @Test
    void logLinesCarryTheRequestIdAndNothingThatIsStored() throws Exception {
        List<JsonNode> lines = new ArrayList<>();
        String log;
        try (ServerProcess server = ServerProcess.start(folder.resolve("data"), "logging.level=debug")) {
            send(server, "PUT", "/api/v1/kv/" + KEY, SECRET, "trace-1");
            send(
                    server,
                    "POST",
                    "/api/v1/command",
                    "{\"command\":\"kv.set\",\"request_id\":\"envelope-7\",\"payload\":{\"key\":\"" + KEY
                            + "\",\"value\":\"" + SECRET + "\",\"if_version\":99}}",
                    "trace-2");
            send(server, "POST", "/api/v1/command", "{\"command\":\"" + SECRET, "trace-3");
            send(server, "GET", "/" + SECRET, "", "trace-4");
            assertThat(server.stop()).isZero();
            log = server.log();
        }
        for (String line : log.lines().toList()) {
            lines.add(JSON.readTree(line));
        }
        assertThat(log).doesNotContain(SECRET).doesNotContain(KEY);
        JsonNode put = answered(lines, "trace-1");
        assertThat(put.get("correlationId").asText()).isEqualTo("trace-1");
        assertThat(put.get("method").asText()).isEqualTo("PUT");
        assertThat(put.get("path").asText()).isEqualTo("/api/v1/kv/{key}");
        assertThat(put.get("command").asText()).isEqualTo("kv.set");
        assertThat(put.get("status").asInt()).isEqualTo(201);
        assertThat(put.get("failed").asBoolean()).isFalse();
        assertThat(put.get("micros").asLong()).isPositive();
        JsonNode enveloped = answered(lines, "envelope-7");
        assertThat(enveloped.get("command").asText()).isEqualTo("kv.set");
        assertThat(enveloped.get("status").asInt()).isEqualTo(200);
        assertThat(enveloped.get("failed").asBoolean()).isTrue();
        assertThat(answered(lines, "trace-3").get("status").asInt()).isEqualTo(400);
        assertThat(answered(lines, "trace-4").get("path").asText()).isEqualTo("(none)");
    }

    @Test
    void listsAndCountsAreOfAllTransports() throws Exception {
        try (ServerProcess server = ServerProcess.start(folder.resolve("data"));
                RespClient resp = new RespClient(server.respPort())) {
            resp.call("SET", "a", "1");
            resp.call("GET", "a");
            resp.call("GET", "b");
            // Not in the form that the fast lane takes.
            resp.call("get", "b");
            send(server, "GET", "/api/v1/kv/b", "", "r");
            String clients = send(server, "GET", "/clients", "", "r");
            assertThat(clients).contains("\"protocol\":\"http\"").contains("\"cmd\":\"get\"");
            assertThat(JSON.readTree(clients).get("count").asInt()).isEqualTo(2);
            JsonNode counts =
                    JSON.readTree(send(server, "GET", "/kv/stats", "", "r")).get("operations");
            assertThat(counts.get("gets").asInt()).isEqualTo(4);
            assertThat(counts.get("hits").asInt()).isEqualTo(1);
            assertThat(counts.get("misses").asInt()).isEqualTo(3);
            assertThat(send(server, "GET", "/metrics", "", "r"))
                    .contains("synap_kv_operations_total{operation=\"get\",status=\"miss\"} 3.0")
                    .contains("synap_kv_operations_total{operation=\"get\",status=\"success\"} 1.0");
        }
    }

    private static JsonNode answered(List<JsonNode> lines, String requestId) {
        List<JsonNode> found = lines.stream()
                .filter(line -> line.path("request_id").asText().equals(requestId))
                .toList();
        assertThat(found).as(requestId).hasSize(1);
        assertThat(found.getFirst().get("message").asText()).isEqualTo("answered");
        return found.getFirst();
    }

    private String send(ServerProcess server, String method, String path, String body, String requestId)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.httpPort() + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .header("x-request-id", requestId)
                .build();
        return client.send(request, BodyHandlers.ofString()).body();
    }
}
