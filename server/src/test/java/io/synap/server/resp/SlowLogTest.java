package io.synap.server.resp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** SLOWLOG keeps what took long: bounded, in part, and without secrets. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SlowLogTest {
    private static void configure(RawConnection client, String name, int value) throws IOException {
        assertThat(client.call("CONFIG", "SET", name, "" + value)).isEqualTo("+OK\r\n");
    }

    @Test
    void atZeroEveryCommandIsKeptByItself() throws IOException {
        try (RespTestServer server = RespTestServer.start();
                RawConnection client = new RawConnection(server.port())) {
            configure(client, "slowlog-log-slower-than", 0);
            assertThat(client.call("SLOWLOG", "RESET")).isEqualTo("+OK\r\n");
            client.send(RawConnection.encode(List.of("SET", "a", "1")) + RawConnection.encode(List.of("GET", "a")));
            assertThat(client.reply() + client.reply()).isEqualTo("+OK\r\n$1\r\n1\r\n");
            assertThat(client.call("KEYS", "*")).isEqualTo("*1\r\n$1\r\na\r\n");
            configure(client, "slowlog-log-slower-than", -1);
            String entries = client.call("SLOWLOG", "GET", "-1");
            assertThat(entries)
                    .contains("*3\r\n$3\r\nSET\r\n$1\r\na\r\n$1\r\n1\r\n")
                    .contains("*2\r\n$3\r\nGET\r\n$1\r\na\r\n")
                    .contains("*2\r\n$4\r\nKEYS\r\n$1\r\n*\r\n");
            String length = client.call("SLOWLOG", "LEN");
            assertThat(client.call("SET", "b", "1")).isEqualTo("+OK\r\n");
            assertThat(client.call("SLOWLOG", "LEN")).isEqualTo(length);
        }
    }

    @Test
    void onlySoManyAreKeptAndOnlyInPart() throws IOException {
        try (RespTestServer server = RespTestServer.start();
                RawConnection client = new RawConnection(server.port())) {
            configure(client, "slowlog-max-len", 3);
            configure(client, "slowlog-log-slower-than", 0);
            for (int i = 0; i < 10; i++) {
                client.call("APPEND", "a", "x".repeat(1_000));
            }
            assertThat(client.call("SLOWLOG", "LEN")).isEqualTo(":3\r\n");
            String[] many = new String[51];
            Arrays.fill(many, "k");
            many[0] = "DEL";
            client.call(many);
            assertThat(client.call("SLOWLOG", "GET"))
                    .contains("... (20 more arguments)\r\n")
                    .contains("x".repeat(128) + "... (872 more bytes)\r\n");
        }
    }

    @Test
    void passwordsAreNotKept() throws IOException {
        try (RespTestServer server = RespTestServer.start();
                RawConnection client = new RawConnection(server.port())) {
            configure(client, "slowlog-log-slower-than", 0);
            client.call("AUTH", "default", "hunter2");
            client.call("HELLO", "2", "AUTH", "default", "hunter2");
            assertThat(client.call("SLOWLOG", "GET", "-1")).doesNotContain("hunter2");
        }
    }

    @Test
    void commandsThatRunTogetherAreTimedTogether() throws IOException {
        try (RespTestServer server = RespTestServer.start();
                RawConnection client = new RawConnection(server.port())) {
            configure(client, "slowlog-log-slower-than", 1);
            StringBuilder sets = new StringBuilder();
            for (int i = 0; i < 500; i++) {
                sets.append(RawConnection.encode(List.of("SET", "key:" + i, "v".repeat(40))));
            }
            client.send(sets.toString());
            for (int i = 0; i < 500; i++) {
                assertThat(client.reply()).isEqualTo("+OK\r\n");
            }
            configure(client, "slowlog-log-slower-than", -1);
            assertThat(client.call("SLOWLOG", "GET", "-1"))
                    .containsPattern("\\$3\r\nSET\r\n\\$\\d+\r\nkey:\\d+\r\n\\$40\r\nv{40}\r\n\\$\\d+\r\n"
                            + "\\.\\.\\. \\(the last of \\d+ commands timed together\\)\r\n");
        }
    }
}
