package io.synap.server.http;

import static io.synap.server.http.SocketClient.FIN;
import static io.synap.server.http.SocketClient.PONG;
import static io.synap.server.http.SocketClient.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import io.synap.engine.Engine;
import io.synap.replication.Persistence;
import io.synap.replication.PersistenceOptions;
import io.synap.replication.files.DiskFiles;
import io.synap.replication.log.FsyncPolicy;
import io.synap.replication.log.LogOptions;
import io.synap.replication.snapshot.SnapshotOptions;
import io.synap.server.http.websocket.WebSocketSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands over a WebSocket: answered as by POST, in order, within bounds. */
final class WebSocketCommandsTest {
    private static final WebSocketSettings USUAL = WebSocketSettings.DEFAULTS;

    @TempDir
    Path folder;

    @Test
    void commandsAreAnsweredAsByPost() throws IOException {
        try (RunningServer server = new RunningServer(USUAL);
                SocketClient client = SocketClient.open(server, "/ws", "Sec-WebSocket-Protocol: synap.v1.json")) {
            assertThat(client.header("Sec-WebSocket-Protocol")).isEqualTo("synap.v1.json");
            assertThat(client.ask("kv.set", "{'key':'k','value':{'a':[1,2]}}")).startsWith("{'success':true");
            assertThat(client.ask("kv.get", "{'key':'k'}"))
                    .isEqualTo("{'success':true,'request_id':'kv.get','payload':'{\\'a\\':[1,2]}','error':null,"
                            + "'code':null}");
            assertThat(client.ask("kv.incr", "{'key':'k'}"))
                    .isEqualTo("{'success':false,'request_id':'kv.incr','payload':null,"
                            + "'error':'value is not an integer or out of range','code':'NOT_INTEGER'}");
            assertThat(client.ask("client.list", "{}")).contains("'protocol':'websocket'", "'path':'/ws'");
        }
    }

    @Test
    void whatIsNoCommandIsToldSoAndTheConnectionStays() throws IOException {
        try (RunningServer server = new RunningServer(USUAL);
                SocketClient client = SocketClient.open(server, "/ws")) {
            assertThat(client.text("[]").readText())
                    .isEqualTo("{'success':false,'request_id':null,'payload':null,"
                            + "'error':'a JSON object is expected','code':'MALFORMED'}");
            assertThat(client.text("{").readText()).contains("'MALFORMED'");
            assertThat(client.text("").readText()).contains("'MALFORMED'");
            assertThat(client.text("{\"request_id\":7}").readText()).contains("'request_id':'7'", "INVALID_ARGUMENT");
            assertThat(client.ask("kv.got", "{}")).contains("UNKNOWN_COMMAND", "kv.get");
            assertThat(client.ask("kv.get", "[1]")).contains("INVALID_ARGUMENT");
            assertThat(client.ask("subscription.close", "{'subscription':'s9'}"))
                    .contains("SUBSCRIPTION_NOT_FOUND");
            assertThat(client.ask("subscription.list", "{}")).contains("'subscriptions':[]");
        }
    }

    @Test
    void aWaitingCommandIsOvertaken() throws IOException {
        try (RunningServer server = new RunningServer(USUAL);
                SocketClient client = SocketClient.open(server, "/ws")) {
            assertThat(client.ask("queue.create", "{'name':'q'}")).contains("'success':true");
            client.command("queue.receive", "{'queue':'q','consumer':'c','wait_ms':20000}");
            assertThat(client.ask("kv.get", "{'key':'none'}")).contains("'request_id':'kv.get','payload':null");
            assertThat(client.ask("queue.publish", "{'queue':'q','payload':'here'}"))
                    .contains("'request_id':'queue.publish'");
            assertThat(client.readText()).contains("'request_id':'queue.receive'", "'payload':'here'");
        }
    }

    @Test
    void whoLeavesWhileItWaitsTakesNothing() throws IOException {
        try (RunningServer server = new RunningServer(USUAL);
                SocketClient client = SocketClient.open(server, "/ws")) {
            assertThat(client.ask("queue.create", "{'name':'q'}")).contains("'success':true");
            try (SocketClient leaving = SocketClient.open(server, "/ws")) {
                leaving.command("queue.receive", "{'queue':'q','consumer':'c','wait_ms':60000}");
                server.awaitWaiters(1);
                leaving.drop();
            }
            server.awaitWaiters(0);
            client.ask("queue.publish", "{'queue':'q','payload':'still here'}");
            assertThat(client.ask("queue.receive", "{'queue':'q','consumer':'d'}"))
                    .contains("still here");
        }
    }

