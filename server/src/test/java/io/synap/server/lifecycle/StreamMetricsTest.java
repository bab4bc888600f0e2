package io.synap.server.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.synap.server.config.SynapConfig;
import io.synap.server.process.RespClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is done with rooms, topics and groups over every protocol is what the metrics say, under few names. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class StreamMetricsTest {
    private static final Pattern HTTP_PORT = Pattern.compile("http=127\\.0\\.0\\.1:(\\d+)");

    private SynapServer server = start();

    private static SynapServer start(String... more) {
        List<String> sets = new ArrayList<>(
                List.of("http.port=0", "resp.port=0", "persistence.enabled=false", "metrics.host=false"));
        sets.addAll(List.of(more));
        try {
            return SynapServer.start(SynapConfig.load(null, Map.of(), sets));
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void redis(String... commands) throws IOException {
        try (RespClient client = new RespClient(server.respPort())) {
            for (String command : commands) {
                client.call(command.split(" "));
            }
        }
    }

    private String http(String method, String path, String json) throws Exception {
        Matcher port = HTTP_PORT.matcher(server.describe());
        assertThat(port.find()).isTrue();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port.group(1) + path))
                .header("content-type", "application/json")
                .method(
                        method,
                        json.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json.replace('\'', '"')));
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), BodyHandlers.ofString()).body();
        }
    }

    private String metrics() throws Exception {
        return http("GET", "/metrics", "");
    }

    private static String operations(String operation, String room, String status, int count) {
        return "synap_stream_operations_total{operation=\"" + operation + "\",room=\"" + room + "\",status=\"" + status
                + "\"} " + count + ".0";
    }

    private static String events(String type, String room, int count) {
        return "synap_stream_events_total{event_type=\"" + type + "\",room=\"" + room + "\"} " + count + ".0";
    }

    @Test
    void operationsAndEventsOfEveryProtocolAreCountedByRoom() throws Exception {
        redis(
                "XADD r 5-* event paid data 1",
                "XADD r MAXLEN ~ 1000 7-1 f v event paid",
                "XADD r * f v",
                "XADD r 1-1 f v",
                "XLEN r",
                "XREAD STREAMS r 0",
                "XREAD STREAMS r $",
                "XGROUP CREATE r g 0",
                "XREADGROUP GROUP g STREAMS STREAMS r >",
                "XACK r g 5-0");
        http("POST", "/api/v1/streams/r/events", "{'event':'paid','data':1}");
        http("POST", "/api/v1/streams/r/events", "{'events':[{'event':'sent'},{'data':2},{'event':'paid'}]}");
        http("POST", "/stream/r/publish", "{'event':'sent'}");
        http("POST", "/api/v1/command", "{'command':'stream.publish','payload':{'room':'r','event':'sent'}}");
        http("GET", "/stream/r/stats", "");
        assertThat(metrics())
                .contains(operations("publish", "r", "success", 7))
                .contains(operations("publish", "r", "error", 1))
                .contains(operations("length", "r", "success", 1))
                .contains(operations("consume", "r", "success", 1))
                .contains(operations("consume", "r", "empty", 1))
                .contains(operations("group", "r", "success", 1))
                .contains(operations("receive", "r", "success", 1))
                .contains(operations("ack", "r", "success", 1))
                .contains(operations("stats", "r", "success", 1))
                .contains(events("paid", "r", 4))
                .contains(events("sent", "r", 3))
                .contains(events("", "r", 2))
                .contains("synap_stream_operation_duration_seconds_count{operation=\"publish\",room=\"r\"} 8")
                .contains("synap_stream_oldest_event_age_seconds{room=\"r\"} ")
                .doesNotContain("kv_operations_total{operation=\"other\"");
    }

    @Test
    void namesOfRoomsThatAreNotThereGetNoFigures() throws Exception {
        redis("XLEN a1", "XREAD BLOCK 1 STREAMS a2 $", "XTRIM a3 MAXLEN 1", "XDEL a4 1-1", "XACK a5 g 1-1");
        redis("XADD a6 NOMKSTREAM * f v", "XRANGE a7 - +", "XADD a8 0-0 f v");
        http("POST", "/stream/a9/publish", "{'event':'e'}");
        assertThat(metrics())
                .contains(operations("length", "other", "empty", 1))
                .contains(operations("consume", "other", "empty", 2))
                .contains(operations("trim", "other", "empty", 1))
                .contains(operations("remove", "other", "empty", 1))
                .contains(operations("ack", "other", "empty", 1))
                .contains(operations("publish", "other", "empty", 1))
                .contains(operations("publish", "other", "error", 2))
                .doesNotContainPattern("room=\"a\\d");
    }

    @Test
    void roomsAndTypesBeyondTheBoundShareOther() throws Exception {
        server.close();
        server = start("metrics.names_max=1");
        redis("XADD first * event " + "x".repeat(257));
        List<String> adds = new ArrayList<>();
        for (int i = 0; i < 52; i++) {
            adds.add("XADD first * event type-" + i);
        }
        redis(adds.toArray(String[]::new));
        redis("XADD second * event type-0", "XADD third * event type-51");
        assertThat(metrics())
                .contains(operations("publish", "first", "success", 53))
                .contains(operations("publish", "other", "success", 2))
                .contains(events("type-0", "first", 1))
                .contains(events("type-49", "first", 1))
                .contains(events("other", "first", 3))
                .contains(events("type-0", "other", 1))
                .contains(events("other", "other", 1))
                .doesNotContain("type-50")
                .doesNotContain("room=\"second\"");
    }

    @Test
    void operationsOnTopicsAndGroupsAreCountedByName() throws Exception {
        http("POST", "/topics/t", "{'num_partitions':1}");
        http("POST", "/topics/t/publish", "{'event_type':'paid','data':1}");
        http("POST", "/consumer-groups/g", "{'topic':'t'}");
        http("POST", "/api/v1/command", "{'command':'group.join','payload':{'group_id':'g'}}");
        http("POST", "/topics/none/publish", "{'event_type':'paid'}");
        assertThat(metrics())
                .contains("synap_topic_operations_total{operation=\"publish\",status=\"success\",topic=\"t\"} 1.0")
                .contains("synap_topic_operations_total{operation=\"publish\",status=\"error\",topic=\"other\"} 1.0")
                .contains(
                        "synap_consumer_group_operations_total{group=\"g\",operation=\"join\",status=\"success\"} 1.0")
                .containsPattern("synap_stream_events_total\\{event_type=\"paid\",room=\"[^\"]*t[^\"]*\"} 1\\.0")
                .doesNotContain("kv_operations_total{operation=\"other\"");
    }
}
