package io.synap.server.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Queues, rooms, topics, groups and presence from the command line, as transcripts of a shell. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class FamilyCommandsTest {
    private LiveServer server;
    private ScriptedLine shell;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        server = new LiveServer(folder);
        shell = new ScriptedLine(server.port());
    }

    @AfterAll
    void stop() {
        shell.close();
        server.close();
    }

    private void replays(String transcript) {
        assertThat(shell.replay(transcript)).isEqualTo(transcript);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "queue",
                "queue-lines",
                "queue-dead-letters",
                "stream",
                "stream-group",
                "topic-and-group",
                "presence",
                "command"
            })
    void printsWhatTheTranscriptSays(String name) throws IOException {
        try (InputStream transcript = Objects.requireNonNull(getClass().getResourceAsStream(name + ".txt"), name)) {
            replays(new String(transcript.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void whatAClosedPipeDidNotTakeComesAgain() {
        replays("""
            $ queue create pipe
            created
            $ queue publish pipe --lines -q
            > a
            > b
            """);
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        assertThat(shell.execute(closed, OutputStream.nullOutputStream(), "", "queue", "consume", "pipe"))
                .isZero();
        replays("""
            $ queue receive pipe --max 2 --raw
            a
            b
            $ queue delete pipe --yes
            deleted, with 2 messages
            """);
    }

    @Test
    void whoFollowsAndIsInterruptedEnds() throws Exception {
        replays("""
            $ queue create endless
            created
            $ queue publish endless first
            message 1
            """);
        CountDownLatch shown = new CountDownLatch(1);
        OutputStream watched = new OutputStream() {
            @Override
            public void write(int octet) {
                shown.countDown();
            }
        };
        CompletableFuture<Integer> ended = new CompletableFuture<>();
        Thread follower = Thread.ofVirtual()
                .start(() -> ended.complete(
                        shell.execute(watched, OutputStream.nullOutputStream(), "", "queue", "tail", "endless")));
        assertThat(shown.await(20, TimeUnit.SECONDS)).isTrue();
        follower.interrupt();
        assertThat(ended.get(20, TimeUnit.SECONDS)).isEqualTo(130);
        shell.run("queue delete endless --yes", "");
    }
}
