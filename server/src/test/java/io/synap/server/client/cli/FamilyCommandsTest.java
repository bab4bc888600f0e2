package io.synap.server.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

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

    @Test
    void aMessagesWayThroughAQueue() {
        replays("""
            TRANSCRIPT
            """);
    }
}
