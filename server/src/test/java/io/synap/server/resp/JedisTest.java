package io.synap.server.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.Response;
import redis.clients.jedis.args.ClientPauseMode;
import redis.clients.jedis.args.ExpiryOption;
import redis.clients.jedis.args.FlushMode;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.GetExParams;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.params.SetParams;
import redis.clients.jedis.resps.ScanResult;

/** Every command that Jedis has and Synap offers, in both protocol versions. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class JedisTest {
    private static Jedis connect(RespTestServer server, RedisProtocol version) {
        return new Jedis(
                new HostAndPort("127.0.0.1", server.port()),
                DefaultJedisClientConfig.builder()
                        .protocol(version)
                        .clientName("jedis")
                        .build());
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void stringsWork(RedisProtocol version) {
        try (RespTestServer server = RespTestServer.start();
                Jedis jedis = connect(server, version)) {
            assertThat(jedis.set("a", "1")).isEqualTo("OK");
            assertThat(jedis.get("a")).isEqualTo("1");
            assertThat(jedis.get("no")).isNull();
            assertThat(jedis.set("a", "2", SetParams.setParams().nx())).isNull();
            assertThat(jedis.set("a", "2", SetParams.setParams().xx().ex(100))).isEqualTo("OK");
            assertThat(jedis.setGet("a", "3", SetParams.setParams().keepTtl())).isEqualTo("2");
            assertThat(jedis.ttl("a")).isBetween(98L, 100L);
            assertThat(jedis.setnx("a", "4")).isZero();
            assertThat(jedis.setex("b", 100, "x")).isEqualTo("OK");
            assertThat(jedis.psetex("c", 100_000, "x")).isEqualTo("OK");
            assertThat(jedis.setGet("b", "y")).isEqualTo("x");
            assertThat(jedis.getDel("b")).isEqualTo("y");
            assertThat(jedis.getEx("c", GetExParams.getExParams().persist())).isEqualTo("x");
            assertThat(jedis.ttl("c")).isEqualTo(-1);
            assertThat(jedis.mset("m1", "1", "m2", "2")).isEqualTo("OK");
            assertThat(jedis.mget("m1", "no", "m2")).containsExactly("1", null, "2");
            assertThat(jedis.msetnx("m1", "1", "m3", "2")).isZero();
            assertThat(jedis.incr("n")).isEqualTo(1);
            assertThat(jedis.incrBy("n", 10)).isEqualTo(11);
            assertThat(jedis.decr("n")).isEqualTo(10);
            assertThat(jedis.decrBy("n", 3)).isEqualTo(7);
            assertThat(jedis.incrByFloat("n", 0.5)).isEqualTo(7.5);
            assertThat(jedis.append("s", "Hello")).isEqualTo(5);
            assertThat(jedis.append("s", " World")).isEqualTo(11);
            assertThat(jedis.strlen("s")).isEqualTo(11);
            assertThat(jedis.getrange("s", 0, 4)).isEqualTo("Hello");
            assertThat(jedis.setrange("s", 6, "Synap")).isEqualTo(11);
            assertThat(jedis.getrange("s", 6, -1)).isEqualTo("Synap");
            assertThatThrownBy(() -> jedis.incr("s"))
                    .isInstanceOf(JedisDataException.class)
                    .hasMessage("ERR value is not an integer or out of range");
        }
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void keysWork(RedisProtocol version) {
        try (RespTestServer server = RespTestServer.start();
                Jedis jedis = connect(server, version)) {
            jedis.mset("a", "1", "b", "2");
            assertThat(jedis.exists("a", "b", "no")).isEqualTo(2);
            assertThat(jedis.touch("a")).isEqualTo(1);
            assertThat(jedis.expire("a", 100, ExpiryOption.NX)).isEqualTo(1);
            assertThat(jedis.expire("a", 50, ExpiryOption.GT)).isZero();
            assertThat(jedis.pexpire("a", 200_000)).isEqualTo(1);
            assertThat(jedis.pttl("a")).isBetween(190_000L, 200_000L);
            assertThat(jedis.expireAt("a", 9_999_999_999L)).isEqualTo(1);
            assertThat(jedis.expireTime("a")).isEqualTo(9_999_999_999L);
            assertThat(jedis.pexpireAt("a", 9_999_999_999_999L)).isEqualTo(1);
            assertThat(jedis.pexpireTime("a")).isEqualTo(9_999_999_999_999L);
            assertThat(jedis.persist("a")).isEqualTo(1);
            assertThat(jedis.rename("a", "c")).isEqualTo("OK");
            assertThat(jedis.renamenx("c", "b")).isZero();
            assertThat(jedis.copy("c", "d", false)).isTrue();
            assertThat(jedis.type("d")).isEqualTo("string");
            assertThat(jedis.randomKey()).isIn("b", "c", "d");
            assertThat(jedis.dbSize()).isEqualTo(3);
            assertThat(jedis.keys("[bc]")).containsExactlyInAnyOrder("b", "c");
            assertThat(jedis.objectEncoding("d")).isEqualTo("int");
            assertThat(jedis.objectRefcount("d")).isPositive();
            assertThat(jedis.objectIdletime("d")).isNotNegative();
            assertThat(jedis.memoryUsage("d")).isPositive();
            assertThat(jedis.unlink("d")).isEqualTo(1);
            assertThat(jedis.del("b", "c")).isEqualTo(2);
            jedis.set("z", "1");
            assertThat(jedis.flushDB(FlushMode.ASYNC)).isEqualTo("OK");
            assertThat(jedis.flushAll()).isEqualTo("OK");
            assertThat(jedis.randomKey()).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void scanVisitsEveryKey(RedisProtocol version) {
        try (RespTestServer server = RespTestServer.start();
                Jedis jedis = connect(server, version)) {
            Set<String> expected = new HashSet<>();
            Pipeline pipeline = jedis.pipelined();
            List<Response<String>> answers = new ArrayList<>();
            for (int i = 0; i < 5_000; i++) {
                answers.add(pipeline.set("key:" + i, "v"));
                expected.add("key:" + i);
            }
            pipeline.sync();
            assertThat(answers).allMatch(answer -> answer.get().equals("OK"));
            Set<String> seen = new HashSet<>();
            ScanParams params = new ScanParams().match("key:*").count(100);
            String cursor = ScanParams.SCAN_POINTER_START;
            do {
                ScanResult<String> page = jedis.scan(cursor, params);
                seen.addAll(page.getResult());
                cursor = page.getCursor();
            } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
            assertThat(seen).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void theServerDescribesItself(RedisProtocol version) {
        try (RespTestServer server = RespTestServer.start();
                Jedis jedis = connect(server, version)) {
            assertThat(jedis.ping()).isEqualTo("PONG");
            assertThat(jedis.echo("hi")).isEqualTo("hi");
            assertThat(jedis.select(0)).isEqualTo("OK");
            assertThat(jedis.clientId()).isPositive();
            assertThat(jedis.clientGetname()).isEqualTo("jedis");
            assertThat(jedis.clientSetname("other")).isEqualTo("OK");
            assertThat(jedis.clientInfo()).contains("name=other");
            assertThat(jedis.clientList()).contains("name=other");
            assertThat(jedis.info()).contains("synap_version");
            assertThat(jedis.info("memory")).contains("used_memory:");
            assertThat(jedis.configGet("timeout")).isEqualTo(Map.of("timeout", "0"));
            assertThat(jedis.configSet("timeout", "1000")).isEqualTo("OK");
            assertThat(jedis.configResetStat()).isEqualTo("OK");
            assertThat(jedis.commandCount()).isPositive();
            assertThat(jedis.commandInfo("get", "mset")).containsOnlyKeys("get", "mset");
            assertThat(jedis.commandDocs("get")).containsOnlyKeys("get");
            assertThat(jedis.commandGetKeys("mset", "a", "1", "b", "2")).containsExactly("a", "b");
            assertThat(jedis.commandList()).contains("get");
            assertThat(jedis.time()).hasSize(2);
            jedis.configSet("slowlog-log-slower-than", "0");
            assertThat(jedis.echo("slow")).isEqualTo("slow");
            jedis.configSet("slowlog-log-slower-than", "-1");
            assertThat(jedis.slowlogLen()).isPositive();
            assertThat(jedis.slowlogGet()).anyMatch(entry -> entry.getArgs().equals(List.of("ECHO", "slow")));
            assertThat(jedis.slowlogReset()).isEqualTo("OK");
            assertThat(jedis.clientPause(1, ClientPauseMode.WRITE)).isEqualTo("OK");
            assertThat(jedis.clientUnpause()).isEqualTo("OK");
            assertThat(jedis.save()).isEqualTo("OK");
            assertThat(jedis.bgsave()).isEqualTo("Background saving started");
            assertThat(jedis.lastsave()).isEqualTo(1000);
            assertThat(jedis.role()).hasSize(3);
            assertThat(jedis.waitReplicas(0, 10)).isZero();
            assertThat(jedis.memoryDoctor()).isNotEmpty();
            assertThat(jedis.latencyDoctor()).isNotEmpty();
            assertThat(jedis.lolwut()).contains("Synap ver.");
        }
    }
}
