package io.synap.bench.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.synap.bench.system.MeasurementException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is measured over WebSockets, with a server of the test's own. */
class WebSocketsTest {
    private static final Duration MEASURED = Duration.ofMillis(300);

    private static void nothing(TinyWebSocketServer.Client client, String text) {
        // it keeps silent
    }

    private static void connected(TinyWebSocketServer.Client client, String path) {
        client.send("{\"type\":\"connected\",\"path\":\"" + path + "\",\"offset\":1}");
    }

    private static String event(String data) {
        return "{\"type\":\"event\",\"cursor\":\"1-0\",\"data\":\"" + data + "\"}";
    }

    @Test
    void everyDeliveryOfARoomIsTimed() throws IOException, InterruptedException {
        try (TinyWebSocketServer server = new TinyWebSocketServer(WebSocketsTest::connected, WebSocketsTest::nothing);
                RoomAudience audience = new RoomAudience(server.port())) {
            audience.connect(20, "/ws/streams/r");
            for (int round = 0; round < 2; round++) {
                RoomAudience.Outcome outcome = audience.measure(
                        100,
                        MEASURED,
                        data -> server.clients().forEach(client -> client.sendInPieces(event(data))),
                        () -> 0);
                assertThat(outcome.deliveries()).isEqualTo(30 * 20);
                assertThat(outcome.lost()).isZero();
                assertThat(outcome.latencyNanos().getTotalCount()).isEqualTo(30 * 20);
                assertThat(outcome.latencyNanos().getMaxValue())
                        .isPositive()
                        .isLessThan(Duration.ofSeconds(20).toNanos());
            }
        }
    }

    @Test
    void anEventThatComesTwiceFails() throws IOException, InterruptedException {
        try (TinyWebSocketServer server = new TinyWebSocketServer(WebSocketsTest::connected, WebSocketsTest::nothing);
                RoomAudience audience = new RoomAudience(server.port())) {
            audience.connect(1, "/ws/streams/r");
            RoomAudience.Appender twice = data -> {
                server.clients().getFirst().send(event(data));
                server.clients().getFirst().send(event(data));
            };
            assertThatThrownBy(() -> audience.measure(100, MEASURED, twice, () -> 0))
                    .isInstanceOf(MeasurementException.class)
                    .hasMessage("event 0 came again or out of order");
        }
    }

    @Test
    void eventsHaveAHundredBytes() {
        assertThat(RoomAudience.data(12, 3_456)).hasSize(100).startsWith("@event 0000000012 0000000000000003456 ");
    }

    @Test
    void idleOnesAnswerPingsAndNoticeTheEnd() throws IOException, InterruptedException {
        try (TinyWebSocketServer server = new TinyWebSocketServer(
                        (client, _) -> client.frame(TinyWebSocketServer.PING, new byte[] {1, 2, 3}),
                        WebSocketsTest::nothing);
                IdleSockets idle = new IdleSockets(server.port())) {
            idle.connect(100, "/ws");
            while (server.pongs() < 100) {
                idle.pass(Duration.ofMillis(1));
            }
            assertThat(idle.pings()).isEqualTo(100);
            server.clients().getLast().frame(TinyWebSocketServer.CLOSE, new byte[] {3, (byte) 0xe9});

            assertThatThrownBy(() -> idle.pass(Duration.ofSeconds(30)))
                    .isInstanceOf(MeasurementException.class)
                    .hasMessage("the server closed a WebSocket: 1001");
        }
    }

    @Test
    void everyMessageOfAQueueIsAckedOnce() throws IOException, InterruptedException {
        TinyQueue queue = new TinyQueue(1);
        try (TinyWebSocketServer server = new TinyWebSocketServer(WebSocketsTest::nothing, queue)) {
            QueueSubscriber.Outcome outcome = subscriber(server.port()).take(10_000, () -> 0);
            assertThat(outcome.perSecond()).isPositive();
            assertThat(queue.acked).hasValue(10_000);
        }
    }

    @Test
    void aMessageOfAQueueThatComesAgainFails() throws IOException {
        try (TinyWebSocketServer server = new TinyWebSocketServer(WebSocketsTest::nothing, new TinyQueue(2))) {
            assertThatThrownBy(() -> subscriber(server.port()).take(10_000, () -> 0))
                    .isInstanceOf(MeasurementException.class)
                    .hasMessage("a message came again: 1-2");
        }
    }

    private static QueueSubscriber subscriber(int port) {
        return new QueueSubscriber(new QueueSubscriber.Plan(port, "/ws", "jobs", 100, 1_000));
    }

    /** Thread-safe. Hands out batches, the next one when one was acked. */
    private static final class TinyQueue implements BiConsumer<TinyWebSocketServer.Client, String> {
        private static final Pattern RECEIPT = Pattern.compile("\"(\\d+-\\d+)\"");
        private final int delivery;
        private final AtomicInteger given = new AtomicInteger();
        final AtomicInteger acked = new AtomicInteger();

        TinyQueue(int delivery) {
            this.delivery = delivery;
        }

        @Override
        public void accept(TinyWebSocketServer.Client client, String text) {
            if (text.contains("queue.subscribe")) {
                assertThat(text)
                        .isEqualTo("{\"command\":\"queue.subscribe\",\"request_id\":\"subscribe\",\"payload\":"
                                + "{\"queue\":\"jobs\",\"consumer\":\"bench\",\"prefetch\":1000,\"batch\":100}}");
                client.send("{\"success\":true,\"request_id\":\"subscribe\",\"payload\":{\"subscription\":\"s1\"},"
                        + "\"error\":null,\"code\":null}");
            } else {
                List<String> receipts =
                        RECEIPT.matcher(text).results().map(MatchResult::group).toList();
                acked.addAndGet(receipts.size());
                client.send("{\"success\":true,\"request_id\":\"ack\",\"payload\":{\"results\":[],\"done\":"
                        + receipts.size() + ",\"refused\":0},\"error\":null,\"code\":null}");
            }
            if (given.get() < 10_000) {
                client.send(batch());
            }
        }

        private String batch() {
            StringBuilder frame = new StringBuilder("{\"subscription\":\"s1\",\"type\":\"messages\",\"messages\":[");
            for (int i = 0; i < 100; i++) {
                frame.append(i == 0 ? "" : ",")
                        .append("{\"message_id\":\"1\",\"receipt\":\"")
                        .append(given.incrementAndGet())
                        .append('-')
                        .append(delivery)
                        .append("\",\"payload\":\"text\"}");
            }
            return frame.append("]}").toString();
        }
    }
}
