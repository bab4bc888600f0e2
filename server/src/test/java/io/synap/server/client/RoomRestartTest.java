package io.synap.server.client;

import static io.synap.server.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.synap.client.ClientOptions;
import io.synap.client.SynapClient;
import io.synap.client.live.Listening;
import io.synap.client.live.Live;
import io.synap.client.room.From;
import io.synap.client.room.GroupSettings;
import io.synap.client.room.RoomItem;
import io.synap.client.room.SharedGroupSettings;
import io.synap.client.work.Worker;
import io.synap.client.work.WorkerListener;
import io.synap.server.process.ServerProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that is killed under those who follow and handle a room's events. */
@Timeout(120)
final class RoomRestartTest {
    private static final int EVENTS = 300;

    @TempDir
    Path folder;

    private final List<Long> followed = Collections.synchronizedList(new ArrayList<>());
    private final List<String> unexpected = Collections.synchronizedList(new ArrayList<>());
    private final List<Long> inOrder = Collections.synchronizedList(new ArrayList<>());
    private final Set<Long> shared = ConcurrentHashMap.newKeySet();

    /** With fsync always, what was published stays, and each follower is told it exactly once, without a gap. */
    @Test
    void aFollowerResumesExactlyWhereItWas() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        String[] settings = {"http.port=" + port, "persistence.fsync=always"};
        ServerProcess server = ServerProcess.start(folder.resolve("data"), settings);
        try (SynapClient client = SynapClient.connect(new ClientOptions()
                .endpoint("127.0.0.1:" + port)
                .deadline(Duration.ofSeconds(60))
                .backoff(Duration.ofMillis(10), Duration.ofMillis(100)))) {
            prepare(client);
            try (Listening _ = Live.forEach(client.rooms().follow("events", From.first()), this::take);
                    Worker _ = client.rooms()
                            .orderedWorker("ordered")
                            .listener(new WorkerListener() {})
                            .handle(event -> inOrder.add(event.offset()));
                    Worker _ = client.rooms()
                            .worker("events", "shared")
                            .lease(Duration.ofSeconds(2))
                            .listener(new WorkerListener() {})
                            .handle(each -> shared.add(each.event().offset()))) {
                var rooms = client.rooms().blocking();
                for (int i = 0; i < EVENTS; i++) {
                    rooms.publish("events", "e" + i);
                    if (i == EVENTS / 3 || i == 2 * EVENTS / 3) {
                        server.kill();
                        server = ServerProcess.start(folder.resolve("data"), settings);
                    }
                }
                long published = rooms.info("events").nextOffset();
                until(() -> followed.size() >= published);
                until(() -> shared.size() == published);
                until(() -> Set.copyOf(inOrder).size() == published);
                // Within its session the client has published nothing twice.
                assertThat(published).isEqualTo(EVENTS);
            }
        } finally {
            server.close();
        }
        assertThat(unexpected).isEmpty();
        for (int i = 0; i < followed.size(); i++) {
            assertThat(followed.get(i)).isEqualTo(i);
        }
    }

    private static void prepare(SynapClient client) {
        var rooms = client.rooms().blocking();
        rooms.create("events");
        client.rooms().group("events", "shared").blocking().create(From.first(), SharedGroupSettings.unchanged());
        client.groups().blocking().create("ordered", GroupSettings.ofRoom("events"));
    }

    private void take(RoomItem<String> item) {
        if (item instanceof RoomItem.Event<String>(var event, var _)) {
            followed.add(event.offset());
        } else {
            unexpected.add(item.toString());
        }
    }
}
