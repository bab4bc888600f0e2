package io.synap.examples.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.synap.client.SynapClient;
import io.synap.examples.ExampleServer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class ChatRoomTest {
    @TempDir
    private Path folder;

    @Test
    void everybodyReadsTheSameAndSeesWhoComesAndGoes() {
        List<String> anns = new CopyOnWriteArrayList<>();
        List<String> bobs = new CopyOnWriteArrayList<>();
        try (ExampleServer server = ExampleServer.start(folder, "presence.grace_millis=100");
                SynapClient one = SynapClient.connect(server.endpoint());
                SynapClient other = SynapClient.connect(server.endpoint());
                ChatRoom ann = ChatRoom.enter(one, "lobby", "ann", anns::add)) {
            ann.say("is anybody here?");
            await().until(() -> anns.contains("ann: is anybody here?"));
            try (ChatRoom bob = ChatRoom.enter(other, "lobby", "bob", bobs::add)) {
                await().until(() -> bobs.contains("ann: is anybody here?"));
                await().until(() -> anns.contains("* bob is here"));
                assertThat(ann.present()).containsExactly("ann", "bob");
                bob.say("yes");
                ann.say("good");
                await().until(() -> bobs.contains("ann: good"));
            }
            await().until(() -> anns.contains("* bob is gone"));
            assertThat(ann.present()).containsExactly("ann");
            assertThat(said(anns)).containsExactly("ann: is anybody here?", "bob: yes", "ann: good");
            assertThat(said(bobs)).isEqualTo(said(anns));
        }
    }

    private static List<String> said(List<String> screen) {
        return screen.stream().filter(line -> !line.startsWith("*")).toList();
    }
}
