package io.synap.engine.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.synap.engine.Seed;
import io.synap.protocol.memory.Memory;
import io.synap.protocol.operation.Bytes;
import io.synap.protocol.operation.GroupOperation;
import io.synap.protocol.operation.GroupOperation.Config;
import io.synap.protocol.operation.GroupOperation.RedriveAction;
import io.synap.protocol.operation.GroupOperation.Retry;
import io.synap.protocol.operation.GroupOperation.Selection;
import io.synap.protocol.operation.GroupOperation.Start;
import io.synap.protocol.operation.GroupOperation.Target;
import io.synap.protocol.operation.Operation;
import io.synap.protocol.operation.StreamOperation;
import io.synap.protocol.operation.SystemOperation;
import io.synap.protocol.state.ShardImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Random histories of several groups: the same state by every way that leads to it, also while an image is read. */
final class GroupHistoryTest {
    private SplittableRandom random = new SplittableRandom(0);

    @Test
    void imageAndTheLogBehindItGiveTheSameState() throws IOException {
        random = Seed.random("imageAndTheLogBehindItGiveTheSameState");
        for (int round = 0; round < 10; round++) {
            try (GroupStore store = new GroupStore(random.nextLong());
                    GroupStore copy = new GroupStore(random.nextLong())) {
                run(store, random.nextInt(3_000));
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                int applied;
                try (ShardImage image = store.engine.openImage(store.shard.index())) {
                    applied = store.logged();
                    long digest = store.shard.digest();
                    do {
                        run(store, random.nextInt(200));
                    } while (image.next((address, length) -> bytes.writeBytes(Memory.toArray(address, (int) length))));
                    copy.restore(bytes.toByteArray(), image.sequence(), image.time());
                    assertThat(copy.shard.digest()).isEqualTo(digest);
                }
                run(store, 500);
                store.replay(copy, applied);
                store.assertSame(copy);
                store.assertCopies();
                everythingFreed(store);
            }
        }
    }

    /** Once the room is gone, so is all memory. */
    private static void everythingFreed(GroupStore store) {
        store.apply(new StreamOperation.Delete(GroupStore.ROOM));
        int slices = 0;
        while (store.shard.tidy()) {
            assertThat(slices++).isLessThan(100_000);
        }
        assertThat(store.shard.usedBytes()).isZero();
        assertThat(store.shard.streams().slabBytes()).isZero();
    }

    private void run(GroupStore store, int operations) {
        for (int i = 0; i < operations; i++) {
            store.now += random.nextInt(60);
            if (random.nextInt(8) == 0) {
                store.appendMany(1 + random.nextInt(20));
            } else {
                store.apply(next(store));
            }
            var _ = store.shard.tidy();
        }
    }

    private Bytes group() {
        return Bytes.utf8("g" + random.nextInt(3));
    }

    private Bytes consumer() {
        return Bytes.utf8("c" + random.nextInt(5));
    }

    private long offset(GroupStore store) {
        Room room = store.findRoom();
        return room == null ? 0 : Math.max(0, room.nextOffset() - random.nextInt(100));
    }

    private List<Target> targets(GroupStore store) {
        List<Target> targets = new ArrayList<>();
        for (int left = random.nextInt(6); left >= 0; left--) {
            long offset = offset(store);
            targets.add(random.nextBoolean() ? new Target.Id(offset + 1, 0) : new Target.HandOut(offset, 0));
        }
        return targets;
    }

    private Config config() {
        return new Config(
                random.nextInt(2) * 300L,
                random.nextInt(4),
                random.nextInt(2) * 100L,
                1_000,
                random.nextInt(4) == 0,
                random.nextInt(3) * 20,
                50 + random.nextInt(500));
    }

    private Operation next(GroupStore store) {
        Bytes room = GroupStore.ROOM;
        Bytes group = group();
        Bytes consumer = consumer();
        return switch (random.nextInt(60)) {
            case 0, 1, 2 -> new GroupOperation.Create(room, group, config(), new Start.First(), -1, true, 10);
            case 3 -> new GroupOperation.Configure(room, group, config());
            case 4 ->
                random.nextInt(8) == 0
                        ? new GroupOperation.Delete(room, group)
                        : new GroupOperation.SetPosition(room, group, new Start.At(offset(store)), -1);
            case 5 -> new GroupOperation.DeleteConsumer(room, group, consumer, random.nextBoolean(), 20);
            case 6, 7 -> new GroupOperation.Reread(room, group, consumer, offset(store), 0, 9, 10_000, 10);
            case 8, 9 ->
                new GroupOperation.Claim(
                        room,
                        group,
                        consumer,
                        random.nextInt(200),
                        -1,
                        -1,
                        true,
                        false,
                        0,
                        0,
                        10,
                        List.of(new Target.Id(offset(store) + 1, 0)));
            case 10, 11 ->
                new GroupOperation.AutoClaim(room, group, consumer, 200, offset(store), 0, 5, 10_000, false, 10);
            case 12, 13, 14, 15, 16, 17, 18, 19, 20, 21 -> new GroupOperation.Ack(room, group, targets(store));
            case 22, 23, 24 ->
                new GroupOperation.Nack(room, group, new Retry.Never(), Bytes.utf8("broken"), targets(store));
            case 25, 26 ->
                new GroupOperation.Nack(room, group, new Retry.After(random.nextInt(900)), Bytes.EMPTY, targets(store));
            case 27 -> new GroupOperation.Extend(room, group, 500, targets(store));
            case 28, 29 ->
                new GroupOperation.Redrive(
                        room,
                        group,
                        new Selection.Matching(0, Bytes.EMPTY, 0, 0),
                        random.nextInt(3) * 10L,
                        random.nextInt(2) * 50);
            case 30 -> new GroupOperation.ControlRedrive(room, group, RedriveAction.RESUME);
            case 31 -> new GroupOperation.Purge(room, group, new Selection.Matching(0, Bytes.utf8("bro"), 0, 0), 0, 3);
            case 32 ->
                new StreamOperation.TrimRoom(
                        room,
                        new StreamOperation.Trim(StreamOperation.Trim.By.LENGTH, false, random.nextInt(2_000), 0, 0));
            case 33 -> random.nextInt(20) == 0 ? new StreamOperation.Delete(room) : new SystemOperation.Advance(3);
            case 34, 35, 36, 37, 38, 39, 40 -> new SystemOperation.Advance(1 + random.nextInt(50));
            default ->
                new GroupOperation.Read(
                        room, group, consumer, 1 + random.nextInt(20), 10_000, random.nextInt(9) == 0, 0, 10);
        };
    }
}
