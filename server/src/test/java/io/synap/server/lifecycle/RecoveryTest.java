package io.synap.server.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.synap.engine.Engine;
import io.synap.engine.Shard;
import io.synap.protocol.Slots;
import io.synap.server.config.SynapConfig;
import io.synap.server.process.RespClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server recovers equals what it had: values, deadlines, versions, sequences, times. */
class RecoveryTest {
    private static final int KEYS = 400;

    @TempDir
    Path folder;

    private final long seed = Long.getLong("synap.seed", System.nanoTime());
    private final Random random = new Random(seed);

    private record ShardState(long digest, long sequence, long time, long keys) {}

    @Test
    void replayOfTheWholeLogEqualsTheLiveState() throws Exception {
        assertThat(stateAfterRestart(stateAfter(20_000, false))).as(seedNote()).isTrue();
    }

    @Test
    void snapshotAndSuffixEqualTheLiveState() throws Exception {
        assertThat(stateAfterRestart(stateAfter(20_000, true))).as(seedNote()).isTrue();
    }

    private String seedNote() {
        return "-Dsynap.seed=" + seed;
    }

    private boolean stateAfterRestart(List<ShardState> before) throws Exception {
        SynapServer again = SynapServer.start(config());
        try {
            assertThat(stateOf(again)).as(seedNote()).isEqualTo(before);
            return true;
        } finally {
            again.close();
        }
    }

    private List<ShardState> stateAfter(int commands, boolean snapshots) throws Exception {
        SynapServer server = SynapServer.start(config());
        try (RespClient client = new RespClient(server.respPort())) {
            for (int i = 0; i < commands; i++) {
                if (snapshots && i % (commands / 3) == commands / 4) {
                    client.call("BGSAVE");
                }
                client.send(randomCommand());
                if (i % 50 == 49) {
                    client.flush();
                    for (int reply = 0; reply < 50; reply++) {
                        client.receive();
                    }
                }
            }
            if (snapshots) {
                assertThat(client.call("SAVE")).isEqualTo("OK");
                client.call("SET", "after the snapshot", "1");
            }
            return stateOf(server);
        } finally {
            server.close();
        }
    }

    private String[] randomCommand() {
        String key = "key:" + random.nextInt(KEYS);
        String other = "key:" + random.nextInt(KEYS);
        String number = Integer.toString(random.nextInt(1000));
        String far = Integer.toString(100_000 + random.nextInt(1000));
        return switch (random.nextInt(16)) {
            case 0, 1, 2 -> new String[] {"SET", key, "x".repeat(random.nextInt(200)) + number};
            case 3 -> new String[] {"SET", key, number, "PX", far + "000"};
            case 4 -> new String[] {"SET", key, number, random.nextBoolean() ? "NX" : "XX", "GET"};
            case 5 -> new String[] {"DEL", key};
            case 6 -> new String[] {"INCRBY", key, number};
            case 7 -> new String[] {"INCRBYFLOAT", key, "0." + number};
            case 8 -> new String[] {"APPEND", key, number};
            case 9 -> new String[] {"SETRANGE", key, number, "patched"};
            case 10 -> new String[] {"EXPIRE", key, random.nextInt(10) == 0 ? "-1" : far};
            case 11 -> new String[] {"PERSIST", key};
            case 12 -> new String[] {"RENAME", key, other};
            case 13 -> new String[] {"COPY", key, other, "REPLACE"};
            case 14 -> new String[] {"MSET", key, number, other, far, "large:" + key, "y".repeat(20_000)};
            default -> random.nextInt(200) == 0 ? new String[] {"FLUSHALL"} : new String[] {"GETDEL", key};
        };
    }

    private static List<ShardState> stateOf(SynapServer server) {
        Engine engine = server.storage().engine();
        List<ShardState> states = new ArrayList<>();
        for (int i = 0; i < Slots.SHARDS; i++) {
            Shard shard = engine.shard(i);
            shard.lock();
            try {
                states.add(new ShardState(shard.digest(), shard.sequence(), shard.time(), shard.keyCount()));
            } finally {
                shard.unlock();
            }
        }
        return states;
    }

    private SynapConfig config() {
        return SynapConfig.load(
                null,
                Map.of(),
                List.of(
                        "persistence.dir=" + folder.resolve("data"),
                        "persistence.segment_bytes=1mb",
                        "persistence.snapshot.log_bytes=1gb",
                        "http.enabled=false",
                        "resp.port=0",
                        // Nothing expires between the look at the live state and the stop.
                        "expiry.interval_millis=60000"));
    }
}
