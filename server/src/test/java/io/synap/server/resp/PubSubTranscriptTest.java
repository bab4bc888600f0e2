package io.synap.server.resp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Publish and subscribe over sockets, byte for byte. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class PubSubTranscriptTest {
    private RespTestServer server = RespTestServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    private RawConnection connect() throws IOException {
        return new RawConnection(server.port());
    }

    private RawConnection connectResp3() throws IOException {
        RawConnection client = connect();
        client.call("HELLO", "3");
        return client;
    }

    /** Publishes until the given number of subscribers gets it: connections are spread over event loops. */
    private static String published(int receivers) {
        return ":" + receivers + "\r\n";
    }

    @Test
    void whatIsPublishedArrivesOnEveryLoop() throws IOException {
        try (RawConnection publisher = connect();
                RawConnection one = connect();
                RawConnection two = connect();
                RawConnection three = connectResp3()) {
            assertThat(one.call("SUBSCRIBE", "news")).isEqualTo("*3\r\n$9\r\nsubscribe\r\n$4\r\nnews\r\n:1\r\n");
            two.call("PSUBSCRIBE", "n?ws");
            assertThat(three.call("SUBSCRIBE", "news")).isEqualTo(">3\r\n$9\r\nsubscribe\r\n$4\r\nnews\r\n:1\r\n");
            for (int i = 0; i < 200; i++) {
                assertThat(publisher.call("PUBLISH", "news", "" + i)).isEqualTo(published(3));
            }
            for (int i = 0; i < 200; i++) {
                String payload = bulk("" + i);
                assertThat(one.reply()).isEqualTo("*3\r\n$7\r\nmessage\r\n$4\r\nnews\r\n" + payload);
                assertThat(two.reply()).isEqualTo("*4\r\n$8\r\npmessage\r\n$4\r\nn?ws\r\n$4\r\nnews\r\n" + payload);
                assertThat(three.reply()).isEqualTo(">3\r\n$7\r\nmessage\r\n$4\r\nnews\r\n" + payload);
            }
        }
    }

    private static String bulk(String text) {
        return "$" + text.length() + "\r\n" + text + "\r\n";
    }

    @Test
    void aSubscriberOfResp2IsRefusedMostCommands() throws IOException {
        try (RawConnection client = connect()) {
            client.call("SUBSCRIBE", "a");
            assertThat(client.call("CLIENT", "LIST"))
                    .isEqualTo("-ERR Can't execute 'client|list': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT"
                            + " / RESET are allowed in this context\r\n");
            assertThat(client.call("GET", "a")).startsWith("-ERR Can't execute 'get'");
            assertThat(client.call("PING")).isEqualTo("*2\r\n$4\r\npong\r\n$0\r\n\r\n");
            assertThat(client.call("UNSUBSCRIBE")).isEqualTo("*3\r\n$11\r\nunsubscribe\r\n$1\r\na\r\n:0\r\n");
            assertThat(client.call("GET", "a")).isEqualTo("$-1\r\n");
        }
    }

    @Test
    void resetLeavesEverything() throws IOException {
        try (RawConnection client = connect();
                RawConnection other = connect()) {
            client.send(RawConnection.encode(List.of("SUBSCRIBE", "a", "b")));
            client.reply();
            client.reply();
            client.call("PSUBSCRIBE", "*");
            client.call("SSUBSCRIBE", "s");
            assertThat(client.call("RESET")).isEqualTo("+RESET\r\n");
            assertThat(other.call("PUBLISH", "a", "1")).isEqualTo(published(0));
            assertThat(other.call("SPUBLISH", "s", "1")).isEqualTo(published(0));
            assertThat(other.call("PUBSUB", "NUMPAT")).isEqualTo(":0\r\n");
            assertThat(server.pubSub().subscriptions()).isZero();
        }
    }

    @Test
    void whoIsGoneIsForgotten() throws Exception {
        try (RawConnection client = connect()) {
            client.call("SUBSCRIBE", "a");
        }
        try (RawConnection other = connect()) {
            while (!other.call("PUBLISH", "a", "1").equals(published(0))) {
                Thread.onSpinWait();
            }
        }
        assertThat(server.pubSub().isEmpty()).isTrue();
    }

    @Test
    void messagesComeWhileACommandWaits() throws IOException {
        try (RawConnection client = connectResp3();
                RawConnection other = connect()) {
            client.call("SUBSCRIBE", "a");
            client.send(RawConnection.encode(List.of("XREAD", "BLOCK", "0", "STREAMS", "room", "$")));
            while (!other.call("CLIENT", "LIST", "TYPE", "pubsub").contains("flags=Pb")) {
                Thread.onSpinWait();
            }
            other.call("PUBLISH", "a", "1");
            assertThat(client.reply()).isEqualTo(">3\r\n$7\r\nmessage\r\n$1\r\na\r\n$1\r\n1\r\n");
            other.call("XADD", "room", "1-1", "f", "v");
            assertThat(client.reply()).startsWith("%1\r\n$4\r\nroom\r\n");
        }
    }

    @Test
    void aSubscriberThatDoesNotReadIsClosed() throws IOException {
        server.close();
        server = RespTestServer.start(settings -> RespTestServer.withPushes(settings, 1 << 20));
        String payload = "x".repeat(100_000);
        try (RawConnection slow = new RawConnection(server.port(), 16 * 1024);
                RawConnection publisher = connect()) {
            slow.call("SUBSCRIBE", "a");
            int published = 0;
            while (publisher.call("PUBLISH", "a", payload).equals(published(1))) {
                assertThat(published++).isLessThan(10_000);
            }
            assertThat(server.pubSub().slowConsumers()).isEqualTo(1);
            assertThat(server.bufferLimitsExceeded()).isEqualTo(1);
            assertThat(slow.untilClosed()).isNotEmpty();
        }
    }

    @Test
    void manySubscriptionsOfOneConnectionAreFine() throws IOException {
        try (RawConnection client = connect();
                RawConnection other = connect()) {
            StringBuilder subscribe = new StringBuilder("*10001\r\n$9\r\nSUBSCRIBE\r\n");
            for (int i = 0; i < 10_000; i++) {
                subscribe.append(bulk("channel:" + i));
            }
            client.send(subscribe.toString());
            for (int i = 0; i < 10_000; i++) {
                assertThat(client.reply()).endsWith(":" + (i + 1) + "\r\n");
            }
            assertThat(other.call("PUBLISH", "channel:9999", "1")).isEqualTo(published(1));
            assertThat(client.reply()).contains("channel:9999");
        }
    }

    @Test
    void limitsAreToldAndWhatWasDoneBeforeStands() throws IOException {
        try (RawConnection client = connect()) {
            String tooLong = "x".repeat(1025);
            client.send(RawConnection.encode(List.of("SUBSCRIBE", "a", tooLong)));
            assertThat(client.reply()).isEqualTo("*3\r\n$9\r\nsubscribe\r\n$1\r\na\r\n:1\r\n");
            assertThat(client.reply()).startsWith("-ERR channel or pattern exceeds");
            client.call("RESET");
            assertThat(client.call("PUBLISH", tooLong, "x")).startsWith("-ERR channel or pattern exceeds");
            assertThat(client.call("PUBLISH", "a", "x".repeat((1 << 20) + 1))).startsWith("-ERR message exceeds");
        }
    }
}
