package io.synap.server.resp;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.Consumer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.XAddParams;
import redis.clients.jedis.params.XReadGroupParams;
import redis.clients.jedis.params.XReadParams;
import redis.clients.jedis.resps.StreamEntry;

/** Streams as clients use them: two libraries, and connections that wait. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class StreamClientsTest {
    private static void awaitBlocked(RawConnection observer, int clients) throws IOException {
        String expected = "blocked_clients:" + clients;
        while (!observer.call("INFO", "clients").contains(expected)) {
            Thread.onSpinWait();
        }
    }

    @Test
    void readsThatWaitAreAnsweredByTheNextEvent() throws IOException {
        try (RespTestServer server = RespTestServer.start();
                RawConnection reader = new RawConnection(server.port());
                RawConnection other = new RawConnection(server.port());
                RawConnection writer = new RawConnection(server.port())) {
            reader.send("XREAD BLOCK 0 STREAMS a b $ $\r\nPING\r\n");
            other.send("XREAD COUNT 5 BLOCK 20000 STREAMS b 0\r\n");
            awaitBlocked(writer, 2);
            assertThat(writer.call("XADD", "b", "1-1", "f", "v")).isEqualTo("$3\r\n1-1\r\n");
            String answer = "*1\r\n*2\r\n$1\r\nb\r\n*1\r\n*2\r\n$3\r\n1-1\r\n*2\r\n$1\r\nf\r\n$1\r\nv\r\n";
            assertThat(reader.reply()).isEqualTo(answer);
            assertThat(reader.reply()).isEqualTo("+PONG\r\n");
            assertThat(other.reply()).isEqualTo(answer);
        }
    }

    @Test
    void consumersThatWaitGetEachEventOnce() throws IOException {
        try (RespTestServer server = RespTestServer.start();
                RawConnection one = new RawConnection(server.port());
                RawConnection two = new RawConnection(server.port());
                RawConnection writer = new RawConnection(server.port())) {
            assertThat(writer.call("XGROUP", "CREATE", "s", "g", "$", "MKSTREAM"))
                    .isEqualTo("+OK\r\n");
            one.send("XREADGROUP GROUP g one COUNT 1 BLOCK 20000 STREAMS s >\r\n");
            awaitBlocked(writer, 1);
            two.send("XREADGROUP GROUP g two COUNT 1 BLOCK 20000 STREAMS s >\r\n");
            awaitBlocked(writer, 2);
            writer.call("XADD", "s", "1-1", "f", "v");
            writer.call("XADD", "s", "1-2", "f", "w");
            String both = one.reply() + two.reply();
            assertThat(both).containsOnlyOnce("1-1").containsOnlyOnce("1-2");
            assertThat(writer.call("XPENDING", "s", "g")).startsWith("*4\r\n:2\r\n");
        }
    }

    @Test
    void longAnswersComeWhole() throws IOException {
        try (RespTestServer server = RespTestServer.start();
                RawConnection client = new RawConnection(server.port())) {
            String large = "y".repeat(100_000);
            for (int i = 1; i <= 2_000; i++) {
                client.call("XADD", "s", "1-" + i, "n", i % 500 == 0 ? large : "" + i);
            }
            client.call("XDEL", "s", "1-7");
            String all = client.call("XRANGE", "s", "-", "+");
            assertThat(all).startsWith("*1999\r\n").contains(large).contains("1-2000\r\n");
            String back = client.call("XREVRANGE", "s", "+", "-");
            assertThat(back).startsWith("*1999\r\n*2\r\n$6\r\n1-2000\r\n").hasSameSizeAs(all);
            assertThat(client.call("XREAD", "STREAMS", "s", "none", "0", "0"))
                    .startsWith("*1\r\n*2\r\n$1\r\ns\r\n*1999\r\n");
            assertThat(client.call("XRANGE", "s", "1-500", "1-500"))
                    .isEqualTo("*1\r\n*2\r\n$5\r\n1-500\r\n*2\r\n$1\r\nn\r\n$100000\r\n" + large + "\r\n");
            assertThat(client.call("PING")).isEqualTo("+PONG\r\n");
        }
    }

    @Test
    void limitsAreSaid() throws IOException {
        try (RespTestServer server = RespTestServer.start();
                RawConnection client = new RawConnection(server.port())) {
            assertThat(client.call("XADD", "s", "*", "f", "x".repeat(1_100_000)))
                    .startsWith("-ERR message exceeds the maximum allowed size");
            assertThat(client.call("XLEN", "s")).isEqualTo(":0\r\n");
        }
    }

    @Test
    void jedisReadsWhatItWrote() {
        try (RespTestServer server = RespTestServer.start();
                Jedis jedis = new Jedis("127.0.0.1", server.port())) {
            StreamEntryID first = jedis.xadd("s", XAddParams.xAddParams().id("1-1"), Map.of("a", "1"));
            StreamEntryID second = jedis.xadd("s", XAddParams.xAddParams(), Map.of("b", "2"));
            assertThat(jedis.xlen("s")).isEqualTo(2);
            assertThat(jedis.xrange("s", "-", "+"))
                    .extracting(StreamEntry::getID)
                    .containsExactly(first, second);
            assertThat(jedis.xrevrange("s", "+", "-", 1))
                    .extracting(StreamEntry::getID)
                    .containsExactly(second);
            assertThat(jedis.xread(XReadParams.xReadParams().count(1), Map.of("s", first))
                            .getFirst()
                            .getValue())
                    .extracting(StreamEntry::getFields)
                    .containsExactly(Map.of("b", "2"));
            assertThat(jedis.xgroupCreate("s", "g", new StreamEntryID("0-0"), false))
                    .isEqualTo("OK");
            assertThat(jedis.xreadGroup(
                                    "g",
                                    "c",
                                    XReadGroupParams.xReadGroupParams().count(10),
                                    Map.of("s", StreamEntryID.XREADGROUP_UNDELIVERED_ENTRY))
                            .getFirst()
                            .getValue())
                    .hasSize(2);
            assertThat(jedis.xpending("s", "g").getTotal()).isEqualTo(2);
            assertThat(jedis.xack("s", "g", first)).isEqualTo(1);
            assertThat(jedis.xinfoStream("s").getLength()).isEqualTo(2);
            assertThat(jedis.xinfoGroups("s").getFirst().getPending()).isEqualTo(1);
            assertThat(jedis.xtrim("s", 1, false)).isEqualTo(1);
            assertThat(jedis.type("s")).isEqualTo("stream");
            assertThat(jedis.del("s")).isEqualTo(1);
        }
    }

    @Test
    @SuppressWarnings("unchecked") // Varargs of a generic type.
    void lettuceReadsWhatItWrote() {
        try (RespTestServer server = RespTestServer.start();
                RedisClient client = RedisClient.create(RedisURI.create("127.0.0.1", server.port()));
                StatefulRedisConnection<String, String> connection = client.connect()) {
            RedisCommands<String, String> redis = connection.sync();
            String id = redis.xadd("s", Map.of("a", "1"));
            redis.xgroupCreate(StreamOffset.from("s", "0-0"), "g");
            List<StreamMessage<String, String>> got =
                    redis.xreadgroup(Consumer.from("g", "c"), StreamOffset.lastConsumed("s"));
            assertThat(got).extracting(StreamMessage::getId).containsExactly(id);
            assertThat(redis.xpending("s", "g").getCount()).isEqualTo(1);
            assertThat(redis.xack("s", "g", id)).isEqualTo(1);
            assertThat(redis.xread(StreamOffset.from("s", "0-0")).getFirst().getBody())
                    .isEqualTo(Map.of("a", "1"));
            assertThat(redis.xdel("s", id)).isEqualTo(1);
        }
    }
}
