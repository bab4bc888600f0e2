package io.synap.server.resp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client that asks and does not read must not hurt the server or the others. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class SlowClientTest {
    private static final int VALUE_BYTES = 8 * 1024 * 1024;
    private static final int REQUESTS = 500;

    @Test
    void unreadLargeValuesTakeBoundedMemoryAndArriveWholeInTheEnd() throws Exception {
        String value = "v".repeat(VALUE_BYTES);
        unreadValues(value);
    }

    @Test
    void unreadSmallValuesTakeBoundedMemoryAndArriveWholeInTheEnd() throws Exception {
        unreadValues("v".repeat(10_000));
    }

    @Test
    void aWholePipelineMayBeSentBeforeItsRepliesAreRead() throws Exception {
        String key = "k".repeat(2_000);
        String value = "v".repeat(1_000);
        int requests = 15_000;
        try (RespTestServer server = RespTestServer.start();
                RawConnection client = new RawConnection(server.port(), 64 * 1024)) {
            assertThat(client.call("SET", key, value)).isEqualTo("+OK\r\n");
            client.send(RawConnection.encode(List.of("GET", key)).repeat(requests));
            String reply = "$1000\r\n" + value + "\r\n";
            for (int i = 0; i < requests; i++) {
                assertThat(client.reply()).isEqualTo(reply);
            }
            assertThat(server.bufferLimitsExceeded()).isZero();
        }
    }

    @Test
    void manyClientsThatDoNotReadLeaveBuffersForOthers() throws Exception {
        int clients = 150;
        try (RespTestServer server = RespTestServer.start(s -> RespTestServer.withBuffers(s, 0, 8L * 1024 * 1024));
                RawConnection other = new RawConnection(server.port())) {
            assertThat(other.call("SET", "a", "v".repeat(10_000))).isEqualTo("+OK\r\n");
            long before = bufferBytes();
            List<RawConnection> slow = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                RawConnection each = new RawConnection(server.port(), 4 * 1024);
                each.send("GET a\r\n".repeat(2_000));
                slow.add(each);
                assertThat(other.call("PING")).isEqualTo("+PONG\r\n");
            }
            assertThat(bufferBytes() - before).isLessThan(64L * 1024 * 1024);
            assertThat(other.call("STRLEN", "a")).isEqualTo(":10000\r\n");
            for (RawConnection each : slow) {
                each.close();
            }
            awaitBuffersAtMost(other, 0);
        }
    }

    @Test
    void aClientThatTakesNothingIsClosedAfterAWhile() throws Exception {
        try (RespTestServer server =
                        RespTestServer.start(s -> RespTestServer.withBuffers(s, 500, s.buffersBytesMax()));
                RawConnection other = new RawConnection(server.port());
                RawConnection slow = new RawConnection(server.port(), 4 * 1024)) {
            assertThat(other.call("SET", "a", "v".repeat(10_000))).isEqualTo("+OK\r\n");
            slow.send("GET a\r\n".repeat(2_000));
            while (server.bufferLimitsExceeded() == 0) {
                assertThat(other.call("PING")).isEqualTo("+PONG\r\n");
            }
            assertThat(slow.untilClosed().length()).isLessThan(20_000_000);
            assertThat(server.bufferLimitsExceeded()).isEqualTo(1);
        }
    }

    @Test
    void requestsThatOnlyClaimToBeLargeTakeFewBuffers() throws Exception {
        try (RespTestServer server = RespTestServer.start(s -> RespTestServer.withBuffers(s, 0, 8L * 1024 * 1024));
                RawConnection other = new RawConnection(server.port())) {
            long before = bufferBytes();
            List<RawConnection> claiming = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                RawConnection each = new RawConnection(server.port());
                each.send("*3\r\n$3\r\nSET\r\n$1\r\na\r\n$16000000\r\nabc");
                claiming.add(each);
                assertThat(other.call("PING")).isEqualTo("+PONG\r\n");
            }
            assertThat(bufferBytes() - before).isLessThan(32L * 1024 * 1024);
            for (RawConnection each : claiming) {
                each.close();
            }
            awaitBuffersAtMost(other, 0);
        }
    }

    @Test
    void unfinishedRequestsDoNotKeepBuffersShortForEver() throws Exception {
        long buffers = 4L * 1024 * 1024;
        try (RespTestServer server = RespTestServer.start(s -> RespTestServer.withBuffers(s, 500, buffers));
                RawConnection other = new RawConnection(server.port())) {
            List<RawConnection> unfinished = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                RawConnection each = new RawConnection(server.port());
                each.send("*3\r\n$3\r\nSET\r\n$1\r\na\r\n$250000\r\n" + "v".repeat(200_000));
                unfinished.add(each);
            }
            while (server.bufferLimitsExceeded() == 0) {
                assertThat(other.call("PING")).isEqualTo("+PONG\r\n");
            }
            awaitBuffersAtMost(other, buffers / 2);
            for (RawConnection each : unfinished) {
                each.close();
            }
        }
    }

    @Test
    void whatKeysGathersIsCountedBeforeItIsSent() throws Exception {
        try (RespTestServer server = RespTestServer.start(s -> RespTestServer.withBuffers(s, 0, 1024 * 1024));
                RawConnection client = new RawConnection(server.port());
                RawConnection other = new RawConnection(server.port())) {
            String filler = "k".repeat(1_000);
            for (int i = 0; i < 20; i++) {
                StringBuilder sets = new StringBuilder();
                for (int j = 0; j < 1_000; j++) {
                    sets.append(RawConnection.encode(List.of("SET", filler + (i * 1_000 + j), "")));
                }
                other.send(sets.toString());
                for (int j = 0; j < 1_000; j++) {
                    assertThat(other.reply()).isEqualTo("+OK\r\n");
                }
            }
            client.send("KEYS *\r\n");
            assertThat(client.untilClosed()).isEmpty();
            assertThat(server.bufferLimitsExceeded()).isEqualTo(1);
            assertThat(other.call("KEYS", filler + "7")).isEqualTo("*1\r\n$1001\r\n" + filler + "7\r\n");
            awaitBuffersAtMost(other, 0);
        }
    }

    /** Asks until buffers hold no more; the test's timeout bounds it. */
    private static void awaitBuffersAtMost(RawConnection other, long bytesMax) throws IOException {
        long held = Long.MAX_VALUE;
        while (held > bytesMax) {
            held = other.call("INFO", "memory")
                    .lines()
                    .filter(line -> line.startsWith("mem_clients_normal:"))
                    .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(':') + 1)))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void unreadValues(String value) throws Exception {
        try (RespTestServer server = RespTestServer.start();
                RawConnection slow = new RawConnection(server.port());
                RawConnection other = new RawConnection(server.port())) {
            assertThat(other.call("SET", "big", value)).isEqualTo("+OK\r\n");
            long before = bufferBytes();
            int requests = value.length() > 1_000_000 ? REQUESTS / 10 : REQUESTS * 20;
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> sendGets(slow, requests));
            for (int i = 0; i < 2_000; i++) {
                assertThat(other.call("PING")).isEqualTo("+PONG\r\n");
            }
            assertThat(bufferBytes() - before).isLessThan(48L * 1024 * 1024);
            assertThat(other.call("DEL", "big")).isEqualTo(":1\r\n");
            int whole = 0;
            for (int i = 0; i < requests; i++) {
                String reply = slow.reply();
                if (!reply.equals("$-1\r\n")) {
                    whole++;
                    assertThat(reply.length()).isGreaterThan(value.length());
                }
            }
            assertThat(whole).isPositive();
            sending.get(20, TimeUnit.SECONDS);
            assertThat(slow.call("PING")).isEqualTo("+PONG\r\n");
        }
    }

    private static void sendGets(RawConnection slow, int requests) {
        try {
            for (int i = 0; i < requests; i++) {
                slow.send("GET big\r\n");
            }
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static long bufferBytes() {
        return ByteBufAllocator.DEFAULT instanceof ByteBufAllocatorMetricProvider provider
                ? provider.metric().usedDirectMemory()
                : 0;
    }
}
