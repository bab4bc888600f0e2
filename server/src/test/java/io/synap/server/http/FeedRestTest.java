package io.synap.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.synap.engine.Engine;
import io.synap.replication.Persistence;
import io.synap.replication.PersistenceOptions;
import io.synap.replication.files.DiskFiles;
import io.synap.replication.log.FsyncPolicy;
import io.synap.replication.log.LogOptions;
import io.synap.replication.snapshot.SnapshotOptions;
import io.synap.server.Eventually;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The change feed in pages. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class FeedRestTest {
    private static final Pattern CURSOR = Pattern.compile("'cursor':'([A-Za-z0-9_-]+)'");

    @TempDir
    Path folder;

    private RunningServer start() throws Exception {
        Engine engine = RunningServer.newEngine();
        LogOptions log = new LogOptions(FsyncPolicy.EVERYSEC, 1 << 20, 32 << 10, 8, 1 << 20, 64 << 10, 10);
        PersistenceOptions options = new PersistenceOptions(log, new SnapshotOptions(Long.MAX_VALUE, 0, 0, 3), 1);
        Persistence kept = Persistence.open(folder, options, new DiskFiles(), engine, Clock.systemUTC(), new Random(1));
        return new RunningServer(RunningServer.LIMITS, engine, kept, false);
    }

    private static String cursorOf(String answer) {
        Matcher found = CURSOR.matcher(answer);
        assertThat(found.find()).as(answer).isTrue();
        return found.group(1);
    }

    private static String shown(String answer) {
        return CURSOR.matcher(answer)
                .replaceAll("'cursor':#")
                .replaceAll("'timestamp':[0-9]+", "'timestamp':#")
                .replaceAll("'expires_at':[0-9]+", "'expires_at':#");
    }

    @Test
    void aClientReadsFromItsCursorOn() throws Exception {
        try (RunningServer server = start()) {
            String begin = server.ask("GET /api/v1/changes", "");
            assertThat(shown(begin)).isEqualTo("200 {'data':[],'metadata':{'limit':100,'cursor':#}}");
            String cursor = cursorOf(begin);
            var _ = server.send("PUT /api/v1/kv/a", "1");
            var _ = server.send("PUT /api/v1/kv/b", new byte[] {(byte) 0xff});
            String page = server.ask("GET /api/v1/changes?limit=1&cursor=" + cursor, "");
            assertThat(shown(page))
                    .isEqualTo("200 {'data':[{'family':'kv','operation':'set','name':'a','shard':60,'sequence':1,"
                            + "'timestamp':#,'value':'1'}],'metadata':{'limit':1,'cursor':#}}");
            page = server.ask("GET /api/v1/changes?cursor=" + cursorOf(page), "");
            assertThat(shown(page)).contains("'name':'b'").contains("'value_base64':'/w==','encoding':'base64'}]");
            assertThat(shown(server.ask("GET /api/v1/changes?cursor=" + cursorOf(page), "")))
                    .isEqualTo("200 {'data':[],'metadata':{'limit':100,'cursor':#}}");
            assertThat(server.ask("GET /api/v1/changes?cursor=first&match=a", ""))
                    .contains("'name':'a'")
                    .doesNotContain("'name':'b'");
            assertThat(server.ask(
                            "POST /api/v1/command",
                            "{'command':'changes.read','request_id':'r','payload':{'cursor':'first','families':['kv'],"
                                    + "'match':['b']}}"))
                    .startsWith("200 {'success':true,'request_id':'r','payload':{'data':[{'family':'kv'")
                    .endsWith("},'error':null,'code':null}");
        }
    }

    @Test
    void aPageIsWaitedForAndOthersAreServedMeanwhile() throws Exception {
        try (RunningServer server = start()) {
            CompletableFuture<HttpResponse<String>> page = server.sendAsync(
                    "GET /api/v1/changes?match=b&wait_ms=20000",
                    "",
                    HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            Eventually.until(() -> server.feed().subscribers() == 1);
            var _ = server.send("PUT /api/v1/kv/a", "1");
            var _ = server.send("PUT /api/v1/kv/b", "2");
            assertThat(page.get(20, TimeUnit.SECONDS).body()).contains("\"name\":\"b\"");
            assertThat(shown(server.ask("GET /api/v1/changes?wait_ms=10", "")))
                    .isEqualTo("200 {'data':[],'metadata':{'limit':100,'cursor':#}}");
        }
    }

    @Test
    void whatIsWrongIsSaid() throws Exception {
        try (RunningServer server = start()) {
            assertThat(server.ask("GET /api/v1/changes?cursor=nonsense", ""))
                    .startsWith("400")
                    .contains("INVALID_CURSOR");
            assertThat(server.ask("GET /api/v1/changes?family=nonsense", ""))
                    .startsWith("400")
                    .contains("known are");
            assertThat(server.ask("GET /api/v1/changes?limit=0", "")).startsWith("400");
            assertThat(server.ask("GET /api/v1/changes?wait_ms=-1", "")).startsWith("400");
            String cursor = cursorOf(server.ask("GET /api/v1/changes", ""));
            for (int i = 0; i < 200; i++) {
                var _ = server.send("PUT /api/v1/kv/k" + i, new byte[1000]);
            }
            server.snapshot();
            server.snapshot();
            assertThat(server.ask("GET /api/v1/changes?cursor=" + cursor, ""))
                    .startsWith("410")
                    .contains("CURSOR_EXPIRED")
                    .contains("the oldest cursor");
            assertThat(server.ask("POST /api/v1/command", "{'command':'kv.watch','payload':{'keys':['a*']}}"))
                    .contains("NOT_SUPPORTED");
        }
    }

    @Test
    void withoutPersistenceThereIsNoFeed() {
        try (RunningServer server = new RunningServer()) {
            assertThat(server.ask("GET /api/v1/changes", "")).startsWith("501").contains("persistence.enabled");
        }
    }
}
