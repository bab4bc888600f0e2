package io.synap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.synap.cli.command.Connections;
import io.synap.cli.command.Screen;
import io.synap.cli.command.Surroundings;
import io.synap.cli.shell.ShellRoot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What is said of command lines that never reach a server. */
final class UsageTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... words) {
        Surroundings here =
                new Surroundings(InputStream.nullInputStream(), out, err, Screen.NONE, Map.of(), new Connections());
        CommandLine line = new CommandLine(new ShellRoot());
        ClientCommands.addTo(line, here);
        return line.execute(words);
    }

    private String told() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kvv get a             | 'synap' has no command 'kvv'             | did you mean kv?",
                "kv gte a              | 'synap kv' has no command 'gte'          | did you mean get?",
                "mget a                | 'synap' has no command 'mget'            | did you mean kv mget?",
                "kv get a --rwa        | 'synap kv get' has no option '--rwa'     | did you mean --raw?",
                "kv get a -o jsn       | 'jsn' is no value of --output            | did you mean json?",
                "kv get a --color=alwas| 'alwas' is no value of --color           | did you mean always?",
                "completion bahs       | 'bahs' is no value of SHELL              | did you mean bash?",
                "kv get                | Missing required parameter: 'KEY'        | 'synap kv get --help'",
                "kv get a b            | 'synap kv get' does not take 'b'         | 'synap kv get --help'",
                "kv set a v --ttl 5x   | '5x' is no length of time                | 'synap kv set --help'",
                "kv getex a            | say when it expires                      | 'synap kv getex --help'",
                "kv flushall           | say --yes                                | 'synap kv flushall --help'",
                "kv get a --server ::  | USAGE                                    | 'synap kv get --help'",
                "kv get a --deadline 0s| must be more than nothing                | 'synap kv get --help'",
                "pubsub subscribe a --policy drop-oldes | takes disconnect, drop-oldest | did you mean drop-oldest?",
            })
    void aMistakeIsToldWithTheNearestRightWord(String line, String message, String hint) {
        assertThat(run(line.split(" ", -1))).isEqualTo(2);
        assertThat(told().lines()).hasSize(2);
        assertThat(told())
                .startsWith("error: USAGE ")
                .contains(message)
                .contains("hint: ")
                .contains(hint);
        assertThat(out.size()).isZero();
    }

    @Test
    void aFamilyAloneIsToldWhatItHas() {
        assertThat(run("kv")).isEqualTo(2);
        assertThat(told()).contains("getset").contains("Set a key");
    }

    @Test
    void aServerThatIsNotThereIsUnavailableAtOnce() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        assertThat(run("kv", "get", "a", "--server", "127.0.0.1:" + port)).isEqualTo(4);
        assertThat(told()).isEqualTo("""
            error: NOT_CONNECTED no server at 127.0.0.1:%d (Connection refused)
            hint: is the server running, and are the endpoints right?
            """.formatted(port));
    }

    @Test
    void helpExplainsACommandOfAnyDepth() {
        assertThat(run("help", "kv", "getex")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("Usage: synap kv getex [OPTIONS] KEY");
    }

    @Test
    void helpOfWhatIsNotThereSaysWhatIs() {
        assertThat(run("help", "kv", "gett")).isEqualTo(2);
        assertThat(told()).contains("did you mean get");
    }

    @Test
    void exitCodesAreDocumented() {
        assertThat(run("exit-codes")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("  4  No server was reached")
                .contains("130  Interrupted");
    }

    @ParameterizedTest
    @CsvSource({"bash, complete -F _complete_synap", "zsh, bashcompinit", "fish, complete -c synap"})
    void completionIsAScriptOfEveryCommand(String shell, String line) {
        assertThat(run("completion", shell)).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains(line)
                .contains("getset")
                .contains("nx");
    }
}
