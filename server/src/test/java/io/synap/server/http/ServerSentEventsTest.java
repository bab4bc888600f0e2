package io.synap.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.synap.server.Eventually;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Server-sent events over a real socket. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class ServerSentEventsTest {
    private static final String LIVE = "/api/v1/pubsub/live?channels=a";
    private RunningServer server;

    @BeforeEach
    void start() {
        server = new RunningServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private int publish(String payload) {
        return server.pubSub.publish(
                server.pubSub.message(new byte[] {'a'}, payload.getBytes(StandardCharsets.UTF_8), Map.of()));
    }

    @Test
    void theHeadSaysWhatFollows() throws IOException {
        try (EventReader events = EventReader.open(server, LIVE)) {
            assertThat(events.head())
                    .startsWith("HTTP/1.1 200")
                    .contains("content-type: text/event-stream\r\n")
                    .contains("cache-control: no-store\r\n")
                    .contains("x-request-id: ");
            assertThat(events.next())
                    .matches("event: connected\ndata: \\{\"type\":\"connected\",\"subscriber_id\":\"[0-9a-f]+\","
                            + "\"topics\":\\[\"a\"],\"subscription_count\":1}");
        }
        assertThat(server.send("HEAD " + LIVE, "").headers().firstValue("content-type"))
                .hasValue("text/event-stream");
    }

    @Test
    void whatIsWrongIsToldAsAnyErrorIs() throws IOException {
        assertThat(server.ask("GET /api/v1/pubsub/live", "")).startsWith("400").contains("INVALID_ARGUMENT");
        assertThat(server.ask("GET /api/v1/pubsub/live?channel=a", "")).startsWith("400");
        assertThat(server.exchange("GET " + LIVE + " HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 403");
    }

    @Test
    void lineEndsInStoredJsonDoNotEndTheData() throws IOException {
        try (EventReader events = EventReader.open(server, LIVE)) {
            events.next();
            publish("{\"a\":\n1,\r\n\"b\":2}");
            assertThat(events.next()).contains("\"payload\":{\"a\": 1,  \"b\":2},");
        }
    }

    @Test
    void anIdleStreamStaysAndIsShownAmongTheConnections() throws IOException {
        try (EventReader events = EventReader.open(server, LIVE)) {
            events.next();
            assertThat(events.next()).isEqualTo(": ping");
            assertThat(server.ask("GET /clients", "")).contains("'events':'/api/v1/pubsub/live'");
            publish("x");
            assertThat(events.next()).contains("\"payload\":\"x\"");
        }
        Eventually.until(() -> server.pubSub.subscriptions() == 0);
    }

    @Test
    void aClientThatTakesNothingIsLetGo() throws IOException {
        String large = "x".repeat(16_000);
        try (EventReader events = EventReader.open(server, LIVE + "&policy=drop-oldest")) {
            events.next();
            // The system takes some megabytes for the client before it counts as one that takes nothing.
            Eventually.until(() -> publish(large) == 0);
            assertThat(server.pubSub.slowConsumers()).isPositive();
        }
    }

    @Test
    void aSlowClientIsToldThatItsSubscriptionHasEnded() throws IOException {
        String large = "x".repeat(16_000);
        try (EventReader events = EventReader.open(server, LIVE)) {
            events.next();
            Eventually.until(() -> publish(large) == 0);
            String last = "";
            for (String each = events.next(); !each.isEmpty(); each = events.next()) {
                last = each;
            }
            assertThat(last).startsWith("event: end\ndata: {\"type\":\"end\",\"code\":\"SLOW_CONSUMER\"");
        }
    }

    @Test
    void aSlowReaderGetsEverythingInOrderAsLongAsItFits() throws IOException {
        try (EventReader events = EventReader.open(server, LIVE)) {
            events.next();
            String large = "x".repeat(1_000);
            for (int i = 0; i < 500; i++) {
                publish(large + i);
                assertThat(events.next()).contains("x" + i + "\"");
            }
        }
    }

    @Test
    void aServerThatStopsEndsItsStreams() throws IOException {
        try (EventReader events = EventReader.open(server, LIVE)) {
            events.next();
            server.stopServing();
            assertThat(events.next()).isEmpty();
        }
    }
}