    @Test
    void noMoreThanSoManyCommandsAreUnderWay() throws IOException {
        WebSocketSettings few =
                new WebSocketSettings(true, 1 << 20, 8L << 20, 64L << 20, 100, 4, 30_000, 90_000, 120_000, false);
        try (RunningServer server = new RunningServer(few);
                SocketClient client = SocketClient.open(server, "/ws");
                SocketClient other = SocketClient.open(server, "/ws")) {
            client.ask("queue.create", "{'name':'q'}");
            for (int i = 0; i < 20; i++) {
                client.command("queue.receive", "{'queue':'q','consumer':'c','wait_ms':60000}");
            }
            server.awaitWaiters(4);
            client.command("kv.set", "{'key':'late','value':'v'}");
            assertThat(other.ask("kv.exists", "{'key':'late'}")).contains("'exists':false");
            List<String> answers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                other.ask("queue.publish", "{'queue':'q','payload':'m'}");
                answers.add(client.readText());
            }
            answers.add(client.readText());
            // It was read when no more than three waited, and not before.
            assertThat(answers.subList(0, 17)).allMatch(answer -> answer.contains("'request_id':'queue.receive'"));
            assertThat(answers.subList(17, 21)).anyMatch(answer -> answer.contains("'request_id':'kv.set'"));
        }
    }

    @Test
    void largeValuesComeInFragments() throws IOException {
        String value = "0123456789".repeat(90_000);
        try (RunningServer server = new RunningServer(USUAL);
                SocketClient client = SocketClient.open(server, "/ws")) {
            assertThat(client.ask("kv.set", "{'key':'large','value':'" + value + "'}"))
                    .contains("'success':true");
            client.command("kv.get", "{'key':'large'}");
            assertThat(client.read().text())
                    .isEqualTo("{\"success\":true,\"request_id\":\"kv.get\",\"payload\":\"" + value
                            + "\",\"error\":null,\"code\":null}");
            assertThat(client.ask("kv.strlen", "{'key':'large'}")).contains("'length':900000");
        }
    }

    @Test
    void underFsyncAlwaysNoAnswerShowsWhatIsNotSynced() throws Exception {
        Engine engine = RunningServer.newEngine();
        LogOptions log = new LogOptions(FsyncPolicy.ALWAYS, 1 << 15, 2048, 8, 64 * 1024, 1 << 20, 600_000);
        Persistence kept = Persistence.open(
                folder,
                new PersistenceOptions(log, SnapshotOptions.defaults(), 1),
                new DiskFiles(),
                engine,
                Clock.systemUTC(),
                new Random(1));
        try (RunningServer server = new RunningServer(RunningServer.LIMITS, engine, kept, true);
                SocketClient client = SocketClient.open(server, "/ws")) {
            for (int i = 0; i < 20; i++) {
                assertThat(client.ask("kv.set", "{'key':'k','value':'v" + i + "'}"))
                        .contains("'success':true");
                assertThat(kept.log().synced())
                        .isGreaterThanOrEqualTo(kept.log().appended());
                assertThat(client.ask("kv.get", "{'key':'k'}")).contains("'payload':'v" + i + "'");
            }
            // Far more than the log has room for at once: reading waits for it, and nothing is lost.
            String value = "x".repeat(8_000);
            Thread writer = Thread.ofVirtual().start(() -> writeMany(client, value));
            for (int i = 0; i < 300; i++) {
                assertThat(client.readText()).contains("'success':true");
            }
            writer.join();
            assertThat(client.ask("kv.dbsize", "{}")).contains("'size':301");
        }
    }

    private static void writeMany(SocketClient client, String value) {
        try {
            for (int i = 0; i < 300; i++) {
                client.command("kv.set", "{'key':'many" + i + "','value':'" + value + "'}");
            }
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    @Test
    void aSilentClientIsPingedAndThenClosed() throws IOException {
        WebSocketSettings hasty =
                new WebSocketSettings(true, 1 << 20, 8L << 20, 64L << 20, 100, 64, 1_000, 2_500, 120_000, false);
        try (RunningServer server = new RunningServer(hasty);
                SocketClient silent = SocketClient.open(server, "/ws");
                SocketClient alive = SocketClient.open(server, "/ws")) {
            for (int i = 0; i < 4; i++) {
                alive.send(FIN | PONG, alive.readFrame().payload());
            }
            assertThat(silent.readFrame().opcode()).isEqualTo(SocketClient.PING);
            assertThat(silent.readClose()).isEqualTo(4408);
            alive.send(FIN | TEXT, "{}".getBytes(StandardCharsets.UTF_8));
            assertThat(alive.readText()).contains("INVALID_ARGUMENT");
        }
    }

    @Test
    void whoReadsNothingForLongIsClosedAndLeavesNoMemory() throws IOException {
        WebSocketSettings strict =
                new WebSocketSettings(true, 1 << 20, 256L << 10, 64L << 20, 100, 64, 30_000, 90_000, 2_000, false);
        try (RunningServer server = new RunningServer(strict);
                SocketClient good = SocketClient.open(server, "/ws")) {
            good.ask("kv.set", "{'key':'k','value':'" + "x".repeat(15_000) + "'}");
            try (SocketClient slow = SocketClient.openNarrow(server.port(), "/ws")) {
                Thread sender = Thread.ofVirtual().start(() -> askMuch(slow));
                // Asked again and again; the test's timeout bounds it.
                while (good.ask("client.list", "{}").contains("'count':3")) {
                    Thread.onSpinWait();
                }
                slow.drop();
                assertThat(good.ask("client.list", "{}")).contains("'count':2");
                sender.interrupt();
            }
        }
    }

    /** Sends until it cannot. */
    private static void askMuch(SocketClient client) {
        try {
            for (int i = 0; i < 20_000; i++) {
                client.command("kv.get", "{'key':'k'}");
            }
        } catch (IOException closed) {
            // That is what it is for.
        }
    }

    @Test
    void aServerThatStopsSaysSo() throws IOException {
        RunningServer server = new RunningServer(USUAL);
        SocketClient client = SocketClient.open(server, "/ws");
        try (client) {
            Thread stopping = Thread.ofVirtual().start(server::close);
            assertThat(client.readClose()).isEqualTo(1001);
            stopping.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
