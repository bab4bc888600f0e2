package io.synap.server.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The same commands to Synap and to Redis 7.0, and the same bytes from both. Skipped without Redis. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class RedisComparisonTest {
    private static final long SEED = Long.getLong("synap.seed", System.nanoTime());
    private static final int RANDOM_COMMANDS = 20_000;

    private static @Nullable RedisProcess redis;
    private static int redisPort;

    @BeforeAll
    static void startRedis() throws IOException {
        RedisProcess started = RedisProcess.start();
        redis = started;
        redisPort = started == null ? 0 : started.port();
    }

    @AfterAll
    static void stopRedis() {
        if (redis != null) {
            redis.close();
        }
    }

    @Test
    void everyScriptedReplyIsTheSame() throws IOException {
        assumeRedis();
        List<List<String>> script = script("/resp/comparison.txt");
        try (RespTestServer server = RespTestServer.start()) {
            for (int version = 2; version <= 3; version++) {
                compare(server, version, script);
            }
        }
    }

    @Test
    void everyScriptedReplyAboutStreamsIsTheSame() throws IOException {
        assumeRedis();
        List<List<String>> script = script("/resp/comparison-streams.txt");
        try (RespTestServer server = RespTestServer.start()) {
            for (int version = 2; version <= 3; version++) {
                compare(server, version, script);
            }
        }
    }

    @Test
    void everyReplyOfARandomSessionWithStreamsIsTheSame() throws IOException {
        assumeRedis();
        try (RespTestServer server = RespTestServer.start()) {
            for (int version = 2; version <= 3; version++) {
                compare(server, version, RandomStreams.session(new SplittableRandom(SEED + version)));
            }
        }
    }

    @Test
    void everyMessageOfARandomSessionIsTheSame() throws IOException {
        assumeRedis();
        List<RandomPubSub.Step> script = RandomPubSub.script(new SplittableRandom(SEED), 2000);
        try (RespTestServer server = RespTestServer.onOneLoop()) {
            assertThat(RandomPubSub.play(server.port(), script))
                    .as("seed %d", SEED)
                    .isEqualTo(RandomPubSub.play(redisPort, script));
        }
    }

    @Test
    void everyReplyOfARandomSessionIsTheSame() throws IOException {
        assumeRedis();
        try (RespTestServer server = RespTestServer.start()) {
            for (int version = 2; version <= 3; version++) {
                compare(server, version, randomSession(new SplittableRandom(SEED + version)));
            }
        }
    }

    @Test
    void slowCommandsAreKeptTheSame() throws IOException {
        assumeRedis();
        try (RespTestServer server = RespTestServer.start();
                RawConnection ours = new RawConnection(server.port());
                RawConnection theirs = new RawConnection(redisPort)) {
            assertThat(slowLog(ours)).isEqualTo(slowLog(theirs));
        }
    }

    /** What is kept of some commands, without what differs: ids, times, durations, addresses. */
    private static String slowLog(RawConnection client) throws IOException {
        client.call("CONFIG", "SET", "slowlog-log-slower-than", "0");
        client.call("SLOWLOG", "RESET");
        client.call("CLIENT", "SETNAME", "me");
        client.call("SET", "a", "x".repeat(128));
        client.call("SET", "a", "x".repeat(129));
        String[] many = new String[33];
        Arrays.fill(many, "k");
        many[0] = "DEL";
        client.call(many);
        client.call("NOSUCH", "b");
        client.call("APPEND", "a");
        client.call("KEYS", "n*");
        String entries = client.call("SLOWLOG", "GET", "-1");
        client.call("CONFIG", "SET", "slowlog-log-slower-than", "-1");
        client.call("SLOWLOG", "RESET");
        return entries.replaceAll(":\\d+\r\n:\\d+\r\n:\\d+\r\n", "")
                .replaceAll("\\$\\d+\r\n127\\.0\\.0\\.1:\\d+\r\n", "");
    }

    @Test
    void protocolErrorsAreTheSame() throws IOException {
        assumeRedis();
        try (RespTestServer server = RespTestServer.start()) {
            for (String bytes : List.of(
                    "*1\r\n:1\r\n",
                    "*abc\r\n",
                    "*1\r\n$abc\r\n",
                    "*1\r\n$-5\r\n",
                    "*99999999999\r\n",
                    "set \"a\r\n",
                    "*1\r\n$9999999999\r\n",
                    "PING\r\n*1\r\nx\r\n",
                    "PING \"a b\"\r\n'x\r\n",
                    "*0\r\n*-1\r\n\r\nPING\r\nQUIT\r\n",
                    "ECHO \"a\\x41\\n\\\"\"\r\nECHO 'a\\'b\\n'\r\nQUIT\r\n")) {
                assertThat(untilClosed(server.port(), bytes)).as(bytes).isEqualTo(untilClosed(redisPort, bytes));
            }
        }
    }

    private static void assumeRedis() {
        assumeTrue(redis != null, "redis-server is not installed, so there is nothing to compare with");
    }

    private static String untilClosed(int port, String bytes) throws IOException {
        try (RawConnection client = new RawConnection(port)) {
            client.send(bytes);
            return client.untilClosed();
        }
    }

    private static void compare(RespTestServer server, int version, List<List<String>> commands) throws IOException {
        try (RawConnection ours = new RawConnection(server.port());
                RawConnection theirs = new RawConnection(redisPort)) {
            hello(ours, theirs, version);
            for (int i = 0; i < commands.size(); i++) {
                List<String> command = commands.get(i);
                String expected = masked(theirs.call(command.toArray(String[]::new)));
                String actual = masked(ours.call(command.toArray(String[]::new)));
                assertThat(actual)
                        .as("RESP%d, seed %d, command %d: %s", version, SEED, i, command)
                        .isEqualTo(expected);
                if (command.getFirst().equals("reset")) {
                    hello(ours, theirs, version);
                }
            }
        }
    }

    /** Without what depends on the time, and on how Redis keeps a stream in memory. */
    private static String masked(String reply) {
        return reply.replaceAll("(radix-tree-(keys|nodes)\r\n:)\\d+", "$1#")
                .replaceAll("(idle\r\n:)\\d+", "$1#")
                .replaceAll(":1\\d{12}\r\n", ":#\r\n")
                .replaceAll("(?<=\r\n|^)1\\d{12}-\\d+\r\n", "#-#\r\n")
                .replaceAll("(\\*4\r\n\\$\\d+\r\n\\d+-\\d+\r\n\\$\\d+\r\n[a-z0-9]+\r\n:)\\d+", "$1#");
    }

    private static void hello(RawConnection ours, RawConnection theirs, int version) throws IOException {
        String expected = theirs.call("HELLO", "" + version).replaceFirst("(id\\r\\n):\\d+", "$1");
        String actual = ours.call("HELLO", "" + version).replaceFirst("(id\\r\\n):\\d+", "$1");
        assertThat(actual.replaceFirst("7\\.0\\.\\d+", "")).isEqualTo(expected.replaceFirst("7\\.0\\.\\d+", ""));
    }

    static List<List<String>> script(String resource) throws IOException {
        try (InputStream in = RedisComparisonTest.class.getResourceAsStream(resource)) {
            String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.US_ASCII);
            List<List<String>> script = new ArrayList<>();
            for (String line : text.lines().toList()) {
                if (!line.startsWith("#")) {
                    script.add(words(line));
                }
            }
            return script;
        }
    }

    /** Splits a line; in double quotes only {@code \" \\ \xFF} are used. */
    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        int at = 0;
        while (at < line.length()) {
            if (line.charAt(at) == ' ') {
                at++;
            } else if (line.charAt(at) != '"') {
                int end = line.indexOf(' ', at);
                words.add(line.substring(at, end < 0 ? line.length() : end));
                at = end < 0 ? line.length() : end;
            } else {
                StringBuilder word = new StringBuilder();
                at++;
                while (line.charAt(at) != '"') {
                    if (line.startsWith("\\x", at)) {
                        word.append((char) Integer.parseInt(line.substring(at + 2, at + 4), 16));
                        at += 4;
                    } else {
                        at += line.charAt(at) == '\\' ? 1 : 0;
                        word.append(line.charAt(at++));
                    }
                }
                words.add(word.toString());
                at++;
            }
        }
        return words;
    }

    static List<List<String>> randomSession(SplittableRandom random) {
        List<List<String>> commands = new ArrayList<>();
        commands.add(List.of("flushall"));
        for (int i = 0; i < RANDOM_COMMANDS; i++) {
            commands.add(randomCommand(random));
        }
        return commands;
    }

    private static List<String> randomCommand(SplittableRandom random) {
        String key = "k" + random.nextInt(12);
        String other = "k" + random.nextInt(12);
        String value = randomValue(random);
        String number = "" + (random.nextInt(200) - 100);
        return switch (random.nextInt(30)) {
            case 0, 1, 2 -> List.of("SET", key, value);
            case 3 -> List.of("SET", key, value, random.nextBoolean() ? "NX" : "XX", "GET");
            case 4 -> List.of("SET", key, value, "PXAT", "99999999" + random.nextInt(10_000, 99_999));
            case 5 -> List.of("SET", key, value, "KEEPTTL");
            case 6, 7 -> List.of("GET", key);
            case 8 -> List.of("MGET", key, other, "k1");
            case 9 -> List.of("MSET", key, value, other, number);
            case 10 -> List.of("MSETNX", key, value, other, number);
            case 11 -> List.of("INCRBY", key, number);
            case 12 -> List.of("DECR", key);
            case 13 -> List.of("APPEND", key, value.substring(0, Math.min(5, value.length())));
            case 14 -> List.of("GETRANGE", key, number, "" + (random.nextInt(200) - 100));
            case 15 -> List.of("SETRANGE", key, "" + random.nextInt(60), value);
            case 16 -> List.of("STRLEN", key);
            case 17 -> List.of("DEL", key, other);
            case 18 -> List.of("EXISTS", key, other, key);
            case 19 -> List.of("RENAME", key, other);
            case 20 -> List.of("RENAMENX", key, other);
            case 21 -> List.of("COPY", key, other, "REPLACE");
            case 22 -> List.of("PEXPIREAT", key, "99999999" + random.nextInt(10_000, 99_999), rule(random));
            case 23 -> List.of("PEXPIRETIME", key);
            case 24 -> List.of("PERSIST", key);
            case 25 -> List.of("GETDEL", key);
            case 26 -> List.of("GETSET", key, value);
            case 27 -> List.of("GETEX", key, "PXAT", "99999999" + random.nextInt(10_000, 99_999));
            case 28 -> List.of("EXPIREAT", key, "" + random.nextInt(3));
            default -> List.of(random.nextBoolean() ? "DBSIZE" : "PING");
        };
    }

    private static String rule(SplittableRandom random) {
        return List.of("NX", "XX", "GT", "LT").get(random.nextInt(4));
    }

    private static String randomValue(SplittableRandom random) {
        if (random.nextInt(3) == 0) {
            return Long.toString(random.nextLong() >> random.nextInt(64));
        }
        int length = random.nextInt(20) == 0 ? random.nextInt(40_000) : random.nextInt(40);
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append((char) random.nextInt(256));
        }
        return text.toString();
    }
}
