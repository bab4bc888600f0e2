package io.synap.server.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.synap.server.config.SynapConfig;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes on after its answer tells how it ended, in the rooms of the request and of the user. */
class CompletionTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    Path folder;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private SynapServer server;

    @BeforeEach
    void start() throws Exception {
        server = SynapServer.start(SynapConfig.load(
                null,
                Map.of(),
                List.of(
                        "persistence.dir=" + folder.resolve("data"),
                        "persistence.segment_bytes=1mb",
                        "http.port=0",
                        "resp.enabled=false")));
    }

    @AfterEach
    void close() {
        assertThat(server.close()).isTrue();
        client.close();
    }

    private HttpResponse<String> send(String line, String json, String... headers) throws Exception {
        int space = line.indexOf(' ');
        String port = server.describe().replaceFirst(".*http=127.0.0.1:(\\d+).*", "$1");
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + line.substring(space + 1)))
                .method(
                        line.substring(0, space),
                        json.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json.replace('\'', '"')))
                .header("content-type", "application/json");
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    /** The only event of a room, once it is there. */
    private JsonNode event(String room) throws Exception {
        JsonNode events = events(room);
        assertThat(events).hasSize(1);
        return events.get(0);
    }

    /** The test's timeout bounds how long a room is waited for. */
    private JsonNode events(String room) throws Exception {
        HttpResponse<String> answer;
        do {
            answer = send("GET /api/v1/streams/" + room + "/events?wait_ms=10000", "");
        } while (answer.statusCode() == 404);
        assertThat(answer.statusCode()).isEqualTo(200);
        return MAPPER.readTree(answer.body()).get("data");
    }

    @Test
    void aBackupIsAnsweredAtOnceAndToldWhenItIsDone() throws Exception {
        HttpResponse<String> begun =
                send("POST /backups?name=b1", "", "x-request-id", "q1", "x-user-id", "u1", "prefer", "respond-async");
        assertThat(begun.statusCode()).isEqualTo(202);
        assertThat(begun.headers().firstValue("preference-applied")).contains("respond-async");
        assertThat(begun.body()).contains("\"request_id\":\"q1\"", "\"room\":\"request_q1\"");
        JsonNode event = event("request_q1");
        assertThat(event.get("event").asText()).isEqualTo("backup.completed");
        assertThat(event.get("data").get("name").asText()).isEqualTo("b1");
        assertThat(event.get("data").get("files").asInt()).isPositive();
        assertThat(event.get("metadata").toString())
                .contains(
                        "\"aggregate_type\":\"backup\"",
                        "\"aggregate_id\":\"b1\"",
                        "\"user_id\":\"u1\"",
                        "\"request_id\":\"q1\"",
                        "\"correlation_id\":\"q1\"",
                        "\"source\":\"synap\"",
                        "\"version\":\"1\"");
        assertThat(event("user_u1").get("event").asText()).isEqualTo("backup.completed");
        HttpResponse<String> room = send("GET /api/v1/streams/request_q1", "");
        assertThat(room.body()).contains("\"count\":1000", "\"age_ms\":86400000");
    }

    @Test
    void whatFailsIsToldToo() throws Exception {
        assertThat(send("POST /backups?name=b1", "").statusCode()).isEqualTo(200);
        HttpResponse<String> again = send("POST /backups?name=b1", "", "x-request-id", "q2");
        assertThat(again.statusCode()).isGreaterThanOrEqualTo(400);
        JsonNode event = event("request_q2");
        assertThat(event.get("event").asText()).isEqualTo("backup.failed");
        assertThat(event.get("data").get("error").asText()).isNotEmpty();
    }

    @Test
    void aSnapshotWithoutARequestersIdIsToldInTheRoomThatTheAnswerNames() throws Exception {
        HttpResponse<String> begun = send("POST /snapshot", "", "prefer", "wait=1, respond-async");
        assertThat(begun.statusCode()).isEqualTo(202);
        String room = MAPPER.readTree(begun.body()).get("room").asText();
        assertThat(event(room).get("event").asText()).isEqualTo("snapshot.completed");
        HttpResponse<String> waited = send("POST /snapshot", "");
        assertThat(waited.statusCode()).isEqualTo(200);
        assertThat(waited.body()).contains("Snapshot taken");
        assertThat(send("POST /snapshot", "", "x-user-id", "not an id").statusCode())
                .isEqualTo(400);
    }

    @Test
    void aRedriveIsToldWhenItIsOver() throws Exception {
        send("PUT /api/v1/queues/jobs", "{'max_deliveries':1}");
        for (int i = 0; i < 30; i++) {
            send("POST /api/v1/queues/jobs/messages", "{'payload':'x'}");
        }
        HttpResponse<String> got = send("POST /api/v1/queues/jobs/receive", "{'consumer':'c','max':30}");
        assertThat(got.statusCode()).as(got.body()).isEqualTo(200);
        for (JsonNode each : MAPPER.readTree(got.body()).get("messages")) {
            String id = each.get("message_id").asText();
            send("POST /api/v1/queues/jobs/messages/" + id + "/reject", "{}");
        }
        HttpResponse<String> begun = send(
                "POST /api/v1/command",
                "{'command':'queue.redrive','request_id':'q3','payload':{'queue':'jobs','rate_per_second':100,"
                        + "'user_id':'u3'}}");
        assertThat(begun.body()).contains("\"success\":true");
        JsonNode event = event("request_q3");
        assertThat(event.get("event").asText()).isEqualTo("redrive.completed");
        assertThat(event.get("data").get("redriven").asInt()).isPositive();
        assertThat(event.get("metadata").get("aggregate_id").asText()).isEqualTo("jobs");
        assertThat(event("user_u3").get("event").asText()).isEqualTo("redrive.completed");
    }
}
