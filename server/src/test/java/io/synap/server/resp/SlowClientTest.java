package io.synap.server.resp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.IOException;
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
