package io.synap.server.http;

import static io.synap.server.http.SocketClient.CLOSE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.synap.server.http.websocket.WebSocketSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Live subscriptions over a WebSocket: names, credit, the paths that subscribe at once, clients that are slow. */
final class WebSocketSubscriptionsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EVENT = "{'room':'r','event':'e','data':{'n':%d}}";

    private static JsonNode json(SocketClient client) throws IOException {
        return JSON.readTree(client.read().payload());
    }

    @Test
    void oneConnectionHasManySubscriptions() throws IOException {
        try (RunningServer server = new RunningServer(WebSocketSettings.DEFAULTS);
                SocketClient client = SocketClient.open(server, "/ws")) {
            assertThat(client.ask("stream.subscribe", "{'room':'r','create':true}"))
                    .contains("'subscription':'s1'");
            assertThat(client.ask("stream.subscribe", "{'room':'r','subscription':'mine'}"))
                    .contains("'subscription':'mine'");
            assertThat(client.ask("stream.subscribe", "{'room':'r','subscription':'mine'}"))
                    .contains("ALREADY_SUBSCRIBED");
            assertThat(client.ask("stream.subscribe", "{'room':'none'}")).contains("ROOM_NOT_FOUND");
            client.command("stream.publish", EVENT.formatted(1));
            List<String> told = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                JsonNode message = json(client);
                told.add(message.path("subscription")
                        .asText(message.path("request_id").asText()));
            }
            assertThat(told).containsExactlyInAnyOrder("s1", "mine", "stream.publish");
            assertThat(client.ask("subscription.list", "{}")).contains("'mine'", "'s1'", "'kind':'stream'");
            assertThat(client.ask("subscription.close", "{'subscription':'mine'}"))
                    .contains("'closed':true");
            assertThat(client.ask("subscription.close", "{'subscription':'mine'}"))
                    .contains("SUBSCRIPTION_NOT_FOUND");
        }
    }

    @Test
    void noMoreEventsAreSentThanThereIsCreditFor() throws IOException {
        try (RunningServer server = new RunningServer(WebSocketSettings.DEFAULTS);
                SocketClient client = SocketClient.open(server, "/ws");
                SocketClient publisher = SocketClient.open(server, "/ws")) {
            client.ask("stream.subscribe", "{'room':'r','create':true,'credit':2}");
            for (int i = 0; i < 5; i++) {
                publisher.ask("stream.publish", EVENT.formatted(i));
            }
            assertThat(json(client).path("offset").asInt()).isZero();
            assertThat(json(client).path("offset").asInt()).isEqualTo(1);
            assertThat(client.ask("kv.get", "{'key':'x'}")).contains("kv.get");
            client.command("subscription.credit", "{'subscription':'s1','credit':2}");
            assertThat(client.readText()).contains("'credit':2");
            assertThat(json(client).path("offset").asInt()).isEqualTo(2);
            assertThat(json(client).path("offset").asInt()).isEqualTo(3);
            assertThat(client.ask("kv.get", "{'key':'x'}")).contains("kv.get");
        }
    }

    @Test
    void thousandsOfSubscriptionsAndNotOneMore() throws IOException {
        WebSocketSettings settings =
                new WebSocketSettings(true, 1 << 20, 32L << 20, 64L << 20, 3_000, 64, 30_000, 90_000, 120_000, false);
        try (RunningServer server = new RunningServer(settings);
                SocketClient client = SocketClient.open(server, "/ws")) {
            client.ask("stream.subscribe", "{'room':'r','create':true}");
            for (int i = 1; i < 3_000; i++) {
                assertThat(client.ask("stream.subscribe", "{'room':'r'}")).contains("'success':true");
            }
            assertThat(client.ask("stream.subscribe", "{'room':'r'}")).contains("TOO_MANY_SUBSCRIPTIONS");
            client.command("stream.publish", EVENT.formatted(1));
            int events = 0;
            for (int i = 0; i < 3_001; i++) {
                events += json(client).has("subscription") ? 1 : 0;
            }
            assertThat(events).isEqualTo(3_000);
        }
    }

    @Test
    void aPathSubscribesAtOnce() throws IOException {
        try (RunningServer server = new RunningServer(WebSocketSettings.DEFAULTS)) {
            server.ask("POST /api/v1/command", "{'command':'stream.create','payload':{'room':'r'}}");
            try (SocketClient client = SocketClient.open(server, "/ws/streams/r?from=first&credit=5")) {
                assertThat(client.readText()).startsWith("{'type':'connected','room':'r'");
                client.command("stream.publish", EVENT.formatted(1));
                List<String> kinds = List.of(
                        json(client).path("type").asText("answer"),
                        json(client).path("type").asText("answer"));
                assertThat(kinds).containsExactlyInAnyOrder("answer", "event");
            }
            try (SocketClient client = SocketClient.open(server, "/stream/r/ws/somebody?from_offset=0")) {
                assertThat(client.readText()).startsWith("{'type':'connected'").contains("'subscriber_id':'somebody'");
                assertThat(json(client).path("data").isArray()).isTrue();
            }
        }
    }

    @Test
    void aPathThatCannotSubscribeIsClosedWithTheStatus() throws IOException {
        try (RunningServer server = new RunningServer(WebSocketSettings.DEFAULTS)) {
            try (SocketClient client = SocketClient.open(server, "/ws/streams/none")) {
                assertThat(client.status()).isEqualTo("101");
                SocketClient.Frame frame = client.read();
                assertThat(frame.opcode()).isEqualTo(CLOSE);
                assertThat(frame.closeCode()).isEqualTo(4404);
                assertThat(frame.text()).endsWith("no such room");
            }
            try (SocketClient client = SocketClient.open(server, "/ws/streams/none?form=first")) {
                assertThat(client.readClose()).isEqualTo(4400);
            }
        }
    }

    @Test
    void aSlowReaderMissesNothingAndHoldsLittle() throws Exception {
        int events = 4_000;
        WebSocketSettings settings =
                new WebSocketSettings(true, 1 << 20, 256L << 10, 64L << 20, 100, 64, 30_000, 90_000, 120_000, false);
        try (RunningServer server = new RunningServer(settings);
                SocketClient slow = SocketClient.openNarrow(server.port(), "/ws");
                SocketClient publisher = SocketClient.open(server, "/ws")) {
            slow.ask("stream.subscribe", "{'room':'r','create':true}");
            String data = "x".repeat(4_000);
            long most = 0;
            for (int i = 0; i < events; i++) {
                publisher.ask("stream.publish", "{'room':'r','event':'e','data':'" + data + "'}");
                if (i % 200 == 0) {
                    publisher.command("client.list", "{}");
                    for (JsonNode each : json(publisher).path("payload").path("clients")) {
                        most = Math.max(most, each.path("unsent").asLong());
                    }
                }
            }
            assertThat(most).isBetween(1L, 400L << 10);
            for (int i = 0; i < events; i++) {
                assertThat(json(slow).path("offset").asInt(-1)).isEqualTo(i);
            }
        }
    }

    @Test
    void thoseWhoReadAreNotHeldUpByThoseWhoDoNot() throws Exception {
        WebSocketSettings settings =
                new WebSocketSettings(true, 1 << 20, 1 << 20, 1 << 20, 100, 64, 30_000, 90_000, 120_000, false);
        try (RunningServer server = new RunningServer(settings);
                SocketClient one = SocketClient.openNarrow(server.port(), "/ws");
                SocketClient other = SocketClient.openNarrow(server.port(), "/ws");
                SocketClient reader = SocketClient.open(server, "/ws");
                SocketClient publisher = SocketClient.open(server, "/ws")) {
            one.ask("stream.subscribe", "{'room':'r','create':true}");
            other.ask("stream.subscribe", "{'room':'r'}");
            int events = 4_000;
            String event = "{'room':'r','event':'e','data':'" + "x".repeat(4_000) + "'}";
            for (int i = 0; i < events; i++) {
                publisher.ask("stream.publish", event);
            }
            publisher.command("client.list", "{}");
            long unsent = 0;
            for (JsonNode each : json(publisher).path("payload").path("clients")) {
                unsent += each.path("unsent").asLong();
            }
            assertThat(unsent).as("buffers are short").isGreaterThan(512 << 10);
            // A bound far above what it takes, and far below what it would with a wait after each few events.
            assertTimeout(Duration.ofSeconds(30), () -> {
                reader.ask("stream.subscribe", "{'room':'r','from':'first'}");
                for (int i = 0; i < events; i++) {
                    assertThat(json(reader).path("offset").asInt(-1)).isEqualTo(i);
                }
            });
            for (int i = 0; i < events; i++) {
                assertThat(json(one).path("offset").asInt(-1)).isEqualTo(i);
            }
        }
    }

    @Test
    void whatIsNotSubscribedToCannotBeEnded() throws IOException {
        try (RunningServer server = new RunningServer(WebSocketSettings.DEFAULTS);
                SocketClient client = SocketClient.open(server, "/ws")) {
            for (String command : List.of(
                    "subscription.close",
                    "stream.unsubscribe",
                    "queue.unsubscribe",
                    "pubsub.unsubscribe",
                    "kv.unwatch",
                    "changes.unsubscribe")) {
                assertThat(client.ask(command, "{'subscription':'none'}"))
                        .as(command)
                        .contains("SUBSCRIPTION_NOT_FOUND");
            }
        }
    }

    @Test
    void aStormOfReconnectsLeavesNothingBehind() throws Exception {
        try (RunningServer server = new RunningServer(WebSocketSettings.DEFAULTS);
                SocketClient steady = SocketClient.open(server, "/ws")) {
            steady.ask("stream.subscribe", "{'room':'r','create':true}");
            for (int round = 0; round < 20; round++) {
                List<SocketClient> all = new ArrayList<>();
                for (int i = 0; i < 40; i++) {
                    SocketClient client = SocketClient.open(server, "/ws/streams/r");
                    all.add(client);
                    if (i % 2 == 0) {
                        client.command("stream.publish", EVENT.formatted(i));
                    }
                }
                for (SocketClient each : all) {
                    each.drop();
                }
            }
            for (int i = 0; i < 20 * 20; i++) {
                assertThat(json(steady).path("offset").asInt(-1)).isEqualTo(i);
            }
            // Asked again and again; the test's timeout bounds it.
            while (!steady.ask("client.list", "{}").contains("'count':2")) {
                Thread.onSpinWait();
            }
        }
    }
}
