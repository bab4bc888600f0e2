package io.synap.server.http;

import static io.synap.server.http.SocketClient.BINARY;
import static io.synap.server.http.SocketClient.CONTINUATION;
import static io.synap.server.http.SocketClient.FIN;
import static io.synap.server.http.SocketClient.RSV1;
import static io.synap.server.http.SocketClient.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import io.synap.server.http.websocket.WebSocketSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** permessage-deflate (RFC 7692): what is agreed on, and messages both ways. */
@TestInstance(Lifecycle.PER_CLASS)
final class WebSocketCompressionTest {
    private static final String ECHO = "/ws/echo";
    private static final String EXTENSION = "Sec-WebSocket-Extensions";

    private RunningServer server;

    @BeforeAll
    void start() {
        server = new RunningServer(WebSocketSettings.DEFAULTS.echo(true));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private SocketClient open(String offer) throws IOException {
        return SocketClient.open(server, ECHO, EXTENSION + ": " + offer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "permessage-deflate | permessage-deflate; server_no_context_takeover",
                "permessage-deflate; client_max_window_bits | permessage-deflate; server_no_context_takeover",
                "permessage-deflate; client_max_window_bits=9 | permessage-deflate; server_no_context_takeover",
                "permessage-deflate; server_max_window_bits=9"
                        + " | permessage-deflate; server_no_context_takeover; server_max_window_bits=9",
                "permessage-deflate; server_max_window_bits=\"12\"; server_no_context_takeover"
                        + " | permessage-deflate; server_no_context_takeover; server_max_window_bits=12",
                "permessage-deflate; client_no_context_takeover"
                        + " | permessage-deflate; server_no_context_takeover; client_no_context_takeover",
                "permessage-deflate; server_max_window_bits=16 | ''",
                "permessage-deflate; server_max_window_bits=7 | ''",
                "permessage-deflate; server_max_window_bits=09 | ''",
                "permessage-deflate; server_max_window_bits | ''",
                "permessage-deflate; server_no_context_takeover=1 | ''",
                "permessage-deflate; unheard_of | ''",
                "permessage-deflate; client_no_context_takeover; client_no_context_takeover | ''",
                "x-webkit-deflate-frame | ''",
                "permessage-deflate; unheard_of, permessage-deflate"
                        + " | permessage-deflate; server_no_context_takeover"
            })
    void theFirstOfferThatCanBeKeptIsTaken(String offer, String answer) throws IOException {
        try (SocketClient client = open(offer)) {
            assertThat(client.status()).isEqualTo("101");
            assertThat(client.header(EXTENSION)).isEqualTo(answer);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 9, 10, 11, 12, 13, 14, 15})
    void messagesComeBackWhateverTheWindow(int bits) throws Exception {
        try (SocketClient client = open("permessage-deflate; server_max_window_bits=" + bits)) {
            byte[] content = text(100_000, bits);
            client.send(FIN | TEXT, content);
            SocketClient.Frame back = client.read();
            assertThat(back.first()).isEqualTo(FIN | RSV1 | TEXT);
            assertThat(back.payload().length).isLessThan(content.length);
            assertThat(inflate(back.payload())).isEqualTo(content);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"permessage-deflate", "permessage-deflate; client_no_context_takeover"})
    void aClientsMessagesAreExpanded(String offer) throws Exception {
        boolean takeover = !offer.contains("client_no");
        Deflater deflater = new Deflater(9, true);
        try (SocketClient client = open(offer)) {
            for (int i = 1; i <= 40; i++) {
                byte[] content = text(i * 997, i % 3);
                byte[] compressed = deflate(deflater, content);
                if (!takeover) {
                    deflater.reset();
                }
                int half = compressed.length / 2;
                client.send(RSV1 | TEXT, Arrays.copyOf(compressed, half));
                client.send(FIN | CONTINUATION, Arrays.copyOfRange(compressed, half, compressed.length));
                SocketClient.Frame back = client.read();
                byte[] said = (back.first() & RSV1) == 0 ? back.payload() : inflate(back.payload());
                assertThat(said).isEqualTo(content);
                // One in between that is not compressed changes nothing.
                assertThat(client.text("plain").readText()).isEqualTo("plain");
            }
        } finally {
            deflater.end();
        }
    }

    @Test
    void aLastBlockMayStandWithinAMessage() throws Exception {
        Deflater deflater = new Deflater(9, true);
        byte[] content = "one block, the last, and no more".getBytes(StandardCharsets.UTF_8);
        byte[] compressed = new byte[200];
        deflater.setInput(content);
        deflater.finish();
        int length = deflater.deflate(compressed);
        deflater.end();
        try (SocketClient client = open("permessage-deflate")) {
            for (int i = 0; i < 2; i++) {
                // The padding that makes the removed tail a block again.
                client.send(FIN | RSV1 | TEXT, Arrays.copyOf(compressed, length + 1));
                assertThat(client.readText()).isEqualTo("one block, the last, and no more");
            }
        }
    }

    @Test
    void aBombIs1009() throws Exception {
        Deflater deflater = new Deflater(9, true);
        byte[] compressed = deflate(deflater, new byte[64 * 1024 * 1024]);
        deflater.end();
        try (SocketClient client = open("permessage-deflate")) {
            assertThat(client.send(FIN | RSV1 | BINARY, compressed).readClose()).isEqualTo(1009);
        }
    }

    /** Each last block makes the expander begin anew with a whole window, for two bytes on the wire. */
    @Test
    void aMessageOfNothingButLastBlocksIs1007() throws Exception {
        byte[] blocks = new byte[1 << 20];
        for (int i = 0; i < blocks.length; i += 2) {
            blocks[i] = 3;
        }
        try (SocketClient client = open("permessage-deflate; client_max_window_bits")) {
            assertThat(client.send(FIN | RSV1 | BINARY, blocks).readClose()).isEqualTo(1007);
        }
    }

    @Test
    void whatIsNoDeflateStreamIs1007() throws IOException {
        try (SocketClient client = open("permessage-deflate")) {
            byte[] nonsense = {(byte) 0xff, (byte) 0xff, (byte) 0xff, 1, 2, 3};
            assertThat(client.send(FIN | RSV1 | TEXT, nonsense).readClose()).isEqualTo(1007);
        }
    }

    @Test
    void onlyTheFirstFrameOfAMessageSaysThatItIsCompressed() throws IOException {
        try (SocketClient client = open("permessage-deflate")) {
            client.send(RSV1 | TEXT, new byte[] {0});
            assertThat(client.send(FIN | RSV1 | CONTINUATION, new byte[] {0}).readClose())
                    .isEqualTo(1002);
        }
    }

    @Test
    void anEmptyMessageMayBeCompressed() throws IOException {
        try (SocketClient client = open("permessage-deflate")) {
            assertThat(client.send(FIN | RSV1 | TEXT, new byte[] {0}).readText())
                    .isEmpty();
            assertThat(client.send(FIN | RSV1 | TEXT, new byte[] {2, 0}).readText())
                    .isEmpty();
        }
    }

    /** Text with much that comes again, near and far. */
    private static byte[] text(int length, long seed) {
        Random random = new Random(seed);
        byte[] content = new byte[length];
        for (int i = 0; i < length; i++) {
            content[i] = i > 1000 && random.nextInt(8) > 0
                    ? content[i - 1 - random.nextInt(1000)]
                    : (byte) ('a' + random.nextInt(26));
        }
        return content;
    }

    private static byte[] deflate(Deflater deflater, byte[] content) {
        byte[] compressed = new byte[content.length + 1000];
        deflater.setInput(content);
        int length = deflater.deflate(compressed, 0, compressed.length, Deflater.SYNC_FLUSH);
        return Arrays.copyOf(compressed, length - 4);
    }

    private static byte[] inflate(byte[] message) throws DataFormatException {
        Inflater inflater = new Inflater(true);
        byte[] whole = Arrays.copyOf(message, message.length + 4);
        whole[message.length + 2] = (byte) 0xff;
        whole[message.length + 3] = (byte) 0xff;
        inflater.setInput(whole);
        byte[] content = new byte[1024 * 1024];
        int length = inflater.inflate(content);
        inflater.end();
        return Arrays.copyOf(content, length);
    }
}
