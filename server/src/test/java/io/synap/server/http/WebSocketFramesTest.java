package io.synap.server.http;

import static io.synap.server.http.SocketClient.BINARY;
import static io.synap.server.http.SocketClient.CLOSE;
import static io.synap.server.http.SocketClient.CONTINUATION;
import static io.synap.server.http.SocketClient.FIN;
import static io.synap.server.http.SocketClient.PING;
import static io.synap.server.http.SocketClient.PONG;
import static io.synap.server.http.SocketClient.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import io.synap.server.http.websocket.WebSocketSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455 on a bare socket: what a frame may be, and what ends a connection with which code. */
@TestInstance(Lifecycle.PER_CLASS)
final class WebSocketFramesTest {
    private static final String ECHO = "/ws/echo";
    private static final byte[] NOTHING = {};

    private RunningServer server;

    @BeforeAll
    void start() {
        server = new RunningServer(WebSocketSettings.DEFAULTS.echo(true));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 127, 128, 65_535, 65_536, 300_000})
    void messagesOfAllLengthsComeBack(int length) throws IOException {
        byte[] content = new byte[length];
        Arrays.fill(content, (byte) '*');
        try (SocketClient client = SocketClient.open(server, ECHO)) {
            assertThat(client.send(FIN | TEXT, content).read().payload()).isEqualTo(content);
            SocketClient.Frame back = client.send(FIN | BINARY, content).read();
            assertThat(back.payload()).isEqualTo(content);
            assertThat(back.opcode()).isEqualTo(BINARY);
        }
    }

    @Test
    void fragmentsAreJoinedAndControlFramesMayStandBetween() throws IOException {
        try (SocketClient client = SocketClient.open(server, ECHO)) {
            client.send(TEXT, utf8("a\u00e4").length == 3 ? Arrays.copyOf(utf8("a\u00e4"), 2) : NOTHING);
            client.send(FIN | PING, utf8("between"));
            SocketClient.Frame pong = client.readFrame();
            assertThat(pong.opcode()).isEqualTo(PONG);
            assertThat(pong.text()).isEqualTo("between");
            client.send(CONTINUATION, new byte[] {(byte) 0xa4});
            client.send(FIN | PONG, utf8("nobody asked"));
            client.send(FIN | CONTINUATION, NOTHING);
            assertThat(client.readFrame().text()).isEqualTo("a\u00e4");
        }
    }

    @Test
    void framesMayComeByteByByte() throws IOException {
        try (SocketClient client = SocketClient.open(server, ECHO)) {
            for (byte each : client.frame(FIN | TEXT, utf8("slowly, \u20ac by \ud83d\ude00"))) {
                client.raw(each);
            }
            assertThat(client.read().text()).isEqualTo("slowly, \u20ac by \ud83d\ude00");
        }
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                FIN | 0x40 | TEXT,
                FIN | 0x20 | TEXT,
                FIN | 0x10 | BINARY,
                FIN | 0x40 | PING,
                FIN | 3,
                FIN | 7,
                FIN | 11,
                FIN | 15,
                PING,
                CLOSE,
                FIN | CONTINUATION,
                CONTINUATION
            })
    void whatNoFrameMayBeginWithIs1002(int first) throws IOException {
        try (SocketClient client = SocketClient.open(server, ECHO)) {
            assertThat(client.send(first, utf8("xyz")).readClose()).isEqualTo(1002);
        }
    }

    @Test
    void aMessageWithinAnotherIs1002() throws IOException {
        try (SocketClient client = SocketClient.open(server, ECHO)) {
            client.send(TEXT, utf8("first"));
            assertThat(client.send(FIN | TEXT, utf8("second")).readClose()).isEqualTo(1002);
        }
    }

    @Test
    void aFrameWithoutMaskIs1002() throws IOException {
        try (SocketClient client = SocketClient.open(server, ECHO)) {
            assertThat(client.raw((byte) (FIN | TEXT), (byte) 1, (byte) 'x').readClose())
                    .isEqualTo(1002);
        }
    }

    @Test
    void aLengthThatIsNotInItsShortestFormIs1002() throws IOException {
        try (SocketClient client = SocketClient.open(server, ECHO)) {
            byte[] said = {(byte) (FIN | TEXT), (byte) 0xfe, 0, 5, 0, 0, 0, 0};
            assertThat(client.raw(said).readClose()).isEqualTo(1002);
        }
    }

    @Test
    void aControlFrameOver125BytesIs1002() throws IOException {
        try (SocketClient client = SocketClient.open(server, ECHO)) {
            assertThat(client.send(FIN | PING, new byte[126]).readClose()).isEqualTo(1002);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"c0", "c1bf", "e08080", "eda080", "f4908080", "f8", "80", "61ff", "e282c0"})
    void textThatIsNotUtf8Is1007AtItsFirstWrongByte(String hex) throws IOException {
        byte[] wrong = java.util.HexFormat.of().parseHex(hex);
        try (SocketClient client = SocketClient.open(server, ECHO)) {
            byte[] frame = client.frame(FIN | TEXT, Arrays.copyOf(wrong, 1000));
            // Only the beginning is sent: the rest need not be waited for.
            client.raw(Arrays.copyOf(frame, frame.length - 1000 + wrong.length));
            assertThat(client.readClose()).isEqualTo(1007);
        }
    }

    @Test
    void textThatEndsWithinACharacterIs1007() throws IOException {
        try (SocketClient client = SocketClient.open(server, ECHO)) {
            client.send(TEXT, new byte[] {(byte) 0xe2, (byte) 0x82});
            assertThat(client.send(FIN | CONTINUATION, NOTHING).readClose()).isEqualTo(1007);
        }
    }

    @Test
    void aMessageThatIsTooLargeIs1009BeforeItComes() throws IOException {
        try (SocketClient client = SocketClient.open(server, ECHO)) {
            client.send(TEXT, utf8("a part"));
            byte[] said = {(byte) (FIN | CONTINUATION), (byte) 0xff, 0, 0, 0, 0, 0, 0x40, 0, 0, 1, 2, 3, 4};
            assertThat(client.raw(said).readClose()).isEqualTo(1009);
        }
    }

    @Test
    void binaryMessagesNeedTheirSubprotocol() throws IOException {
        try (SocketClient client = SocketClient.open(server, "/ws")) {
            assertThat(client.send(FIN | BINARY, NOTHING).readClose()).isEqualTo(1003);
        }
        try (SocketClient client =
                SocketClient.open(server, "/ws", "Sec-WebSocket-Protocol: other, synap.v1.proto, synap.v1.json")) {
            assertThat(client.header("Sec-WebSocket-Protocol")).isEqualTo("synap.v1.proto");
            assertThat(client.text("{}").readClose()).isEqualTo(1003);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1000,1000",
        "1001,1001",
        "1003,1003",
        "1007,1007",
        "1011,1011",
        "3000,3000",
        "3999,3999",
        "4999,4999",
        "0,1002",
        "999,1002",
        "1004,1002",
        "1005,1002",
        "1006,1002",
        "1012,1002",
        "1015,1002",
        "1016,1002",
        "2999,1002",
        "5000,1002",
        "65535,1002"
    })
    void closeCodesAreAnsweredIfTheyMayBeSent(int sent, int answered) throws IOException {
        try (SocketClient client = SocketClient.open(server, ECHO)) {
            byte[] payload = {(byte) (sent >> 8), (byte) sent, 'b', 'y', 'e'};
            assertThat(client.send(FIN | CLOSE, payload).readClose()).isEqualTo(answered);
        }
    }

    @Test
    void aCloseFrameMayBeEmptyButNotHalfACode() throws IOException {
        try (SocketClient client = SocketClient.open(server, ECHO)) {
            assertThat(client.send(FIN | CLOSE, NOTHING).readClose()).isEqualTo(1005);
        }
        try (SocketClient client = SocketClient.open(server, ECHO)) {
            assertThat(client.send(FIN | CLOSE, new byte[1]).readClose()).isEqualTo(1002);
        }
        try (SocketClient client = SocketClient.open(server, ECHO)) {
            byte[] reason = {3, (byte) 0xe8, (byte) 0xff};
            assertThat(client.send(FIN | CLOSE, reason).readClose()).isEqualTo(1007);
        }
    }

    @Test
    void whatFollowsACloseFrameIsPassedOver() throws IOException {
        try (SocketClient client = SocketClient.open(server, ECHO)) {
            client.text("before").send(FIN | CLOSE, new byte[] {3, (byte) 0xe8}).text("after");
            assertThat(client.readText()).isEqualTo("before");
            assertThat(client.readClose()).isEqualTo(1000);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Sec-WebSocket-Version: 8, 426",
        "Sec-WebSocket-Version:, 426",
        "Sec-WebSocket-Key:, 400",
        "Sec-WebSocket-Key: short, 400",
        "Connection: keep-alive, 400",
        "Content-Length: 5, 400",
        "Host: evil.example, 400",
        "Origin: http://evil.example, 403",
        "Origin: http://localhost:3000, 101"
    })
    void handshakesAreCheckedByTheServer(String header, String status) throws IOException {
        try (SocketClient client = SocketClient.open(server, "/ws", header)) {
            assertThat(client.status()).isEqualTo(status);
            if (status.equals("426")) {
                assertThat(client.header("Sec-WebSocket-Version")).isEqualTo("13");
            }
        }
    }

    @Test
    void aPathForWebSocketsSaysSoToOthers() {
        assertThat(server.send("GET /ws", "").statusCode()).isEqualTo(426);
        assertThat(server.send("GET /ws/nothing", "").statusCode()).isEqualTo(404);
    }

    @Test
    void theAnswerToTheKeyIsThatOfTheRfc() throws IOException {
        try (SocketClient client =
                SocketClient.open(server, "/api/v1/ws", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==")) {
            assertThat(client.header("Sec-WebSocket-Accept")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        }
    }
}
