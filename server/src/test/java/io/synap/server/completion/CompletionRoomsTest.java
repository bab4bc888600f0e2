package io.synap.server.completion;

import static org.assertj.core.api.Assertions.assertThat;

import io.synap.engine.AccessTracking;
import io.synap.engine.Engine;
import io.synap.engine.EngineOptions;
import io.synap.engine.EvictionPolicy;
import io.synap.engine.stream.Room;
import io.synap.protocol.Slots;
import io.synap.protocol.operation.Bytes;
import io.synap.protocol.operation.StreamOperation;
import io.synap.protocol.operation.StreamOperation.Mode;
import io.synap.protocol.operation.StreamOperation.Trim;
import io.synap.server.node.Access;
import io.synap.server.node.MemoryBudget;
import io.synap.server.node.Node;
import io.synap.server.node.OperationBatch;
import io.synap.server.stream.RoomAudience;
import io.synap.server.stream.StreamLimits;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rooms of requesters come with their first event and go when nobody needs them. */
final class CompletionRoomsTest {
    private static final CompletionSettings SETTINGS = new CompletionSettings(3, 10_000, 5_000);

    private final AtomicLong now = new AtomicLong(1_000_000);
    private final Clock clock = ((InstantSource) () -> Instant.ofEpochMilli(now.get())).withZone(ZoneOffset.UTC);
    private final Engine engine = new Engine(new EngineOptions(42, AccessTracking.NONE, 1 << 20));
    private final Node node = new Node(
            engine,
            null,
            false,
            new MemoryBudget(engine::usedBytes, 0, EvictionPolicy.NOEVICTION),
            clock,
            new SplittableRandom(1));
    private final RoomAudience audience = new RoomAudience();
    private final CompletionRooms rooms =
            new CompletionRooms(node, StreamLimits.DEFAULTS, SETTINGS, audience, operation -> {});

    @AfterEach
    void close() {
        engine.close();
    }

    private void tell(String request, String user) throws InterruptedException {
        rooms.write(new Ending(new Requester(request, user), "backup", "backup", "b", Map.of("files", 1), null));
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        for (int shard = 0; shard < Slots.SHARDS; shard++) {
            for (Room room : engine.shard(shard).streams().all()) {
                names.add(new String(room.name(), StandardCharsets.UTF_8) + " " + room.length());
            }
        }
        return names.stream().sorted().toList();
    }

    private void run(StreamOperation operation) {
        Access access = node.newAccess();
        OperationBatch batch = new OperationBatch();
        batch.add(operation);
        assertThat(access.writeAll(batch, false)).isTrue();
    }

    @Test
    void eventsGoToBothRoomsWhichAreBounded() throws InterruptedException {
        for (int i = 0; i < 5; i++) {
            tell("q" + i, "u");
        }
        tell("", "v");
        assertThat(names())
                .containsExactly(
                        "request_q0 1",
                        "request_q1 1",
                        "request_q2 1",
                        "request_q3 1",
                        "request_q4 1",
                        "user_u 3",
                        "user_v 1");
    }

    @Test
    void emptyAndIdleRoomsGoUnlessSomebodyLooks() throws InterruptedException {
        tell("q", "u");
        run(new StreamOperation.Configure(Bytes.utf8("user_mine"), Mode.CREATE, SETTINGS_OF_OTHERS));
        run(new StreamOperation.Configure(Bytes.utf8("other"), Mode.CREATE, SETTINGS.ofRooms()));
        assertThat(rooms.sweep()).isZero();
        run(new StreamOperation.TrimRoom(Bytes.utf8("request_q"), new Trim(Trim.By.LENGTH, false, 0, 0, 0)));
        run(new StreamOperation.TrimRoom(Bytes.utf8("user_u"), new Trim(Trim.By.LENGTH, false, 0, 0, 0)));
        assertThat(rooms.sweep()).isZero();
        now.addAndGet(5_001);
        audience.add(Bytes.utf8("user_u"));
        assertThat(rooms.sweep()).isEqualTo(1);
        assertThat(names()).containsExactly("other 0", "user_mine 0", "user_u 0");
        audience.remove(Bytes.utf8("user_u"));
        assertThat(rooms.sweep()).isEqualTo(1);
        assertThat(names()).containsExactly("other 0", "user_mine 0");
    }

    private static final StreamOperation.Settings SETTINGS_OF_OTHERS = new StreamOperation.Settings(0L, 0L, 0L, false);
}
