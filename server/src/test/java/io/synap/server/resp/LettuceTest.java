package io.synap.server.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.CopyArgs;
import io.lettuce.core.ExpireArgs;
import io.lettuce.core.FlushMode;
import io.lettuce.core.GetExArgs;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.protocol.ProtocolVersion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every command that Lettuce has and Synap offers, in both protocol versions. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LettuceTest {
    private static void with(ProtocolVersion version, Consumer<StatefulRedisConnection<String, String>> test) {
        try (RespTestServer server = RespTestServer.start();
                RedisClient client = RedisClient.create(RedisURI.create("127.0.0.1", server.port()))) {
            client.setOptions(ClientOptions.builder().protocolVersion(version).build());
            try (StatefulRedisConnection<String, String> connection = client.connect()) {
                test.accept(connection);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void stringsWork(ProtocolVersion version) {
        with(version, connection -> strings(connection.sync()));
    }

    private static void strings(RedisCommands<String, String> redis) {
        assertThat(redis.set("a", "1")).isEqualTo("OK");
        assertThat(redis.get("a")).isEqualTo("1");
        assertThat(redis.get("no")).isNull();
        assertThat(redis.set("a", "2", SetArgs.Builder.nx())).isNull();
        assertThat(redis.set("a", "2", SetArgs.Builder.xx().ex(100))).isEqualTo("OK");
        assertThat(redis.setGet("a", "3", SetArgs.Builder.keepttl())).isEqualTo("2");
        assertThat(redis.setnx("a", "4")).isFalse();
        assertThat(redis.setex("b", 100, "x")).isEqualTo("OK");
        assertThat(redis.psetex("c", 100_000, "x")).isEqualTo("OK");
        assertThat(redis.getset("b", "y")).isEqualTo("x");
        assertThat(redis.getdel("b")).isEqualTo("y");
        assertThat(redis.getex("c", GetExArgs.Builder.persist())).isEqualTo("x");
        assertThat(redis.mset(Map.of("m1", "1", "m2", "2"))).isEqualTo("OK");
        assertThat(redis.mget("m1", "no")).containsExactly(KeyValue.just("m1", "1"), KeyValue.empty("no"));
        assertThat(redis.msetnx(Map.of("m1", "1", "m3", "2"))).isFalse();
        assertThat(redis.incr("n")).isEqualTo(1);
        assertThat(redis.incrby("n", 10)).isEqualTo(11);
        assertThat(redis.decr("n")).isEqualTo(10);
        assertThat(redis.decrby("n", 3)).isEqualTo(7);
        assertThat(redis.incrbyfloat("n", 0.5)).isEqualTo(7.5);
        assertThat(redis.append("s", "Hello World")).isEqualTo(11);
        assertThat(redis.strlen("s")).isEqualTo(11);
        assertThat(redis.getrange("s", 0, 4)).isEqualTo("Hello");
        assertThat(redis.setrange("s", 6, "Synap")).isEqualTo(11);
        assertThatThrownBy(() -> redis.incr("s"))
                .isInstanceOf(RedisCommandExecutionException.class)
                .hasMessage("ERR value is not an integer or out of range");
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void keysWork(ProtocolVersion version) {
        with(version, connection -> keys(connection.sync()));
    }

    private static void keys(RedisCommands<String, String> redis) {
        redis.mset(Map.of("a", "1", "b", "2"));
        assertThat(redis.exists("a", "b", "no")).isEqualTo(2);
        assertThat(redis.touch("a")).isEqualTo(1);
        assertThat(redis.expire("a", 100, ExpireArgs.Builder.nx())).isTrue();
        assertThat(redis.pexpire("a", 200_000)).isTrue();
        assertThat(redis.ttl("a")).isBetween(190L, 200L);
        assertThat(redis.pttl("a")).isBetween(190_000L, 200_000L);
        assertThat(redis.expireat("a", 9_999_999_999L)).isTrue();
        assertThat(redis.expiretime("a")).isEqualTo(9_999_999_999L);
        assertThat(redis.pexpireat("a", 9_999_999_999_999L)).isTrue();
        assertThat(redis.pexpiretime("a")).isEqualTo(9_999_999_999_999L);
        assertThat(redis.persist("a")).isTrue();
        assertThat(redis.rename("a", "c")).isEqualTo("OK");
        assertThat(redis.renamenx("c", "b")).isFalse();
        assertThat(redis.copy("c", "d", CopyArgs.Builder.replace(true))).isTrue();
        assertThat(redis.type("d")).isEqualTo("string");
        assertThat(redis.randomkey()).isIn("b", "c", "d");
        assertThat(redis.dbsize()).isEqualTo(3);
        assertThat(redis.keys("[bc]")).containsExactlyInAnyOrder("b", "c");
        assertThat(redis.objectEncoding("d")).isEqualTo("int");
        assertThat(redis.objectRefcount("d")).isPositive();
        assertThat(redis.objectIdletime("d")).isNotNegative();
        assertThat(redis.memoryUsage("d")).isPositive();
        assertThat(redis.unlink("d")).isEqualTo(1);
        assertThat(redis.del("b", "c")).isEqualTo(2);
        assertThat(redis.flushdb()).isEqualTo("OK");
        assertThat(redis.flushall(FlushMode.ASYNC)).isEqualTo("OK");
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void scanVisitsEveryKey(ProtocolVersion version) {
        with(version, LettuceTest::scan);
    }

    private static void scan(StatefulRedisConnection<String, String> connection) {
        RedisAsyncCommands<String, String> async = connection.async();
        Set<String> expected = new HashSet<>();
        List<RedisFuture<String>> answers = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            answers.add(async.set("key:" + i, "v"));
            expected.add("key:" + i);
        }
        answers.forEach(
                answer -> assertThat(answer.toCompletableFuture().join()).isEqualTo("OK"));
        Set<String> seen = new HashSet<>();
        ScanArgs page = ScanArgs.Builder.matches("key:*").limit(100);
        KeyScanCursor<String> cursor = connection.sync().scan(page);
        seen.addAll(cursor.getKeys());
        while (!cursor.isFinished()) {
            cursor = connection.sync().scan(cursor, page);
            seen.addAll(cursor.getKeys());
        }
        assertThat(seen).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void theServerDescribesItself(ProtocolVersion version) {
        with(version, connection -> server(connection.sync()));
    }

    private static void server(RedisCommands<String, String> redis) {
        assertThat(redis.ping()).isEqualTo("PONG");
        assertThat(redis.echo("hi")).isEqualTo("hi");
        assertThat(redis.clientId()).isPositive();
        assertThat(redis.clientSetname("me")).isEqualTo("OK");
        assertThat(redis.clientGetname()).isEqualTo("me");
        assertThat(redis.clientList()).contains("name=me");
        assertThat(redis.info()).contains("synap_version");
        assertThat(redis.configGet("timeout")).isEqualTo(Map.of("timeout", "0"));
        assertThat(redis.configSet("timeout", "1000")).isEqualTo("OK");
        assertThat(redis.configResetstat()).isEqualTo("OK");
        assertThat(redis.commandCount()).isPositive();
        assertThat(redis.command()).isNotEmpty();
        assertThat(redis.commandInfo("get")).hasSize(1);
        assertThat(redis.time()).hasSize(2);
        assertThat(redis.configSet("slowlog-log-slower-than", "-1")).isEqualTo("OK");
        assertThat(redis.slowlogReset()).isEqualTo("OK");
        assertThat(redis.slowlogLen()).isZero();
        assertThat(redis.slowlogGet()).isEmpty();
        assertThat(redis.clientPause(1)).isEqualTo("OK");
        assertThat(redis.save()).isEqualTo("OK");
        assertThat(redis.lastsave()).isNotNull();
        assertThat(redis.role()).hasSize(3);
        assertThat(redis.waitForReplication(0, 10)).isZero();
    }
}
