package io.synap.server.resp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** CLIENT PAUSE lets commands wait without losing or reordering any. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class PauseTest {
    /** Asks until so many clients wait; the test's timeout bounds it. */
    private static void awaitWaiting(RawConnection other, int clients) throws IOException {
        long waiting = -1;
        while (waiting != clients) {
            waiting = other.call("CLIENT", "LIST")
                    .lines()
                    .filter(line -> line.contains(" flags=b "))
                    .count();
        }
    }

    @Test
    void writesWaitAndReadsDoNot() throws IOException {
        try (RespTestServer server = RespTestServer.start();
                RawConnection writer = new RawConnection(server.port());
                RawConnection other = new RawConnection(server.port())) {
            assertThat(other.call("CLIENT", "PAUSE", "3600000", "write")).isEqualTo("+OK\r\n");
            writer.send("GET a\r\n" + "*3\r\n$3\r\nSET\r\n$1\r\na\r\n$1\r\n1\r\n" + "GET a\r\nINCR a\r\n");
            assertThat(writer.reply()).isEqualTo("$-1\r\n");
            awaitWaiting(other, 1);
            assertThat(other.call("GET", "a")).isEqualTo("$-1\r\n");
            assertThat(other.call("INFO", "clients")).contains("blocked_clients:1\r\n");
            assertThat(other.call("CLIENT", "UNPAUSE")).isEqualTo("+OK\r\n");
            assertThat(writer.reply()).isEqualTo("+OK\r\n");
            assertThat(writer.reply()).isEqualTo("$1\r\n1\r\n");
            assertThat(writer.reply()).isEqualTo(":2\r\n");
        }
    }

    @Test
    void messagesWaitAsWritesDo() throws IOException {
        try (RespTestServer server = RespTestServer.start();
                RawConnection publisher = new RawConnection(server.port());
                RawConnection other = new RawConnection(server.port())) {
            assertThat(other.call("CLIENT", "PAUSE", "3600000", "write")).isEqualTo("+OK\r\n");
            publisher.send("PUBLISH a 1\r\nSPUBLISH a 1\r\n");
            awaitWaiting(other, 1);
            assertThat(other.call("CLIENT", "UNPAUSE")).isEqualTo("+OK\r\n");
            assertThat(publisher.reply()).isEqualTo(":0\r\n");
            assertThat(publisher.reply()).isEqualTo(":0\r\n");
        }
    }

    @Test
    void everythingWaitsExceptWhatEndsThePause() throws IOException {
        try (RespTestServer server = RespTestServer.start();
                RawConnection one = new RawConnection(server.port());
                RawConnection two = new RawConnection(server.port());
                RawConnection other = new RawConnection(server.port())) {
            other.send("CLIENT PAUSE 3600000\r\n");
            assertThat(other.reply()).isEqualTo("+OK\r\n");
            one.send("PING\r\n");
            two.send("*2\r\n$3\r\nGET\r\n$1\r\na\r\n");
            awaitWaiting(other, 2);
            // A pause in force is not made weaker or shorter.
            assertThat(other.call("CLIENT", "PAUSE", "1", "WRITE")).isEqualTo("+OK\r\n");
            awaitWaiting(other, 2);
            assertThat(other.call("CLIENT", "UNPAUSE")).isEqualTo("+OK\r\n");
            assertThat(one.reply()).isEqualTo("+PONG\r\n");
            assertThat(two.reply()).isEqualTo("$-1\r\n");
        }
    }

    @Test
    void aPauseEndsByItselfAndNotBefore() throws IOException {
        try (RespTestServer server = RespTestServer.start();
                RawConnection client = new RawConnection(server.port())) {
            long before = System.nanoTime();
            client.send("CLIENT PAUSE 100\r\nPING\r\n");
            assertThat(client.reply()).isEqualTo("+OK\r\n");
            assertThat(client.reply()).isEqualTo("+PONG\r\n");
            assertThat(System.nanoTime() - before).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(95));
        }
    }

    @Test
    void aClientThatLeavesWhileItWaitsIsForgotten() throws IOException {
        try (RespTestServer server = RespTestServer.start();
                RawConnection other = new RawConnection(server.port())) {
            assertThat(other.call("CLIENT", "PAUSE", "3600000")).isEqualTo("+OK\r\n");
            try (RawConnection waiting = new RawConnection(server.port());
                    RawConnection waitingForReplicas = new RawConnection(server.port())) {
                waiting.send("PING\r\n");
                waitingForReplicas.send("WAIT 1 0\r\n");
                awaitWaiting(other, 2);
                // Not read as long as they wait, and before the end of what they send.
                waiting.send("PING\r\n".repeat(1_000));
                waitingForReplicas.send("PING\r\n".repeat(1_000));
            }
            String clients = "";
            while (clients.lines().filter(line -> line.contains("id=")).count() != 1) {
                clients = other.call("CLIENT", "LIST");
            }
            assertThat(server.server().connections()).isEqualTo(1);
            assertThat(other.call("CLIENT", "UNPAUSE")).isEqualTo("+OK\r\n");
        }
    }

    @Test
    void onceAPauseIsAnsweredNothingIsWrittenByAnyEventLoop() throws IOException {
        try (RespTestServer server = RespTestServer.start();
                RawConnection other = new RawConnection(server.port())) {
            List<RawConnection> writers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                writers.add(new RawConnection(server.port()));
            }
            int increments = 4_000;
            for (int round = 1; round <= 20; round++) {
                for (RawConnection writer : writers) {
                    writer.send("INCR n\r\n".repeat(increments));
                }
                assertThat(other.call("CLIENT", "PAUSE", "3600000", "WRITE")).isEqualTo("+OK\r\n");
                String paused = other.call("GET", "n");
                for (int i = 0; i < 20; i++) {
                    assertThat(other.call("GET", "n")).isEqualTo(paused);
                }
                assertThat(other.call("CLIENT", "UNPAUSE")).isEqualTo("+OK\r\n");
                for (RawConnection writer : writers) {
                    for (int i = 0; i < increments; i++) {
                        assertThat(writer.reply()).startsWith(":");
                    }
                }
                String all = Integer.toString(round * writers.size() * increments);
                assertThat(other.call("GET", "n")).endsWith("\r\n" + all + "\r\n");
            }
            for (RawConnection writer : writers) {
                writer.close();
            }
        }
    }

    @Test
    void whoWaitsIsNotIdle() throws IOException {
        try (RespTestServer server = RespTestServer.start(
                        s -> RespTestServer.withLimits(s, s.limits(), 10, 100, s.outputBytesMax()));
                RawConnection client = new RawConnection(server.port());
                RawConnection silent = new RawConnection(server.port())) {
            client.send("WAIT 1 2500\r\nPING\r\n");
            assertThat(silent.untilClosed()).isEmpty();
            assertThat(client.reply()).isEqualTo(":0\r\n");
            assertThat(client.reply()).isEqualTo("+PONG\r\n");
        }
    }

    @Test
    void aLateAnswerOfOneCommandIsNotThatOfTheNext() throws IOException {
        try (RespTestServer server = RespTestServer.start();
                RawConnection client = new RawConnection(server.port())) {
            client.send("WAIT 1 1\r\nKEYS *\r\nWAIT 2 1\r\nPING\r\n");
            assertThat(client.reply()).isEqualTo(":0\r\n");
            assertThat(client.reply()).isEqualTo("*0\r\n");
            assertThat(client.reply()).isEqualTo(":0\r\n");
            assertThat(client.reply()).isEqualTo("+PONG\r\n");
        }
    }
}
