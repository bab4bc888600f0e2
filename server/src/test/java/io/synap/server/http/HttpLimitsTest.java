package io.synap.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What exceeds a limit is refused with a clear error; what is large comes through whole. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HttpLimitsTest {
    private static final int MIB = 1024 * 1024;
    private RunningServer server;

    @BeforeAll
    void start() {
        server = new RunningServer();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void aBodyOverTheLimitIsToldSo() {
        assertThat(server.send("PUT /api/v1/kv/big", new byte[MIB]).statusCode())
                .isEqualTo(201);
        HttpResponse<byte[]> over = server.send("PUT /api/v1/kv/big", new byte[MIB + 1]);
        assertThat(over.statusCode()).isEqualTo(413);
        assertThat(RunningServer.text(over)).contains("BODY_TOO_LARGE").contains("1048576");
    }

    @Test
    void aChunkedBodyOverTheLimitIsToldSo() throws IOException {
        try (Socket socket = server.connect()) {
            OutputStream out = socket.getOutputStream();
            out.write("PUT /api/v1/kv/c HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            byte[] part = new byte[64 * 1024];
            for (int i = 0; i < 17; i++) {
                out.write("10000\r\n".getBytes(StandardCharsets.US_ASCII));
                out.write(part);
                out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
            }
            out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(answer).startsWith("HTTP/1.1 413").contains("BODY_TOO_LARGE");
        }
    }

    @Test
    void expectContinueIsAnsweredBeforeTheBodyIsSent() throws IOException {
        try (Socket socket = server.connect()) {
            socket.getOutputStream()
                    .write(("PUT /api/v1/kv/x HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n"
                                    + "Content-Length: 2\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            byte[] first = socket.getInputStream().readNBytes(21);
            assertThat(new String(first, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 100 Continue");
            socket.getOutputStream().write("ok".getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .contains("HTTP/1.1 201");
        }
    }

    @Test
    void headersAndRequestLinesHaveTheirLimits() throws IOException {
        String headers = "X-Long: " + "a".repeat(20_000) + "\r\n\r\n";
        assertThat(server.exchange("GET /health HTTP/1.1\r\nHost: localhost\r\n" + headers))
                .contains(" 431 ")
                .contains("HEADERS_TOO_LARGE");
        assertThat(server.exchange("GET /" + "a".repeat(70_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .contains(" 414 ")
                .contains("URI_TOO_LONG");
    }

    @Test
    void headersThatDripInAreCutOff() throws IOException {
        try (Socket socket = server.connect()) {
            OutputStream out = socket.getOutputStream();
            out.write("GET /health HTTP/1.1\r\nHost: local".getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void aBodyThatDoesNotComeIsToldSoAndCutOff() throws IOException {
        String head = "PUT /api/v1/kv/x-never HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nabc";
        assertThat(server.exchange(head)).startsWith("HTTP/1.1 408").contains("REQUEST_TIMEOUT");
        assertThat(server.send("GET /api/v1/kv/x-never", "").statusCode()).isEqualTo(404);
    }

    @Test
    void connectionsOverTheLimitAreToldSo() throws IOException {
        HttpLimits few = new HttpLimits(1024, MIB, 2, 4096, 4096, 10_000, 10_000, 10_000, 1_000, 60_000, 10, 10, MIB);
        List<Socket> open = new ArrayList<>();
        try (RunningServer small = new RunningServer(few)) {
            for (int i = 0; i < 3; i++) {
                open.add(small.connect());
            }
            List<String> first = new ArrayList<>();
            for (Socket socket : open) {
                socket.getOutputStream()
                        .write("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                first.add(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII));
            }
            assertThat(first).containsExactlyInAnyOrder("HTTP/1.1 200", "HTTP/1.1 200", "HTTP/1.1 503");
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
        }
    }

    @Test
    void keysHaveTheirLimit() {
        assertThat(server.send("PUT /api/v1/kv/" + "k".repeat(60_000), "v").statusCode())
                .isEqualTo(201);
        String json = "{'keys':['" + "k".repeat(70_000) + "']}";
        assertThat(server.ask("POST /api/v1/kv/mget", json)).startsWith("400").contains("KEY_TOO_LARGE");
    }

    @Test
    void largeValuesComeWholeInEveryForm() {
        Random random = new Random(7);
        byte[] binary = new byte[700_001];
        random.nextBytes(binary);
        byte[] text = new String("grüße \"und\" \\ 日本 😀\n".repeat(20_000)).getBytes(StandardCharsets.UTF_8);
        for (byte[] value : List.of(binary, text)) {
            assertThat(server.send("PUT /api/v1/kv/large?ttl_ms=100000", value).statusCode())
                    .isIn(200, 201);
            assertThat(server.send("GET /api/v1/kv/large?raw", "").body()).isEqualTo(value);
            boolean isText = Arrays.equals(value, text);
            String json = RunningServer.text(server.send("GET /api/v1/kv/large", ""));
            var tree = io.synap.server.http.json.JsonInput.read(json.getBytes(StandardCharsets.UTF_8));
            assertThat(valueOf(tree, isText)).isEqualTo(value);
            assertThat(tree.get("ttl_ms").isNumber()).isTrue();
            assertThat(tree.get("version").isNumber()).isTrue();
            var envelope = io.synap.server.http.json.JsonInput.read(
                    server.send("POST /api/v1/command", "{\"command\":\"kv.get\",\"payload\":{\"key\":\"large\"}}")
                            .body());
            var payload = envelope.get("payload");
            assertThat(isText ? payload.textValue().getBytes(StandardCharsets.UTF_8) : valueOf(payload, false))
                    .isEqualTo(value);
            assertThat(envelope.get("success").booleanValue()).isTrue();
            String octets = RunningServer.text(server.send("GET /kv/get/large?type=bytes", ""));
            String expected = Arrays.toString(unsigned(value)).replace(" ", "");
            assertThat(octets.equals(expected)).isTrue();
        }
        HttpResponse<byte[]> head = server.send("HEAD /api/v1/kv/large?raw", "");
        assertThat(head.headers().firstValue("content-length")).hasValue(Integer.toString(text.length));
    }

    @Test
    void largeJsonBodiesAreParsedAsideAndStoredWhole() {
        String text = "x\u00e9".repeat(200_000);
        assertThat(server.ask("PUT /api/v1/kv/aside", "{'value':'" + text + "'}"))
                .startsWith("201");
        assertThat(RunningServer.text(server.send("GET /api/v1/kv/aside?raw", ""))
                        .equals(text))
                .isTrue();
        assertThat(server.ask("PUT /api/v1/kv/aside", "{'value':'" + text))
                .startsWith("400")
                .contains("MALFORMED");
    }

    private static byte[] valueOf(com.fasterxml.jackson.databind.JsonNode tree, boolean text) {
        return text
                ? tree.get("value").textValue().getBytes(StandardCharsets.UTF_8)
                : java.util.Base64.getDecoder().decode(tree.get("value_base64").textValue());
    }

    private static int[] unsigned(byte[] bytes) {
        int[] numbers = new int[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            numbers[i] = bytes[i] & 0xff;
        }
        return numbers;
    }

    @Test
    void aClientThatDoesNotReadHoldsUpNobodyElse() throws IOException {
        server.send("PUT /api/v1/kv/slow", new byte[MIB]);
        List<Socket> lazy = new ArrayList<>();
        try {
            for (int i = 0; i < 8; i++) {
                Socket socket = server.connect();
                lazy.add(socket);
                String one = "GET /api/v1/kv/slow?raw HTTP/1.1\r\nHost: localhost\r\n\r\n";
                socket.getOutputStream().write(one.repeat(20).getBytes(StandardCharsets.US_ASCII));
            }
            for (int i = 0; i < 50; i++) {
                assertThat(server.send("GET /health", "").statusCode()).isEqualTo(200);
            }
            InputStream late = lazy.get(0).getInputStream();
            assertThat(late.readNBytes(5 * MIB)).hasSize(5 * MIB);
        } finally {
            for (Socket socket : lazy) {
                socket.close();
            }
        }
    }
}
