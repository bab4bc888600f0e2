package io.synap.server.resp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Long pipelines, as clients under load send them. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class PipelineTest {
    private static final int ROUNDS = 300;

    @Test
    void randomPipelinesAnswerAsAMapWould() throws IOException {
        long seed = Long.getLong("synap.seed", System.nanoTime());
        System.out.println("PipelineTest: -Dsynap.seed=" + seed);
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, String> model = new HashMap<>();
        try (RespTestServer server = RespTestServer.start();
                RawConnection client = new RawConnection(server.port())) {
            for (int round = 0; round < ROUNDS; round++) {
                StringBuilder requests = new StringBuilder();
                StringBuilder replies = new StringBuilder();
                for (int i = random.nextInt(1, 200); i > 0; i--) {
                    request(random, model, requests, replies);
                }
                int cut = random.nextInt(requests.length());
                client.send(requests.substring(0, cut));
                client.send(requests.substring(cut));
                assertThat(client.bytes(replies.length())).as("round %d", round).isEqualTo(replies.toString());
            }
        }
    }

    private static void request(
            SplittableRandom random, Map<String, String> model, StringBuilder requests, StringBuilder replies) {
        String key = "key:" + random.nextInt(40);
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> {
                String value = "v".repeat(random.nextInt(50) == 0 ? 20_000 : random.nextInt(200));
                requests.append(RawConnection.encode(List.of("SET", key, value)));
                model.put(key, value);
                replies.append("+OK\r\n");
            }
            case 3 -> {
                requests.append(RawConnection.encode(List.of("DEL", key)));
                replies.append(model.remove(key) == null ? ":0\r\n" : ":1\r\n");
            }
            case 4 -> {
                requests.append("GET ").append(key).append("\r\n");
                replies.append(bulk(model.get(key)));
            }
            default -> {
                requests.append(RawConnection.encode(List.of("GET", key)));
                replies.append(bulk(model.get(key)));
            }
        }
    }

    private static String bulk(@Nullable String value) {
        return value == null ? "$-1\r\n" : "$" + value.length() + "\r\n" + value + "\r\n";
    }
}
