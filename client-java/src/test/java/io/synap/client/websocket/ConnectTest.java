package io.synap.client.websocket;

import static io.synap.client.websocket.Clients.call;
import static io.synap.client.websocket.Clients.failure;
import static io.synap.client.websocket.Clients.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.synap.client.error.ClientFault;
import io.synap.client.error.SynapClientException;
import io.synap.client.error.UnavailableException;
import io.synap.client.transport.Command;
import io.synap.client.websocket.ScriptedServer.Script;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Getting to a server, or saying why not. */
@Timeout(60)
final class ConnectTest {
    private static final Script WELL = wire -> wire.shakeHands().answerAll();

    private static WebSocketTransport client(URI... endpoints) {
        return new WebSocketTransport(
                Clients.options(List.of(endpoints), 64, Duration.ofSeconds(60)), Duration.ofSeconds(5));
    }

    /** A call to a server that does so, and to a good one behind it; then what is said when it is the only one. */
    private static String afterTrying(Script script) throws Exception {
        try (ScriptedServer bad = new ScriptedServer(script);
                ScriptedServer good = new ScriptedServer(WELL)) {
            try (WebSocketTransport client = client(bad.uri(), good.uri())) {
                assertThat(result(call(client, Clients.WRITE))).isEqualTo("done");
            }
            try (WebSocketTransport client = client(bad.uri())) {
                SynapClientException failure = failure(call(client, Clients.ONCE, Duration.ofMillis(400)));
                assertThat(failure).isInstanceOf(UnavailableException.class);
                assertThat(failure.code()).isEqualTo(ClientFault.NOT_CONNECTED.name());
                assertThat(bad.accepted()).isGreaterThan(1);
                return failure.detail();
            }
        }
    }

    @Test
    void nobodyListens() throws Exception {
        int port;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
        }
        try (WebSocketTransport client = client(URI.create("ws://127.0.0.1:" + port + "/ws"))) {
            for (Command each : List.of(Clients.READ, Clients.WRITE, Clients.ONCE)) {
                SynapClientException failure = failure(call(client, each, Duration.ofMillis(100)));
                assertThat(failure).isInstanceOf(UnavailableException.class);
                assertThat(failure.code()).isEqualTo("NOT_CONNECTED");
                assertThat(failure.detail()).contains("127.0.0.1:" + port, "refused");
            }
        }
    }

    @Test
    void aHandshakeThatIsNeverAnsweredIsGivenUp() throws Exception {
        assertThat(afterTrying(ServerWire::ignoreAll)).contains("no handshake within the time allowed");
    }

    @Test
    void anotherSubprotocolIsRefused() throws Exception {
        assertThat(afterTrying(wire ->
                        wire.shakeHands("Sec-WebSocket-Protocol: chat\r\n").answerAll()))
                .contains("'chat', not synap.v1.proto");
    }

    @Test
    void aServerWithoutSubprotocolsIsRefused() throws Exception {
        assertThat(afterTrying(wire -> wire.shakeHands("").answerAll())).contains("no subprotocol");
    }

    @Test
    void anExtensionThatNobodyAskedForIsRefused() throws Exception {
        assertThat(afterTrying(wire -> wire.shakeHands("Sec-WebSocket-Protocol: synap.v1.proto\r\n"
                                + "Sec-WebSocket-Extensions: permessage-deflate\r\n")
                        .answerAll()))
                .contains("extension");
    }

    @Test
    void aFullServerSaysSo() throws Exception {
        assertThat(afterTrying(wire -> {
                    wire.handshakeRequest();
                    wire.raw("HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n");
                }))
                .contains("503 Service Unavailable");
    }

    @Test
    void somethingElseListensThere() throws Exception {
        assertThat(afterTrying(wire -> wire.raw("220 mail.example ESMTP\r\n\r\n")))
                .contains("does not speak HTTP");
    }

    @Test
    void aHandshakeWithoutAnEndIsRefused() throws Exception {
        assertThat(afterTrying(wire -> {
                    wire.handshakeRequest();
                    for (int i = 0; i < 3000; i++) {
                        wire.raw("X-Filler: 0123456789\r\n");
                    }
                }))
                .contains("no end");
    }

    @Test
    void aServerThatIsGoneForAWhileIsFoundAgain() throws Exception {
        Script once = wire -> {
            wire.shakeHands();
            wire.answer(wire.next().id());
        };
        Script refuses = wire -> {
            throw new IOException("no");
        };
        try (ScriptedServer server = new ScriptedServer(once, refuses, refuses, refuses, refuses, WELL);
                WebSocketTransport client = client(server.uri())) {
            assertThat(result(call(client, Clients.ONCE))).isEqualTo("done");
            assertThat(result(call(client, Clients.READ))).isEqualTo("done");
            assertThat(server.accepted()).isEqualTo(6);
        }
    }

    @Test
    void pausesDoubleBetweenRoundsAndHalfOfThemIsLeftToChance() {
        Backoff backoff = new Backoff(2, 50, 1000, new SplittableRandom(1));
        long[] bounds = {50, 100, 200, 400, 800, 1000, 1000};
        for (long bound : bounds) {
            assertThat(backoff.failed()).as("within a round").isZero();
            assertThat(backoff.failed()).isBetween(bound / 2, bound);
        }
        backoff.reset();
        assertThat(backoff.failed()).isZero();
        assertThat(backoff.failed()).isBetween(25L, 50L);
    }
}
