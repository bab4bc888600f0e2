package io.synap.bench.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.synap.bench.system.MeasurementException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RespClientsTest {
    private static final String PAYLOAD = new String(Payload.copy(), StandardCharsets.US_ASCII);

    @Test
    void synapPublishesABatchAsOneCommandAndOneMessageAsAnother() throws IOException, InterruptedException {
        try (ScriptedServer server = new ScriptedServer(
                        words -> words.getFirst().equals("QPUBLISH") ? bulk("7") : "*2\r\n" + bulk("7") + bulk("8"));
                Publisher publisher = new SynapQueueClient().publisher(server.port(), "jobs")) {
            publisher.publish(2);
            publisher.publish(2);
            publisher.publish(1);

            List<String> both = List.of("QMPUBLISH", "jobs", "COUNT", "2", PAYLOAD, PAYLOAD);
            assertThat(server.commands()).containsExactly(both, both, List.of("QPUBLISH", "jobs", PAYLOAD));
        }
    }

    @Test
    void synapAcksAllReceiptsOfABatchAtOnce() throws IOException, InterruptedException {
        try (ScriptedServer server =
                        new ScriptedServer(words -> words.getFirst().equals("QRECEIVE")
                                ? "*2\r\n" + message("7-1", 1) + message("8-1", 1)
                                : "*2\r\n:1\r\n:1\r\n");
                Taker taker = new SynapQueueClient().taker(server.port(), "jobs", 32)) {
            assertThat(taker.take()).isEqualTo(2);

            assertThat(server.commands())
                    .containsExactly(
                            List.of("QRECEIVE", "jobs", "bench", "COUNT", "32", "WAIT", "100"),
                            List.of("QACK", "jobs", "7-1", "8-1"));
        }
    }

    @Test
    void anEmptyQueueGivesNothingAndARedeliveryFails() throws IOException, InterruptedException {
        try (ScriptedServer empty = new ScriptedServer(_ -> "*-1\r\n");
                Taker taker = new SynapQueueClient().taker(empty.port(), "jobs", 32)) {
            assertThat(taker.take()).isZero();
        }
        try (ScriptedServer again = new ScriptedServer(_ -> "*1\r\n" + message("7-2", 2));
                Taker taker = new SynapQueueClient().taker(again.port(), "jobs", 32)) {
            assertThatThrownBy(() -> taker.take())
                    .isInstanceOf(MeasurementException.class)
                    .hasMessageContaining("delivered 2 times");
        }
    }

    @Test
    void anErrorReplyIsThrownWithItsText() throws IOException {
        try (ScriptedServer server = new ScriptedServer(_ -> "-QUEUENOTFOUND no such queue\r\n");
                Publisher publisher = new SynapQueueClient().publisher(server.port(), "jobs")) {
            assertThatThrownBy(() -> publisher.publish(32))
                    .isInstanceOf(MeasurementException.class)
                    .hasMessageContaining("QUEUENOTFOUND no such queue");
        }
    }

    @Test
    void redisMovesMessagesToAListOfItsOwnAndTrimsThemAwayAsTheAck() throws IOException, InterruptedException {
        List<String> left = new ArrayList<>(List.of(bulk(PAYLOAD), bulk(PAYLOAD)));
        try (ScriptedServer server = new ScriptedServer(words -> switch (words.getFirst()) {
                    case "LMOVE" -> left.isEmpty() ? "$-1\r\n" : left.removeFirst();
                    default -> "+OK\r\n";
                });
                Taker taker = new RedisListClient().taker(server.port(), "jobs", 3)) {
            assertThat(taker.take()).isEqualTo(2);

            List<String> move = List.of("LMOVE", "jobs", "jobs:taken:1", "LEFT", "RIGHT");
            assertThat(server.commands())
                    .containsExactly(move, move, move, List.of("LTRIM", "jobs:taken:1", "2", "-1"));
        }
    }

    @Test
    void eventsAreAppendedInAPipelineWithAReplyEach() throws IOException, InterruptedException {
        try (ScriptedServer server = new ScriptedServer(_ -> bulk("1-1"));
                Publisher publisher = new RespStreamClient().publisher(server.port(), "room")) {
            publisher.publish(2);

            List<String> add = List.of("XADD", "room", "*", "data", PAYLOAD);
            assertThat(server.commands()).containsExactly(add, add);
        }
    }

    @Test
    void aReaderGoesOnAfterTheLastEventAndBeginsAgainAtTheEnd() throws IOException, InterruptedException {
        try (ScriptedServer server = new ScriptedServer(words ->
                        words.get(2).equals("-") ? "*2\r\n" + event("1-1") + event("1-2") : "*1\r\n" + event("2-1"));
                Taker reader = new RespStreamClient().taker(server.port(), "room", 2)) {
            assertThat(reader.take()).isEqualTo(2);
            assertThat(reader.take()).isEqualTo(1);
            assertThat(reader.take()).isEqualTo(2);

            assertThat(server.commands()).extracting(words -> words.get(2)).containsExactly("-", "(1-2", "-");
        }
    }

    @Test
    void aMessageThatWasNeverSentFails() throws IOException {
        try (ScriptedServer server = new ScriptedServer(_ -> bulk("x".repeat(100)));
                Taker taker = new RedisListClient().taker(server.port(), "jobs", 1)) {
            assertThatThrownBy(() -> taker.take()).isInstanceOf(MeasurementException.class);
        }
    }

    private static String bulk(String text) {
        return "$" + text.length() + "\r\n" + text + "\r\n";
    }

    private static String message(String receipt, int deliveries) {
        return "*6\r\n" + bulk(receipt) + bulk(PAYLOAD) + ":" + deliveries + "\r\n:0\r\n:1767225600000\r\n*0\r\n";
    }

    private static String event(String id) {
        return "*2\r\n" + bulk(id) + "*2\r\n" + bulk("data") + bulk(PAYLOAD);
    }
}
