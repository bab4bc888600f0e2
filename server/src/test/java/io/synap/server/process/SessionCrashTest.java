package io.synap.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.synap.protocol.operation.SessionId;
import io.synap.server.http.SessionSpeaker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A request whose answer a hard stop took away can be sent again: what was done is not done twice. */
class SessionCrashTest {
    private static final SessionId SESSION = new SessionId(0x5e55, 10);

    private static final List<String> REQUESTS = List.of(
            "kv.incr {'key':'n','amount':5}",
            "kv.getset {'key':'old','value':'new'}",
            "kv.incrbyfloat {'key':'f','amount':0.25}",
            "kv.mset {'pairs':{'a':'1','b':'2','c':'3'}}",
            "kv.mdel {'keys':['a','x','b']}",
            "queue.mpublish {'queue':'jobs','messages':[{'payload':'one'},{'payload':'two'},{'payload':'three'}]}",
            "queue.ack {'queue':'jobs','receipts':['1-1','9-9']}",
            "stream.publish {'room':'news','event':'greeting','data':'hello'}");

    private static final List<String> QUESTIONS = List.of(
            "kv.mget {'keys':['n','old','f','a','b','c']}",
            "queue.len {'queue':'jobs'}",
            "stream.consume {'room':'news'}");

    @TempDir
    Path folder;

    @Test
    void aRepeatAfterAHardStopIsAnsweredAsBefore() throws Exception {
        Path data = folder.resolve("data");
        List<String> before = new ArrayList<>();
        List<String> state;
        try (ServerProcess server = ServerProcess.start(data, "persistence.fsync=always");
                SessionSpeaker speaker = SessionSpeaker.byProtobuf(server.httpPort(), SESSION)) {
            for (String line : List.of(
                    "kv.set {'key':'old','value':'was here'}",
                    "queue.create {'queue':'jobs'}",
                    "queue.publish {'queue':'jobs','payload':'zero'}",
                    "queue.receive {'queue':'jobs','consumer':'me'}",
                    "stream.create {'room':'news'}")) {
                assertThat(speaker.ask(0, 0, line)).as(line).doesNotMatch("[A-Z_]+");
            }
            for (int i = 0; i < REQUESTS.size(); i++) {
                before.add(speaker.ask(i + 1, 1, REQUESTS.get(i)));
            }
            assertThat(before).noneMatch(answer -> answer.matches("[A-Z_]+"));
            state = all(speaker, QUESTIONS);
            server.kill();
        }
        // Once from the log, and once from a snapshot with the log behind it.
        for (int start = 0; start < 2; start++) {
            try (ServerProcess server = ServerProcess.start(data, "persistence.fsync=always");
                    SessionSpeaker speaker = SessionSpeaker.byProtobuf(server.httpPort(), SESSION)) {
                for (int i = REQUESTS.size() - 1; i >= 0; i--) {
                    assertThat(speaker.ask(i + 1, 1, REQUESTS.get(i)))
                            .as(REQUESTS.get(i))
                            .isEqualTo(before.get(i));
                }
                assertThat(all(speaker, QUESTIONS)).isEqualTo(state);
                assertThat(post(server, "/snapshot")).isBetween(200, 299);
                server.kill();
            }
        }
    }

    private static List<String> all(SessionSpeaker speaker, List<String> lines) throws IOException {
        List<String> answers = new ArrayList<>();
        for (String line : lines) {
            answers.add(speaker.ask(0, 0, line));
        }
        return answers;
    }

    private static int post(ServerProcess server, String path) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://127.0.0.1:" + server.httpPort() + path);
            HttpRequest request = HttpRequest.newBuilder(uri)
                    .POST(HttpRequest.BodyPublishers.noBody())
                    .build();
            return client.send(request, BodyHandlers.discarding()).statusCode();
        }
    }
}
