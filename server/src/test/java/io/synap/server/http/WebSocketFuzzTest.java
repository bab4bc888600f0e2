package io.synap.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.synap.server.http.websocket.WebSocketSettings;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Nonsense on a WebSocket ends in a close frame or an answer, and the server lives on. */
final class WebSocketFuzzTest {
    private static final long SEED = Long.getLong("synap.seed", 20_261_121);
    private static final int ROUNDS = 600;
    private static final String[] PIECES = {
        "{",
        "}",
        "[",
        "\"",
        ":",
        ",",
        "null",
        "-1",
        "1e999",
        "\"command\":\"kv.set\"",
        "\"payload\":{",
        "\"key\":\"k\"",
        "\"command\":\"stream.subscribe\"",
        "\"subscription\":",
        "\"credit\":-1",
        "\"request_id\":[]",
        "\"\\ud800\"",
        "\u00ff",
        "\"command\":\"subscription.credit\"",
        "\"room\":\"r\"",
        "\"create\":true"
    };

    @Test
    void nonsenseIsRefusedAndTheServerLivesOn() throws IOException {
        Random random = new Random(SEED);
        try (RunningServer server = new RunningServer(WebSocketSettings.DEFAULTS)) {
            for (int i = 0; i < ROUNDS; i++) {
                String[] paths = {"/ws", "/ws/streams/r", "/api/v1/ws", "/ws/kv?keys=*"};
                String[] extensions = {"X: y", "Sec-WebSocket-Extensions: permessage-deflate"};
                try (SocketClient client =
                        SocketClient.open(server, paths[random.nextInt(paths.length)], extensions[random.nextInt(2)])) {
                    int code = play(client, random);
                    assertThat(code).as("seed %d, round %d", SEED, i).isNotEqualTo(1011);
                }
            }
            assertThat(server.ask("GET /health/live", "")).startsWith("200");
        }
    }

    /** Sends some frames and a close frame; the code that the server answers with, 0 when it only ends. */
    private static int play(SocketClient client, Random random) throws IOException {
        try {
            for (int i = random.nextInt(12); i > 0; i--) {
                if (random.nextInt(8) == 0) {
                    byte[] bytes = new byte[random.nextInt(40)];
                    random.nextBytes(bytes);
                    client.raw(bytes);
                } else if (random.nextInt(4) == 0) {
                    byte[] payload = new byte[random.nextInt(200)];
                    random.nextBytes(payload);
                    client.send(random.nextInt(256), payload);
                } else {
                    client.text(message(random));
                }
            }
            client.send(SocketClient.FIN | SocketClient.CLOSE, new byte[] {3, (byte) 0xe8});
            client.finish();
            return client.readClose();
        } catch (IOException ended) {
            return 0;
        }
    }

    private static String message(Random random) {
        StringBuilder message = new StringBuilder("{");
        for (int i = random.nextInt(8); i > 0; i--) {
            message.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return message.append(random.nextBoolean() ? "}" : "").toString();
    }
}
