package io.synap.server.resp;

import static org.assertj.core.api.Assertions.assertThat;

import io.synap.protocol.resp.RespLimits;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bytes in, bytes out. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RespTranscriptTest {
    @Test
    void pipelinedRequestsAreAnsweredInOrderHoweverTheyAreCut() throws IOException {
        String requests = RawConnection.encode(List.of("SET", "a", "hello"))
                + RawConnection.encode(List.of("get", "a"))
                + "PING\r\n"
                + RawConnection.encode(List.of("INCR", "n"))
                + RawConnection.encode(List.of("GET", "no"))
                + RawConnection.encode(List.of("SeT", "b", ""))
                + "GET b\r\n";
        String replies = "+OK\r\n$5\r\nhello\r\n+PONG\r\n:1\r\n$-1\r\n+OK\r\n$0\r\n\r\n";
        try (RespTestServer server = RespTestServer.start()) {
            for (int cut = 0; cut < requests.length(); cut++) {
                try (RawConnection client = new RawConnection(server.port())) {
                    client.send(requests.substring(0, cut));
                    client.send(requests.substring(cut));
                    assertThat(client.bytes(replies.length())).as("cut %d", cut).isEqualTo(replies);
                    assertThat(client.call("DEL", "n")).isEqualTo(":1\r\n");
                }
            }
        }
    }

    @Test
    void bytesArrivingOneByOneAreTaken() throws IOException {
        try (RespTestServer server = RespTestServer.start();
                RawConnection client = new RawConnection(server.port())) {
            for (char each :
                    "*3\r\n$3\r\nSET\r\n$1\r\na\r\n$5\r\nhello\r\n*2\r\n$3\r\nGET\r\n$1\r\na\r\n".toCharArray()) {
                client.send(String.valueOf(each));
            }
            assertThat(client.reply()).isEqualTo("+OK\r\n");
            assertThat(client.reply()).isEqualTo("$5\r\nhello\r\n");
        }
    }

    @Test
    void protocolErrorsAreSaidAndTheConnectionClosed() throws IOException {
        try (RespTestServer server = RespTestServer.start()) {
            closes(server, "PING\r\n*1\r\n:1\r\n", "+PONG\r\n-ERR Protocol error: expected '$', got ':'\r\n");
            closes(server, "*2000000\r\n", "-ERR Protocol error: invalid multibulk length\r\n");
            closes(server, "*1\r\n$99999999999\r\n", "-ERR Protocol error: invalid bulk length\r\n");
            closes(server, "set \"a\r\n", "-ERR Protocol error: unbalanced quotes in request\r\n");
            closes(server, "x".repeat(65_600), "-ERR Protocol error: too big inline request\r\n");
            closes(server, "QUIT\r\nPING\r\n", "+OK\r\n");
        }
    }

    private static void closes(RespTestServer server, String bytes, String answer) throws IOException {
        try (RawConnection client = new RawConnection(server.port())) {
            client.send(bytes);
            assertThat(client.untilClosed()).isEqualTo(answer);
        }
    }

    /** Redis takes them for the name without them, or not: its table's random seed decides. */
    @Test
    void zeroBytesAtTheEndOfANameAreNotTheName() throws IOException {
        try (RespTestServer server = RespTestServer.start();
                RawConnection client = new RawConnection(server.port())) {
            assertThat(client.call("get\0", "a"))
                    .isEqualTo("-ERR unknown command 'get', with args beginning with: 'a' \r\n");
            assertThat(client.call("ping\0\0"))
                    .isEqualTo("-ERR unknown command 'ping', with args beginning with: \r\n");
        }
    }

    @Test
    void repliesCanBeTurnedOffAndSkipped() throws IOException {
        try (RespTestServer server = RespTestServer.start();
                RawConnection client = new RawConnection(server.port())) {
            client.send("CLIENT REPLY OFF\r\nPING\r\nSET a 1\r\nGET a\r\nfoo\r\nCLIENT REPLY ON\r\nGET a\r\n");
            assertThat(client.reply()).isEqualTo("+OK\r\n");
            assertThat(client.reply()).isEqualTo("$1\r\n1\r\n");
            client.send("CLIENT REPLY SKIP\r\nPING\r\nECHO x\r\n");
            assertThat(client.reply()).isEqualTo("$1\r\nx\r\n");
            client.send("CLIENT REPLY OFF\r\nKEYS *\r\nCLIENT REPLY ON\r\n");
            assertThat(client.reply()).isEqualTo("+OK\r\n");
        }
    }

    @Test
    void conditionOnAVersionIsOurOwn() throws IOException {
        try (RespTestServer server = RespTestServer.start();
                RawConnection client = new RawConnection(server.port())) {
            assertThat(client.call("SET", "a", "1", "IFVERSION", "0")).isEqualTo("+OK\r\n");
            assertThat(client.call("SET", "a", "2", "IFVERSION", "0"))
                    .isEqualTo("-VERSIONMISMATCH the key has another version\r\n");
            assertThat(client.call("GET", "a")).isEqualTo("$1\r\n1\r\n");
        }
    }

    @Test
    void keysAndValuesBeyondTheirLimitsAreRefused() throws IOException {
        try (RespTestServer server = RespTestServer.start();
                RawConnection client = new RawConnection(server.port())) {
            String longest = "k".repeat(65_535);
            assertThat(client.call("SET", longest, "1")).isEqualTo("+OK\r\n");
            assertThat(client.call("GET", longest)).isEqualTo("$1\r\n1\r\n");
            assertThat(client.call("SET", longest + "k", "1"))
                    .isEqualTo("-ERR key exceeds the maximum allowed size\r\n");
            assertThat(client.call("GET", longest + "k")).isEqualTo("-ERR key exceeds the maximum allowed size\r\n");
            assertThat(client.call("SETRANGE", "r", "16777216", "x")).startsWith("-ERR string exceeds maximum");
            assertThat(client.call("PING")).isEqualTo("+PONG\r\n");
        }
    }

    @Test
    void valuesOfEverySizeComeBackAsTheyWere() throws IOException {
        try (RespTestServer server = RespTestServer.start();
                RawConnection client = new RawConnection(server.port())) {
            for (int size : new int[] {0, 1, 63, 16_383, 16_384, 16_385, 65_536, 100_000, 1_000_000, 10_000_000}) {
                String value = pattern(size);
                assertThat(client.call("SET", "v", value)).isEqualTo("+OK\r\n");
                String bulk = "$" + size + "\r\n" + value + "\r\n";
                assertThat(client.call("GET", "v").equals(bulk))
                        .as("GET of %d bytes", size)
                        .isTrue();
                assertThat(client.call("MGET", "v", "no", "v").equals("*3\r\n" + bulk + "$-1\r\n" + bulk))
                        .as("MGET of %d bytes", size)
                        .isTrue();
                assertThat(client.call("GETRANGE", "v", "1", "-2").length()).isGreaterThanOrEqualTo(6);
                assertThat(client.call("GETSET", "v", "").equals(bulk))
                        .as("GETSET of %d bytes", size)
                        .isTrue();
                assertThat(client.call("SET", "v", value, "GET")).isEqualTo("$0\r\n\r\n");
                assertThat(client.call("GETEX", "v", "EX", "100").equals(bulk)).isTrue();
                assertThat(client.call("GETDEL", "v").equals(bulk))
                        .as("GETDEL of %d bytes", size)
                        .isTrue();
                assertThat(client.call("GET", "v")).isEqualTo("$-1\r\n");
            }
        }
    }

    private static String pattern(int size) {
        StringBuilder text = new StringBuilder(size);
        for (int i = 0; i < size; i++) {
            text.append((char) ('a' + i % 26 + (i / 1000 % 3)));
        }
        return text.toString();
    }

    @Test
    void memoryLimitRefusesWritesAndCopies() throws IOException {
        try (RespTestServer server = RespTestServer.withMemory(300_000);
                RawConnection client = new RawConnection(server.port())) {
            assertThat(client.call("SET", "a", "x".repeat(200_000))).isEqualTo("+OK\r\n");
            String refused = "-OOM command not allowed when used memory > 'maxmemory'.\r\n";
            assertThat(client.call("SET", "b", "x".repeat(200_000))).isEqualTo(refused);
            assertThat(client.call("COPY", "a", "b")).isEqualTo(refused);
            assertThat(client.call("DEL", "a")).isEqualTo(":1\r\n");
            assertThat(client.call("SET", "b", "x".repeat(200_000))).isEqualTo("+OK\r\n");
        }
    }

    @Test
    void connectionsBeyondTheLimitAreTurnedAway() throws IOException {
        try (RespTestServer server =
                        RespTestServer.start(s -> RespTestServer.withLimits(s, s.limits(), 2, 0, s.outputBytesMax()));
                RawConnection one = new RawConnection(server.port());
                RawConnection two = new RawConnection(server.port())) {
            assertThat(one.call("PING")).isEqualTo("+PONG\r\n");
            assertThat(two.call("PING")).isEqualTo("+PONG\r\n");
            try (RawConnection three = new RawConnection(server.port())) {
                assertThat(three.untilClosed()).isEqualTo("-ERR max number of clients reached\r\n");
            }
            assertThat(server.server().connectionsRefused()).isEqualTo(1);
        }
    }

    @Test
    void silentConnectionsAreClosed() throws IOException {
        try (RespTestServer server = RespTestServer.start(
                        s -> RespTestServer.withLimits(s, s.limits(), 10, 300, s.outputBytesMax()));
                RawConnection client = new RawConnection(server.port())) {
            assertThat(client.untilClosed()).isEmpty();
        }
    }

    @Test
    void aReplyBeyondTheOutputLimitClosesItsConnectionAlone() throws IOException {
        try (RespTestServer server =
                        RespTestServer.start(s -> RespTestServer.withLimits(s, s.limits(), 10, 0, 200_000));
                RawConnection other = new RawConnection(server.port());
                RawConnection client = new RawConnection(server.port())) {
            for (int i = 0; i < 100; i++) {
                assertThat(client.call("SET", "k" + i, "x".repeat(10_000))).isEqualTo("+OK\r\n");
            }
            StringBuilder all = new StringBuilder("MGET");
            for (int i = 0; i < 100; i++) {
                all.append(" k").append(i);
            }
            client.send(all + "\r\n");
            assertThat(client.untilClosed().length()).isLessThan(1_000_000);
            assertThat(other.call("PING")).isEqualTo("+PONG\r\n");
        }
    }

    @Test
    void aRequestThatOnlyClaimsToBeHugeCostsNothing() throws IOException {
        RespLimits limits = RespLimits.forValues(16 * 1024 * 1024);
        try (RespTestServer server =
                RespTestServer.start(s -> RespTestServer.withLimits(s, limits, 100, 0, s.outputBytesMax()))) {
            RawConnection[] clients = new RawConnection[50];
            for (int i = 0; i < clients.length; i++) {
                clients[i] = new RawConnection(server.port());
                clients[i].send("*3\r\n$3\r\nSET\r\n$1\r\na\r\n$16000000\r\nabc");
            }
            try (RawConnection other = new RawConnection(server.port())) {
                assertThat(other.call("PING")).isEqualTo("+PONG\r\n");
            }
            for (RawConnection each : clients) {
                each.close();
            }
        }
    }

    @Test
    void keysAreReturnedOnceEachWhileOthersGoOn() throws IOException {
        try (RespTestServer server = RespTestServer.start();
                RawConnection client = new RawConnection(server.port())) {
            StringBuilder sets = new StringBuilder();
            for (int i = 0; i < 30_000; i++) {
                sets.append(RawConnection.encode(List.of("SET", "key:" + i, "v")));
            }
            client.send(sets.toString());
            for (int i = 0; i < 30_000; i++) {
                client.reply();
            }
            client.send("KEYS key:*\r\nPING\r\n");
            String keys = client.reply();
            assertThat(keys).startsWith("*30000\r\n");
            assertThat(keys.lines()
                            .filter(line -> line.startsWith("key:"))
                            .distinct()
                            .count())
                    .isEqualTo(30_000);
            assertThat(client.reply()).isEqualTo("+PONG\r\n");
            assertThat(client.call("DBSIZE")).isEqualTo(":30000\r\n");
        }
    }

    @Test
    void administrationIsPassedOn() throws IOException {
        try (RespTestServer server = RespTestServer.start();
                RawConnection client = new RawConnection(server.port())) {
            assertThat(client.call("CONFIG", "GET", "TIME*")).isEqualTo("*2\r\n$7\r\ntimeout\r\n$1\r\n0\r\n");
            assertThat(client.call("CONFIG", "SET", "timeout", "5")).isEqualTo("+OK\r\n");
            assertThat(client.call("SAVE")).isEqualTo("+OK\r\n");
            assertThat(client.call("LASTSAVE")).isEqualTo(":1000\r\n");
            assertThat(client.call("WAITAOF", "1", "0", "0"))
                    .isEqualTo("-ERR WAITAOF cannot be used when numlocal is set but appendonly is disabled.\r\n");
            assertThat(client.call("INFO", "server")).contains("redis_version:7.0.15\r\n");
            assertThat(client.call("CLIENT", "LIST")).contains(" cmd=client|list ");
            assertThat(client.call("COMMAND", "COUNT")).startsWith(":");
        }
    }

    @Test
    void settingsChangeAllOrNoneAndTheErrorIsSaidOnce() throws IOException {
        try (RespTestServer server = RespTestServer.start();
                RawConnection client = new RawConnection(server.port())) {
            assertThat(client.call("CONFIG", "SET", "timeout", "5", "loglevel", "shout"))
                    .isEqualTo("-ERR CONFIG SET failed (possibly related to argument 'loglevel') - argument(s) must be"
                            + " one of the following: nothing, warning, notice, verbose, debug\r\n");
            assertThat(client.call("CONFIG", "SET", "port", "5"))
                    .isEqualTo("-ERR CONFIG SET failed (possibly related to argument 'port') - can't set immutable"
                            + " config\r\n");
            assertThat(client.call("CONFIG", "GET", "timeout")).endsWith("$1\r\n0\r\n");
        }
    }
}
