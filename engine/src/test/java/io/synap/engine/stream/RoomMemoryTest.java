package io.synap.engine.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.synap.engine.Seed;
import io.synap.protocol.operation.StreamOperation.Mode;
import io.synap.protocol.operation.StreamOperation.Trim.By;
import io.synap.protocol.state.ShardImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What rooms take, and that they give it back. */
final class RoomMemoryTest {
    private final RoomStore store = new RoomStore();

    @AfterEach
    void close() {
        store.close();
    }

    private void fillCausally(String room, int count) {
        for (int i = 0; i < count; i++) {
            store.add(room, "*", "key", "k" + i % 50, "correlation_id", "c" + i % 9, "causation_id", "x" + i);
        }
    }

    private long physical() {
        return store.shard.streams().slabBytes();
    }

    @Test
    void everythingComesBackWhenRoomsAreRemoved() {
        SplittableRandom random = Seed.random("everythingComesBackWhenRoomsAreRemoved");
        RoomHistory history = new RoomHistory(random, 5, 80);
        for (int i = 0; i < 5_000; i++) {
            store.now = history.now;
            store.apply(history.next());
        }
        assertThat(store.shard.usedBytes()).isPositive();
        for (int i = 0; i < 5; i++) {
            store.delete("r" + i);
        }
        assertThat(store.shard.usedBytes()).isZero();
        store.tidy();
        assertThat(physical()).isZero();
        assertThat(store.shard.nextDeadline()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void trimmedAwayEventsLeaveNothingBehind() {
        store.configure("r", Mode.CREATE, RoomStore.settings(0, 0, 0, true));
        long empty = store.shard.usedBytes();
        fillCausally("r", 3_000);
        store.add("r", "*", "data", "x".repeat(200_000));
        store.trim("r", By.LENGTH, 0);
        assertThat(store.shard.usedBytes()).isEqualTo(empty);
        store.tidy();
        assertThat(physical()).isZero();
    }

    @Test
    void compactionSwitchedOffGivesItsIndexBack() {
        store.configure("r", Mode.CREATE, RoomStore.settings(0, 0, 0, true));
        for (int i = 0; i < 2_000; i++) {
            store.add("r", "*", "key", "k" + i);
        }
        store.tidy();
        long before = physical();
        store.configure("r", Mode.UPDATE, RoomStore.settings(0, 0, 0, false));
        store.tidy();
        assertThat(physical()).isLessThan(before);
        store.trim("r", By.LENGTH, 0);
        store.tidy();
        assertThat(physical()).isZero();
    }

    @Test
    void aChunkThatIsMostlyDeadTakesLess() {
        for (int i = 0; i < 20_000; i++) {
            store.add("r", (i + 1) + "-0", "data", "0123456789".repeat(10));
        }
        store.tidy();
        long before = physical();
        for (int i = 0; i < 20_000; i++) {
            if (i % 10 != 0) {
                store.remove("r", (i + 1) + "-0");
            }
        }
        store.tidy();
        assertThat(physical()).isLessThan(before / 4);
        assertThat(store.events("r")).hasSize(2_000).allMatch(event -> event.offset() % 10 == 0);
    }

    @Test
    void aRoomThatIsRemovedWhileAnImageIsReadIsInTheImageAndComesBackAfterIt() throws IOException {
        fillCausally("big", 20_000);
        store.add("big", "*", "data", "x".repeat(100_000));
        fillCausally("other", 100);
        long digest = store.shard.digest();
        ByteArrayOutputStream image = new ByteArrayOutputStream();
        long sequence;
        long time;
        try (ShardImage source = store.engine.openImage(store.shard.index())) {
            sequence = source.sequence();
            time = source.time();
            assertThat(source.next((address, length) -> RoomStore.append(image, address, length)))
                    .isTrue();
            store.delete("big");
            store.fill("big", 3);
            long used = store.shard.usedBytes();
            store.tidy();
            assertThat(store.shard.usedBytes()).isEqualTo(used);
            // A second image, begun after the removal, knows nothing of what was removed.
            ByteArrayOutputStream second = store.image();
            assertThat(second.size()).isLessThan(50_000);
            boolean more = true;
            while (more) {
                more = source.next((address, length) -> RoomStore.append(image, address, length));
            }
        }
        try (RoomStore copy = new RoomStore(7)) {
            copy.restore(image.toByteArray(), sequence, time);
            assertThat(copy.shard.digest()).isEqualTo(digest);
        }
        store.tidy();
        assertThat(store.events("big")).hasSize(3);
        assertThat(physical()).isLessThan(1 << 20);
    }

    @Test
    void aResetForgetsEverything() throws IOException {
        fillCausally("r", 5_000);
        long digest = store.shard.digest();
        byte[] image = store.image().toByteArray();
        long sequence = store.shard.sequence();
        store.shard.reset();
        assertThat(store.shard.usedBytes()).isZero();
        store.restore(image, sequence, store.now);
        assertThat(store.shard.digest()).isEqualTo(digest);
        store.delete("r");
        store.tidy();
        assertThat(physical()).isZero();
    }

    @Test
    void manySmallRoomsAreCheap() {
        int rooms = 20_000;
        for (int i = 0; i < rooms; i++) {
            store.add("room" + i, "*", "data", "0123456789".repeat(10));
        }
        assertThat(store.shard.usedBytes() / rooms).isLessThan(900);
        assertThat(physical() / rooms).isLessThan(256);
    }
}
