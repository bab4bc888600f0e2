package io.synap.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.synap.protocol.memory.Memory;
import io.synap.protocol.operation.Bytes;
import io.synap.protocol.operation.KvOperation;
import io.synap.protocol.operation.OperationCodec;
import io.synap.protocol.state.ShardImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Images under the changes that are hardest on them. */
final class ImageTest {
    private static final EngineOptions OPTIONS = new EngineOptions(3, AccessTracking.NONE, 1 << 20);

    @Test
    void flushWhileAnImageIsReadIsNoPartOfIt() throws IOException {
        try (TestStore store = new TestStore(OPTIONS);
                TestStore copy = new TestStore(OPTIONS)) {
            Shard shard = filled(store);
            long digest = shard.digest();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ShardImage image = store.engine.openImage(shard.index())) {
                assertThat(next(image, bytes)).isTrue();
                store.apply(shard, new KvOperation.Flush());
                filled(store);
                store.apply(shard, new KvOperation.Flush());
                while (next(image, bytes)) {
                    store.set("{k}meanwhile", "v");
                }
                HistoryTest.restore(copy.engine, shard.index(), bytes, image);
            }
            assertThat(copy.engine.shard(shard.index()).digest()).isEqualTo(digest);
            assertThat(copy.engine.sequence(shard.index())).isEqualTo(3_000);
        }
    }

    @Test
    void flushCopiesNothingForAnImageButLeavesItTheOldState() throws IOException {
        try (TestStore store = new TestStore(OPTIONS)) {
            Shard shard = store.shardOf("{k}");
            long empty = shard.slabBytes();
            filled(store);
            long full = shard.slabBytes();
            try (ShardImage image = store.engine.openImage(shard.index())) {
                assertThat(next(image, new ByteArrayOutputStream())).isTrue();
                store.apply(shard, new KvOperation.Flush());
                tidy(shard);
                assertThat(shard.slabBytes()).isGreaterThanOrEqualTo(full);
            }
            tidy(shard);
            assertThat(shard.slabBytes()).isEqualTo(empty);
        }
    }

    @Test
    void anImageOfMoreThanItsLimitFailsWhenEverythingIsRemoved() {
        try (TestStore store = new TestStore(new Engine(OPTIONS, 100_000))) {
            Shard shard = store.shardOf("{k}");
            long empty = shard.slabBytes();
            filled(store);
            try (ShardImage image = store.engine.openImage(shard.index())) {
                store.apply(shard, new KvOperation.Flush());
                tidy(shard);
                assertThat(shard.slabBytes()).isEqualTo(empty);
                assertThatThrownBy(() -> image.next((_, _) -> {}))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("fell behind");
            }
        }
    }

    @Test
    void severalImagesAreEachOfTheirOwnSequence() throws IOException {
        try (TestStore store = new TestStore(OPTIONS);
                TestStore first = new TestStore(OPTIONS);
                TestStore second = new TestStore(OPTIONS)) {
            Shard shard = filled(store);
            int index = shard.index();
            ByteArrayOutputStream firstBytes = new ByteArrayOutputStream();
            ByteArrayOutputStream secondBytes = new ByteArrayOutputStream();
            try (ShardImage one = store.engine.openImage(index)) {
                long firstDigest = shard.digest();
                assertThat(next(one, firstBytes)).isTrue();
                store.set("{k}5", "changed");
                store.delete("{k}6");
                try (ShardImage two = store.engine.openImage(index)) {
                    long secondDigest = shard.digest();
                    boolean more = true;
                    for (int i = 0; more; i++) {
                        boolean oneHasMore = next(one, firstBytes);
                        more = next(two, secondBytes) || oneHasMore;
                        store.set("{k}" + i * 17 % 3_000, "again");
                    }
                    HistoryTest.restore(second.engine, index, secondBytes, two);
                    assertThat(second.engine.shard(index).digest()).isEqualTo(secondDigest);
                }
                HistoryTest.restore(first.engine, index, firstBytes, one);
                assertThat(first.engine.shard(index).digest()).isEqualTo(firstDigest);
            }
        }
    }

    @Test
    void anImageThatFallsTooFarBehindFailsAndTheWriterGoesOn() throws IOException {
        try (TestStore store = new TestStore(new Engine(OPTIONS, 100_000))) {
            Shard shard = filled(store);
            try (ShardImage image = store.engine.openImage(shard.index())) {
                for (int i = 0; i < 3_000; i++) {
                    assertThat(store.set("{k}" + i, "w").applied()).isTrue();
                }
                assertThatThrownBy(() -> image.next((_, _) -> {}))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("fell behind");
            }
            try (ShardImage image = store.engine.openImage(shard.index())) {
                assertThat(image.next((_, _) -> {})).isTrue();
            }
        }
    }

    @Test
    void aClosedImageLeavesNothingBehind() throws IOException {
        try (TestStore store = new TestStore(OPTIONS)) {
            Shard shard = store.shardOf("{k}");
            long empty = shard.slabBytes();
            filled(store);
            ShardImage image = store.engine.openImage(shard.index());
            assertThat(image.next((_, _) -> {})).isTrue();
            store.apply(shard, new KvOperation.Flush());
            image.close();
            image.close();
            tidy(shard);
            assertThat(shard.slabBytes()).isEqualTo(empty);
        }
    }

    @Test
    void whatFallsEmptyWhileAnImageIsReadComesBackAfterwards() {
        try (TestStore store = new TestStore(OPTIONS)) {
            Shard shard = store.shardOf("{k}");
            long empty = shard.slabBytes();
            for (int i = 0; i < 20_000; i++) {
                store.set("{k}" + i, "v");
            }
            try (ShardImage image = store.engine.openImage(shard.index())) {
                assertThat(image.sequence()).isEqualTo(20_000);
                for (int i = 0; i < 20_000; i++) {
                    store.delete("{k}" + i);
                }
            }
            tidy(shard);
            assertThat(shard.slabBytes()).isEqualTo(empty);
            int calls = 0;
            long cursor = 0;
            do {
                cursor = shard.scan(cursor, 10, store.now, _ -> {});
                calls++;
            } while (cursor != 0);
            assertThat(calls).isLessThan(20);
        }
    }

    @Test
    void oneImageTooManyIsRefused() {
        try (TestStore store = new TestStore(OPTIONS)) {
            List<ShardImage> open = new ArrayList<>();
            for (int i = 0; i < Segment.MARKS; i++) {
                open.add(store.engine.openImage(0));
            }
            assertThatThrownBy(() -> store.engine.openImage(0)).isInstanceOf(IllegalStateException.class);
            open.forEach(ShardImage::close);
            store.engine.openImage(0).close();
        }
    }

    @Test
    void whatIsNoItemOfTheShardIsRefused() {
        try (TestStore store = new TestStore(OPTIONS)) {
            Shard shard = store.shardOf("{k}");
            KvOperation.Set set = new KvOperation.Set(
                    Bytes.utf8("{k}1"), Bytes.utf8("v"), TestStore.NO_EXPIRY, TestStore.ALWAYS, false);
            int index = shard.index();
            assertThatThrownBy(() -> restore(store, (index + 1) % 64, 1, set, 0))
                    .hasMessageContaining("another shard");
            assertThatThrownBy(() -> restore(store, index, 0, set, 0)).hasMessageContaining("version");
            assertThatThrownBy(() -> restore(store, index, 1, set, 1)).hasMessageContaining("cut off");
            restore(store, index, 1, set, 0);
            assertThatThrownBy(() -> restore(store, index, 2, set, 0))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("twice");
        }
    }

    private static void restore(TestStore store, int shard, long version, KvOperation.Set set, int missing) {
        try (Arena arena = Arena.ofConfined()) {
            long item = arena.allocate(8 + OperationCodec.encodedLengthMax(set)).address();
            Memory.putLong(item, version);
            int length = OperationCodec.encode(set, item + 8);
            store.engine.restoreItems(shard, item, 8L + length - missing);
        }
    }

    private static Shard filled(TestStore store) {
        for (int i = 0; i < 3_000; i++) {
            String value = "v".repeat(i % 100 == 0 ? 40_000 + i : i % 200);
            store.setExpiring("{k}" + i, value, 10_000 + i);
        }
        return store.shardOf("{k}");
    }

    private static boolean next(ShardImage image, ByteArrayOutputStream bytes) throws IOException {
        return image.next((address, length) -> HistoryTest.append(bytes, address, length));
    }

    private static void tidy(Shard shard) {
        while (shard.tidy()) {
            // in small slices
        }
    }
}
