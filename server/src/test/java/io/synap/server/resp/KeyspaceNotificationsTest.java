package io.synap.server.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.synap.engine.EvictionPolicy;
import io.synap.server.node.Expiry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same commands to Synap and to Redis 7.0, and both tell the same of them, in the same order. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class KeyspaceNotificationsTest {
    private static final long SEED = Long.getLong("synap.seed", System.nanoTime());
    /** So many commands are compared at a time. */
    private static final int CHUNK = 20;

    private static @Nullable RedisProcess redis;

    private RespTestServer server = RespTestServer.start();
    private PublishedNotices published = new PublishedNotices(server.node());
    private Expiry expiry = new Expiry(server.node(), 10, 100);
    private int markers;

    @BeforeAll
    static void startRedis() throws IOException {
        redis = RedisProcess.start();
    }

    @AfterAll
    static void stopRedis() {
        if (redis != null) {
            redis.close();
        }
    }

    @AfterEach
    void stop() {
        expiry.close();
        server.close();
        published.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"KEA", "KEAnm", "K$n", "Egx", "Etm", "KEm", "A", "KE", "Klshzd"})
    void everyRandomSessionTellsTheSame(String flags) throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        List<List<String>> commands = new ArrayList<>();
        commands.addAll(RedisComparisonTest.randomSession(random).subList(0, 4000));
        commands.addAll(RandomStreams.session(random));
        compare(flags, commands);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/resp/comparison.txt", "/resp/comparison-streams.txt"})
    void everyScriptTellsTheSame(String script) throws IOException {
        // CLIENT is left out, which would end the listening connection.
        compare(
                "KEAnm",
                RedisComparisonTest.script(script).stream()
                        .filter(command -> !command.getFirst().equalsIgnoreCase("CLIENT"))
                        .toList());
    }

    @Test
    void everyEventOfOneScriptTellsTheSame() throws IOException {
        compare("KEAnm", RedisComparisonTest.script("/resp/comparison-notifications.txt"));
    }

    @Test
    void settingIsShownTheSame() throws IOException {
        RedisProcess peer = peer();
        try (RawConnection ours = new RawConnection(server.port());
                RawConnection theirs = new RawConnection(peer.port())) {
            for (String flags : List.of("KEA", "g$K", "An", "g$lshzxetdn", "nmE", "xKE$", "", "AKEm", "KEq", "off")) {
                for (String[] command : List.of(
                        new String[] {"CONFIG", "SET", "notify-keyspace-events", flags},
                        new String[] {"CONFIG", "GET", "notify-keyspace-events"})) {
                    assertThat(ours.call(command)).as(flags).isEqualTo(theirs.call(command));
                }
            }
        }
    }

    @Test
    void expiredKeysAreToldOnceAndBeforeWhatTakesTheirPlace() throws IOException {
        try (RawConnection client = new RawConnection(server.port())) {
            client.call("CONFIG", "SET", "notify-keyspace-events", "Exn$g");
            client.call("SET", "a", "1", "PX", "1");
            assertThat(published.next()).isEqualTo("__keyevent@0__:new a");
            assertThat(published.next()).isEqualTo("__keyevent@0__:set a");
            assertThat(published.next()).isEqualTo("__keyevent@0__:expire a");
            assertThat(published.next()).isEqualTo("__keyevent@0__:expired a");
            expiry.close();
            client.call("SET", "b", "1", "PXAT", "1");
            client.call("APPEND", "b", "2");
            client.call("SET", "c", "1", "PXAT", "1");
            client.call("SET", "d", "2");
            client.call("RENAME", "d", "c");
            assertThat(published.next(13))
                    .containsExactly(
                            "__keyevent@0__:new b",
                            "__keyevent@0__:set b",
                            "__keyevent@0__:expire b",
                            "__keyevent@0__:expired b",
                            "__keyevent@0__:new b",
                            "__keyevent@0__:append b",
                            "__keyevent@0__:new c",
                            "__keyevent@0__:set c",
                            "__keyevent@0__:expire c",
                            "__keyevent@0__:new d",
                            "__keyevent@0__:set d",
                            "__keyevent@0__:expired c",
                            "__keyevent@0__:new c");
            assertThat(published.next()).isEqualTo("__keyevent@0__:rename_from d");
            assertThat(published.next()).isEqualTo("__keyevent@0__:rename_to c");
        }
    }

    @Test
    void everyEvictedKeyIsTold() throws IOException {
        try (RawConnection client = new RawConnection(server.port())) {
            client.call("CONFIG", "SET", "notify-keyspace-events", "Ke");
            client.call("SET", "a", "1");
            client.call("SET", "b", "1");
            server.node().budget().change(1, EvictionPolicy.ALLKEYS_LRU);
            assertThat(client.call("SET", "c", "1")).startsWith("-OOM");
            assertThat(List.of(published.next(), published.next()))
                    .containsExactlyInAnyOrder("__keyspace@0__:a evicted", "__keyspace@0__:b evicted");
        }
    }

    @Test
    void nothingIsToldUnlessItIsAskedFor() throws IOException {
        try (RawConnection client = new RawConnection(server.port())) {
            client.call("SET", "a", "1");
            client.call("CONFIG", "SET", "notify-keyspace-events", "KEA");
            client.call("GET", "none");
            client.call("CONFIG", "SET", "notify-keyspace-events", "");
            client.call("SET", "a", "2");
            client.send("CONFIG SET notify-keyspace-events KA\r\nSET b 1\r\nCONFIG SET notify-keyspace-events K\r\n"
                    + "SET b 2\r\nCONFIG SET notify-keyspace-events gE\r\nDEL b\r\n");
            assertThat(published.next()).isEqualTo("__keyspace@0__:b set");
            assertThat(published.next()).isEqualTo("__keyevent@0__:del b");
            assertThat(published.poll()).isNull();
        }
    }

    @Test
    void changesOfOneKeyByManyClientsAreToldInTheirOrder() throws Exception {
        int rounds = 2000;
        try (RawConnection setup = new RawConnection(server.port())) {
            setup.call("CONFIG", "SET", "notify-keyspace-events", "K$g");
        }
        List<CompletableFuture<Void>> clients = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            clients.add(CompletableFuture.runAsync(() -> takeTurns(rounds)));
        }
        // Only a change that is there can be undone: SET NX and DEL take turns, whoever made them.
        String expected = "__keyspace@0__:turn set";
        int told = 0;
        for (CompletableFuture<Void> client : clients) {
            client.get(60, TimeUnit.SECONDS);
        }
        try (RawConnection last = new RawConnection(server.port())) {
            last.call("SET", "end", "");
        }
        for (String message = published.next(); !message.equals("__keyspace@0__:end set"); message = published.next()) {
            assertThat(message).as("message %d", told).isEqualTo(expected);
            expected = expected.endsWith("set") ? "__keyspace@0__:turn del" : "__keyspace@0__:turn set";
            told++;
        }
        assertThat(told).isGreaterThan(rounds / 10);
    }

    private void takeTurns(int rounds) {
        try (RawConnection client = new RawConnection(server.port())) {
            client.send("SET turn 1 NX\r\nDEL turn\r\n".repeat(rounds));
            for (int i = 0; i < 2 * rounds; i++) {
                client.reply();
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static RedisProcess peer() {
        assumeTrue(redis != null, "redis-server is not installed, so there is nothing to compare with");
        RedisProcess present = redis;
        if (present == null) {
            throw new AssertionError();
        }
        return present;
    }

    private void compare(String flags, List<List<String>> commands) throws IOException {
        RedisProcess peer = peer();
        try (RawConnection ours = new RawConnection(server.port());
                RawConnection theirs = new RawConnection(peer.port());
                RawConnection listener = new RawConnection(peer.port())) {
            listener.call("PSUBSCRIBE", "__key*__:*");
            for (RawConnection each : List.of(ours, theirs)) {
                each.call("FLUSHALL");
                each.call("CONFIG", "SET", "notify-keyspace-events", flags);
            }
            for (int from = 0; from < commands.size(); from += CHUNK) {
                List<List<String>> chunk = commands.subList(from, Math.min(commands.size(), from + CHUNK));
                for (List<String> command : chunk) {
                    String[] words = command.toArray(String[]::new);
                    String reply = ours.call(words);
                    assertThat(theirs.call(words).charAt(0)).as("%s", command).isEqualTo(reply.charAt(0));
                }
                String marker = "marker" + markers++;
                mark(theirs, marker, flags);
                mark(ours, marker, flags);
                assertThat(published.until(marker))
                        .as("flags %s, seed %d, after %s", flags, SEED, chunk)
                        .isEqualTo(until(listener, marker));
            }
        }
    }

    /** Changes a key so that this is certainly told. */
    private static void mark(RawConnection client, String marker, String flags) throws IOException {
        client.call("CONFIG", "SET", "notify-keyspace-events", "E$");
        client.call("SET", marker, "");
        client.call("CONFIG", "SET", "notify-keyspace-events", "");
        client.call("DEL", marker);
        client.call("CONFIG", "SET", "notify-keyspace-events", flags);
    }

    /** What Redis told until that key was set. */
    private static List<String> until(RawConnection listener, String marker) throws IOException {
        List<String> told = new ArrayList<>();
        while (true) {
            // An array of four bulk strings, each a line with its length and a line with itself.
            String[] lines = listener.reply().split("(?s)\r\n\\$\\d+\r\n", -1);
            String message = lines[3] + " " + lines[4].substring(0, lines[4].length() - 2);
            if (message.endsWith(" " + marker)) {
                return told;
            }
            told.add(message);
        }
    }
}
