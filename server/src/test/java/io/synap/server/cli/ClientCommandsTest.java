package io.synap.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.synap.server.Eventually;
import io.synap.server.process.ServerProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class ClientCommandsTest {
    private static final String ALMOST_AN_HOUR = "(1h|59m[0-9]+s|59m)\n";

    @TempDir
    private static Path folder;

    private static ServerProcess server;
    private static TypedCommands synap;

    @BeforeAll
    static void start() {
        server = ServerProcess.start(folder.resolve("data"));
        synap = new TypedCommands(server.httpPort(), server.respPort());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void empty() {
        assertThat(synap.printed("kv flushall --yes", "")).contains("keys deleted");
    }

    private static void expect(String transcript) {
        assertThat(synap.run(transcript)).isEqualTo(transcript);
    }

    @Test
    void keysAreSetReadAndDeleted() {
        expect("""
            $ kv set user:1 'Ann Lee' -q
            $ kv get user:1
            Ann Lee
            $ kv get user:1 -o json
            "Ann Lee"
            $ kv get user:2
            exit 1
            $ kv set user:1 Bob --nx
            not written
            exit 1
            $ kv set user:1 Bob --get
            Ann Lee
            $ kv mset user:2=Cy user:3=Di
            OK, 2 keys
            $ kv mget user:1 user:9
            KEY     VALUE
            user:1  Bob
            user:9  -
            exit 1
            $ kv mget user:2 -o json
            [{"key":"user:2","value":"Cy"}]
            $ kv keys user:3
            user:3
            $ kv dbsize
            3
            $ kv del user:1 user:9
            1 deleted
            $ kv del user:9
            0 deleted
            exit 1
            $ kv exists user:2
            yes
            $ kv rename user:2 user:4
            OK
            $ kv rename user:2 user:5
            error: KEY_NOT_FOUND no such key
            exit 1
            $ kv copy user:3 user:4
            error: KEY_EXISTS target key exists
            exit 3
            """);
    }

    @Test
    void numbersAreCounted() {
        expect("""
            $ kv incr n
            1
            $ kv incr n --by 41
            42
            $ kv decr n --by 2
            40
            $ kv incrbyfloat n -0.5
            39.5
            $ kv set word x -q
            $ kv incr word
            error: NOT_INTEGER value is not an integer or out of range
            hint: the key holds something else: look at its value
            exit 3
            """);
    }

    @Test
    void partsOfValuesAreReadAndWritten() {
        expect("""
            $ kv append text hello
            OK, 5 bytes
            $ kv setrange text J --offset 0
            OK, 5 bytes
            $ kv getrange text -4 -1
            ello
            $ kv strlen text
            5
            $ kv getset text new
            Jello
            $ kv getdel text
            new
            $ kv type text
            none
            exit 1
            """);
    }

    @Test
    void keysExpire() {
        expect("""
            $ kv set a v --ttl 1h -q
            """);
        assertThat(synap.printed("kv ttl a", "")).matches(ALMOST_AN_HOUR);
        expect("""
            $ kv persist a
            OK
            $ kv persist a
            unchanged
            exit 1
            $ kv ttl a
            never expires
            $ kv expire a 20m
            OK
            $ kv getex a --persist
            v
            $ kv ttl none
            no such key
            exit 1
            """);
    }

    @Test
    void bytesThatAreNoTextAreMarked() {
        expect("""
            $ kv set b /wAB --base64 -q
            $ kv get b
            base64:/wAB
            $ kv get b -o json
            {"encoding":"base64","value_base64":"/wAB"}
            """);
        ByteArrayOutputStream raw = new ByteArrayOutputStream();
        assertThat(synap.run("kv get b --raw", "", raw)).isZero();
        assertThat(raw.toByteArray()).containsExactly(-1, 0, 1);
    }

    @Test
    void aValueCanComeFromStandardInput() {
        assertThat(synap.printed("kv set piped - -q", "from a pipe")).isEmpty();
        assertThat(synap.printed("kv get piped", "")).isEqualTo("from a pipe\n");
    }

    @Test
    void whatIsExportedCanBeImported() throws IOException {
        Path file = folder.resolve("keys.ndjson");
        expect("""
            $ kv set text 'two "words"' --ttl 1h -q
            $ kv set bytes /wAB --base64 -q
            $ kv set json '{"a": [1]}' -q
            """);
        assertThat(synap.printed("kv export -q " + file, "")).isEmpty();
        assertThat(Files.readAllLines(file)).hasSize(3);
        empty();
        assertThat(synap.printed("kv import -q " + file, "")).isEmpty();
        expect("""
            $ kv get text
            two "words"
            $ kv get bytes
            base64:/wAB
            $ kv get json
            {"a": [1]}
            """);
        assertThat(synap.printed("kv ttl text", "")).matches(ALMOST_AN_HOUR);
    }

    @Test
    void anImportSaysWhichLineIsWrongAndKeepsThoseBefore() {
        assertThat(synap.printed("kv import -q", "{\"key\":\"a\",\"value\":\"1\"}\n\nnonsense\n"))
                .startsWith("error: USAGE line 3: ")
                .endsWith("exit 2\n");
        assertThat(synap.printed("kv get a", "")).isEqualTo("1\n");
    }

    @Test
    void watchingTellsChangesUntilThereWereEnough() throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        CompletableFuture<Integer> watch =
                CompletableFuture.supplyAsync(() -> synap.run("watch user:* --count 2 -o json", "", printed));
        Eventually.until(() -> printed.toString(StandardCharsets.UTF_8).contains("watching"));
        expect("""
            $ kv set other x -q
            $ kv set user:1 Ann -q
            $ kv del user:1 -q
            """);
        assertThat(watch.get(20, TimeUnit.SECONDS)).isZero();
        assertThat(printed.toString(StandardCharsets.UTF_8).lines().skip(1))
                .satisfiesExactly(
                        set -> assertThat(set).contains("\"event\":\"set\"").contains("\"value\":\"Ann\""),
                        del -> assertThat(del).contains("\"event\":\"del\""));
    }

    @Test
    void messagesReachASubscriber() throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        CompletableFuture<Integer> subscriber =
                CompletableFuture.supplyAsync(() -> synap.run("pubsub subscribe orders.* -n 1", "", printed));
        Eventually.until(() -> printed.toString(StandardCharsets.UTF_8).contains("listening"));
        expect("""
            $ pubsub publish orders.new '{"id": 7}'
            1 subscriber
            $ pubsub publish nobody x
            0 subscribers
            exit 1
            """);
        assertThat(subscriber.get(20, TimeUnit.SECONDS)).isZero();
        assertThat(printed.toString(StandardCharsets.UTF_8)).endsWith("  orders.new  {\"id\": 7}\n");
    }

    @Test
    void timeLimitsWhatIsFollowed() {
        assertThat(synap.printed("changes tail --for 100ms -q", "")).isEmpty();
    }

    @Test
    void theServerIsLookedAt() {
        assertThat(synap.printed("health", "")).contains("healthy").contains("ready      yes");
        assertThat(synap.printed("info keyspace -o json", "")).isEqualTo("{\"keys\":0,\"expires\":0}\n");
        assertThat(synap.printed("info nosuch", ""))
                .startsWith("error: INVALID_ARGUMENT")
                .endsWith("exit 2\n");
        assertThat(synap.printed("clients -o json", "")).contains("\"protocol\":\"websocket\"");
        assertThat(synap.printed("metrics synap_kv_memory", ""))
                .startsWith("NAME")
                .contains("type=\"used\"");
        assertThat(synap.printed("snapshot", "")).isEqualTo("Snapshot taken\n");
    }

    @Test
    void settingsAreReadAndChanged() {
        expect("""
            $ config set slowlog-log-slower-than 0
            OK
            $ config get slowlog-log-slower-than
            NAME                     VALUE
            slowlog-log-slower-than  0
            $ config get nosuch
            NAME  VALUE
            exit 1
            $ slowlog reset
            OK
            """);
        assertThat(synap.printed("config set nosuch 1", ""))
                .startsWith("error: ERR ")
                .endsWith("exit 3\n");
        assertThat(synap.printed("slowlog get", "")).startsWith("ID").contains("SLOWLOG RESET");
    }

    @Test
    void aShellRunsLinesOverOneConnectionAndReportsTheLastFailure() {
        String lines = """
            # a comment
            kv set a 'two
            lines'
            kv get a
            kv get none
            kv gte a
            kv get none
            exit
            kv get a
            """;
        assertThat(synap.printed("shell", lines).replaceAll("version \\d+", "version #"))
                .isEqualTo("""
                    OK, version #
                    two
                    lines
                    error: USAGE 'synap kv' has no command 'gte'
                    hint: did you mean get? 'synap kv --help' says how it is used
                    exit 1
                    """);
    }
}
