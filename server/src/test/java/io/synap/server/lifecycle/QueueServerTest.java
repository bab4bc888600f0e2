package io.synap.server.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.synap.protocol.error.ErrorCode;
import io.synap.server.config.SynapConfig;
import io.synap.server.process.RespClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Queues of a whole server: the same refusals on every transport, figures, and what a restart keeps. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class QueueServerTest {
    private static final Pattern HTTP_PORT = Pattern.compile("http=127\\.0\\.0\\.1:(\\d+)");

    @TempDir
    Path folder;

    private SynapConfig config(String... more) {
        List<String> sets = new ArrayList<>(List.of(
                "persistence.dir=" + folder.resolve("data"), "http.port=0", "resp.port=0", "metrics.host=false"));
        sets.addAll(List.of(more));
        return SynapConfig.load(null, Map.of(), sets);
    }

    private static HttpResponse<String> http(SynapServer server, String method, String path, String json)
            throws IOException, InterruptedException {
        Matcher port = HTTP_PORT.matcher(server.describe());
        assertThat(port.find()).isTrue();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port.group(1) + path))
                .method(method, json.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(quoted(json)));
        if (!json.isEmpty()) {
            request.header("content-type", "application/json");
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), BodyHandlers.ofString());
        }
    }

    private static String quoted(String json) {
        return json.replace('\'', '"');
    }

    /** A refusal, and how to meet it over each transport. */
    enum Refusal {
        UNKNOWN(
                ErrorCode.QUEUE_NOT_FOUND,
                "QPUBLISH no x",
                "POST /api/v1/queues/no/messages {'payload':'x'}",
                "queue.publish {'queue':'no','payload':'x'}"),
        FULL(
                ErrorCode.QUEUE_FULL,
                "QPUBLISH full x",
                "POST /api/v1/queues/full/messages {'payload':'x'}",
                "queue.publish {'queue':'full','payload':'x'}"),
        LEASE_LOST(
                ErrorCode.LEASE_LOST,
                "QACK full 1-7",
                "POST /api/v1/queues/full/messages/1-7/ack",
                "queue.ack {'queue':'full','receipt':'1-7'}"),
        NOT_IN_FLIGHT(
                ErrorCode.LEASE_LOST,
                "QEXTEND full 1000 1",
                "POST /api/v1/queues/full/messages/1/extend {'lease_ms':1000}",
                "queue.extend {'queue':'full','message_id':'1','lease_ms':1000}"),
        ACKED_TWICE(
                ErrorCode.MESSAGE_NOT_FOUND,
                "QACK done 1-1",
                "POST /api/v1/queues/done/messages/1-1/ack",
                "queue.ack {'queue':'done','receipt':'1-1'}"),
        NOT_DEAD(
                ErrorCode.MESSAGE_NOT_FOUND,
                "QDEADGET full 1",
                "GET /api/v1/queues/full/dead-letters/1",
                "queue.deadget {'queue':'full','message_id':'1'}"),
        BAD_SETTING(
                ErrorCode.INVALID_ARGUMENT,
                "QCREATE full PRIORITY 10",
                "PUT /api/v1/queues/full {'default_priority':10}",
                "queue.create {'name':'full','config':{'default_priority':10}}"),
        BAD_RECEIPT(
                ErrorCode.INVALID_ARGUMENT,
                "QACK full one",
                "POST /api/v1/queues/full/messages/one/ack",
                "queue.ack {'queue':'full','message_id':'one'}"),
        BAD_CURSOR(
                ErrorCode.INVALID_CURSOR,
                "QDEAD full CURSOR x",
                "GET /api/v1/queues/full/dead-letters?cursor=x",
                "queue.dead {'queue':'full','cursor':'x'}"),
        TOO_MANY(
                ErrorCode.LIMIT_REACHED,
                "QCREATE third",
                "PUT /api/v1/queues/third {}",
                "queue.create {'name':'third'}"),
        TOO_LARGE(
                ErrorCode.MESSAGE_TOO_LARGE,
                "QPUBLISH done " + "x".repeat(1025),
                "POST /api/v1/queues/done/messages {'payload':'" + "x".repeat(1025) + "'}",
                "queue.publish {'queue':'done','payload':'" + "x".repeat(1025) + "'}");

        private final ErrorCode code;
        private final String resp;
        private final String rest;
        private final String envelope;

        Refusal(ErrorCode code, String resp, String rest, String envelope) {
            this.code = code;
            this.resp = resp;
            this.rest = rest;
            this.envelope = envelope;
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusalsAreTheSameOnEveryTransport(Refusal refusal) throws Exception {
        SynapServer server = SynapServer.start(
                config("persistence.enabled=false", "limits.queues_max=2", "limits.message_bytes_max=1kb"));
        try (RespClient client = new RespClient(server.respPort())) {
            client.call("QCREATE", "full", "MAXLEN", "1");
            client.call("QPUBLISH", "full", "x");
            client.call("QCREATE", "done");
            client.call("QPUBLISH", "done", "x");
            client.call("QRECEIVE", "done", "c");
            client.call("QACK", "done", "1-1");
            ErrorCode code = refusal.code;
            String said = String.valueOf(client.call(refusal.resp.split(" ")));
            assertThat(said).contains(code.respPrefix() + " ");
            if (code.kind() == ErrorCode.Kind.REJECTED) {
                assertThat(said).contains(code.message());
            }
            String[] rest = refusal.rest.split(" ", 3);
            HttpResponse<String> problem = http(server, rest[0], rest[1], rest.length == 3 ? rest[2] : "");
            assertThat(problem.statusCode()).isEqualTo(code.httpStatus());
            assertThat(problem.body()).contains("\"code\":\"" + code + "\"");
            String[] envelope = refusal.envelope.split(" ", 2);
            HttpResponse<String> inside = http(
                    server,
                    "POST",
                    "/api/v1/command",
                    "{'command':'" + envelope[0] + "','payload':" + envelope[1] + "}");
            assertThat(inside.statusCode()).isEqualTo(200);
            assertThat(inside.body()).contains("\"success\":false").contains("\"code\":\"" + code + "\"");
        } finally {
            server.close();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRestartKeepsWhatWasAcknowledgedAsItWas(boolean snapshot) throws Exception {
        SynapServer server = SynapServer.start(config("expiry.interval_millis=60000"));
        Map<String, Object> before;
        try (RespClient client = new RespClient(server.respPort())) {
            client.call("QCREATE", "jobs", "MAXLEN", "9", "LEASE", "600000", "MAXDELIVERIES", "3", "PREFETCH", "7");
            for (String payload : List.of("acked", "in flight", "nacked", "rejected", "waiting", "x".repeat(40_000))) {
                client.call("QPUBLISH", "jobs", payload, "DEDUP", "id of " + payload.charAt(0), "HEADER", "h", "v");
            }
            assertThat(list(client.call("QRECEIVE", "jobs", "c", "COUNT", "4"))).hasSize(4);
            assertThat(client.call("QACK", "jobs", "1-1")).isEqualTo(1L);
            assertThat(client.call("QNACK", "jobs", "3-1", "ERROR", "first")).isEqualTo(1L);
            if (snapshot) {
                assertThat(client.call("SAVE")).isEqualTo("OK");
            }
            assertThat(client.call("QREJECT", "jobs", "4-1", "ERROR", "never")).isEqualTo(1L);
            assertThat(client.call("QPUBLISH", "jobs", "later", "DELAY", "3600000"))
                    .isEqualTo("7");
            before = stats(client);
        } finally {
            server.close();
        }
        server = SynapServer.start(config());
        try (RespClient client = new RespClient(server.respPort())) {
            Map<String, Object> after = stats(client);
            assertThat(after).isEqualTo(before);
            assertThat(after).containsEntry("max_depth", 9L).containsEntry("prefetch", 7L);
            assertThat(after).containsEntry("in_flight", 1L).containsEntry("dead_letters", 1L);
            assertThat(String.valueOf(client.call("QACK", "jobs", "1-1"))).contains("MESSAGENOTFOUND");
            List<?> received = list(client.call("QRECEIVE", "jobs", "d", "COUNT", "9"));
            assertThat(receipts(received)).containsExactly("3-2", "5-1", "6-1");
            assertThat(list(received.getFirst()).get(2)).isEqualTo(2L);
            assertThat(list(received.get(2)).get(1)).isEqualTo("x".repeat(40_000));
            assertThat(client.call("QACK", "jobs", "2-1")).isEqualTo(1L);
            assertThat(String.valueOf(client.call("QDEADGET", "jobs", "4"))).contains("never", "rejected");
            assertThat(client.call("QPUBLISH", "jobs", "again", "DEDUP", "id of w"))
                    .isEqualTo("5");
            assertThat(client.call("QPUBLISH", "jobs", "new")).isEqualTo("8");
        } finally {
            server.close();
        }
    }

    private static List<?> list(@Nullable Object reply) {
        return (List<?>) Objects.requireNonNull(reply);
    }

    private static Stream<Object> receipts(List<?> messages) {
        return messages.stream().map(each -> list(each).getFirst());
    }

    /** Figures and settings, but for those that change by themselves. */
    private static Map<String, Object> stats(RespClient client) throws IOException {
        Map<String, Object> stats = new LinkedHashMap<>();
        List<?> flat = list(client.call("QSTATS", "jobs"));
        for (int i = 0; i < flat.size(); i += 2) {
            stats.put((String) flat.get(i), flat.get(i + 1));
        }
        assertThat(stats.remove("oldest_ready_age_ms")).isNotNull();
        return stats;
    }

    @Test
    void figuresOfQueuesAreShownUnderABoundedNumberOfNames() throws Exception {
        SynapServer server = SynapServer.start(config("persistence.enabled=false", "metrics.names_max=1"));
        try (RespClient client = new RespClient(server.respPort())) {
            for (String command : List.of(
                    "QCREATE jobs",
                    "QPUBLISH jobs a PRIORITY 9",
                    "QPUBLISH jobs b",
                    "QRECEIVE jobs c",
                    "QREJECT jobs 1-1",
                    "QPUBLISH unknown x",
                    "QCREATE second",
                    "QCREATE third",
                    "QPUBLISH second a",
                    "QRECEIVE third c")) {
                client.call(command.split(" "));
            }
            http(server, "POST", "/api/v1/queues/jobs/receive", "{'max':9}");
            http(server, "POST", "/api/v1/queues/jobs/receive", "{}");
            http(server, "POST", "/api/v1/queues/unknown/receive", "{}");
            String page = http(server, "GET", "/metrics", "").body();
            assertThat(page)
                    .contains(series("operations_total", "operation=\"publish\",queue=\"jobs\",status=\"success\"", 2))
                    .contains(series("operations_total", "operation=\"receive\",queue=\"jobs\",status=\"success\"", 2))
                    .contains(series("operations_total", "operation=\"receive\",queue=\"jobs\",status=\"empty\"", 1))
                    .contains(series("operations_total", "operation=\"publish\",queue=\"other\",status=\"success\"", 1))
                    .contains(series("operations_total", "operation=\"publish\",queue=\"other\",status=\"error\"", 1))
                    .contains(series("operations_total", "operation=\"receive\",queue=\"other\",status=\"error\"", 1))
                    .contains(series("operations_total", "operation=\"receive\",queue=\"other\",status=\"empty\"", 1))
                    .contains(series("operation_duration_seconds_count", "operation=\"publish\",queue=\"jobs\"", 2, ""))
                    .contains(series("depth", "queue=\"jobs\"", 1))
                    .contains(series("depth", "queue=\"other\"", 1))
                    .contains(series("depth_by_priority", "priority=\"4\",queue=\"other\"", 1))
                    .contains(series("in_flight_messages", "queue=\"jobs\"", 1))
                    .contains(series("consumers", "queue=\"jobs\"", 1))
                    .contains(series("dlq_messages", "queue=\"jobs\"", 1))
                    .contains("synap_queue_oldest_message_age_seconds{queue=\"other\"}")
                    .doesNotContain("queue=\"unknown\"")
                    .doesNotContain("queue=\"second\"")
                    .doesNotContain("synap_queue_memory_bytes 0.0")
                    .contains("synap_queue_memory_bytes ");
        } finally {
            server.close();
        }
    }

    private static String series(String name, String labels, long value) {
        return series(name, labels, value, ".0");
    }

    private static String series(String name, String labels, long value, String fraction) {
        return "synap_queue_" + name + "{" + labels + "} " + value + fraction;
    }
}
