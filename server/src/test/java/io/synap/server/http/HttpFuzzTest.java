package io.synap.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Nonsense is answered as such: never by 500, never by silence forever, and the server lives on. */
final class HttpFuzzTest {
    private static final long SEED = 20_261_121;
    private static final List<String> PATHS = List.of(
            "/api/v1/kv/k",
            "/api/v1/kv/k/incr",
            "/api/v1/kv/k/setrange",
            "/api/v1/kv/k/expire",
            "/api/v1/kv/k/copy",
            "/api/v1/kv/mget",
            "/api/v1/kv/mset",
            "/api/v1/kv/msetnx",
            "/api/v1/kv",
            "/api/v1/command",
            "/kv/set",
            "/kv/get/k",
            "/kv/k/getrange",
            "/key/k/rename",
            "/info");
    private static final List<String> PIECES = List.of(
            "{",
            "}",
            "[",
            "]",
            "\"",
            ":",
            ",",
            "null",
            "true",
            "-1",
            "1e400",
            "99999999999999999999",
            "\"key\"",
            "\"value\"",
            "\"keys\"",
            "\"pairs\"",
            "\"amount\"",
            "\"offset\"",
            "\"ttl\"",
            "\"command\":\"kv.set\"",
            "\"payload\"",
            "\"\\ud800\"",
            "\"\\u0000\"",
            "k",
            "\u00ff",
            " ",
            "\"destination\"",
            "\"expiry\":{\"type\":\"seconds\",\"value\":-1}",
            "[[[[[[[[[[");
    private static final List<String> QUERIES = List.of(
            "",
            "?",
            "?raw",
            "?raw=maybe",
            "?ttl_ms=x",
            "?%zz",
            "?a=%",
            "?limit=-1",
            "?cursor=-1",
            "?&&=&",
            "?start=1&end=99999999999999999999",
            "?type=bytes",
            "?durability=",
            "?confirm=no");

    @Test
    void nonsenseIsRefusedAndTheServerLivesOn() throws IOException {
        Random random = new Random(SEED);
        try (RunningServer server = new RunningServer()) {
            for (int i = 0; i < 1500; i++) {
                String request = request(random);
                String answer = ask(server, request);
                if (!answer.isEmpty()) {
                    assertThat(answer)
                            .as("seed %d, request %d: %s", SEED, i, request)
                            .matches("HTTP/1.[01] [1234][0-9]{2}");
                }
            }
            assertThat(server.ask("GET /health/live", "")).startsWith("200");
        }
    }

    private static String ask(RunningServer server, String request) throws IOException {
        try (Socket socket = server.connect()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
        } catch (SocketException reset) {
            return "";
        }
    }

    private static String request(Random random) {
        String method =
                List.of("GET", "PUT", "POST", "DELETE", "HEAD", "FOO", "").get(random.nextInt(7));
        StringBuilder path = new StringBuilder(pick(random, PATHS));
        for (int i = random.nextInt(3); i > 0; i--) {
            path.insert(
                    random.nextInt(path.length() + 1),
                    pick(random, List.of("%", "%00", "/", "%ff", "?", "#", "..", "\u00e9")));
        }
        StringBuilder body = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            body.append(pick(random, PIECES));
        }
        String type = pick(random, List.of("application/json", "application/octet-stream", "text/html", "", ";;"));
        String extra = pick(
                random,
                List.of(
                        "",
                        "If-Match: x\r\n",
                        "If-None-Match: \"9\"\r\n",
                        "Accept: */*;q=\r\n",
                        "X-Request-Id: \u0001\r\n",
                        "Expect: nonsense\r\n",
                        "Broken\r\n",
                        "X-Synap-Durability: x\r\n"));
        return method + " " + path + pick(random, QUERIES) + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Content-Type: " + type + "\r\n" + extra + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static String pick(Random random, List<String> from) {
        return from.get(random.nextInt(from.size()));
    }
}
