package io.synap.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.synap.protocol.operation.KvOperation;
import io.synap.protocol.operation.OperationCodec;
import io.synap.replication.damage.DamagedException;
import io.synap.replication.files.DiskFiles;
import io.synap.replication.history.SequenceVector;
import io.synap.replication.log.FsyncPolicy;
import io.synap.replication.log.LogFollower;
import io.synap.replication.log.LogTrimmedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The log as it is read while it is written, rolled and trimmed. */
final class LogFollowerTest {
    private static final int SHARDS = 5;

    /** An operation as it was appended, or as it was read. */
    private record Seen(int shard, long sequence, String key) {}

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it.
    private Path directory;

    @ParameterizedTest
    @EnumSource(FsyncPolicy.class)
    void everyOperationIsReadOnceInItsOrder(FsyncPolicy policy) {
        Seeds.run(3, seed -> {
            try {
                follow(policy, new Random(seed), directory.resolve(policy.name() + seed));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static void follow(FsyncPolicy policy, Random random, Path folder) throws IOException {
        List<Seen> appended = new ArrayList<>();
        List<Seen> read = new ArrayList<>();
        try (TestNode node = new TestNode(folder, new DiskFiles(), TestNode.options(policy), 1)) {
            LogFollower follower = node.log().follow(SequenceVector.ZERO);
            for (int i = 0; i < 3_000; i++) {
                long position = append(node, random, i, appended);
                if (random.nextInt(800) == 0) {
                    node.persistence().snapshots().snapshotNow().join();
                }
                if (random.nextInt(50) == 0) {
                    assertThat(node.awaitSynced(position)).isTrue();
                }
                if (random.nextInt(60) == 0) {
                    follower = drain(node, follower, random.nextInt(200), appended, read);
                }
                if (random.nextInt(200) == 0) {
                    SequenceVector place = follower.position();
                    follower.close();
                    follower = reopen(node, place);
                    if (!follower.position().equals(place)) {
                        forget(appended, follower.position(), read);
                    }
                }
            }
            assertThat(node.awaitSynced(node.log().appended())).isTrue();
            follower = drain(node, follower, Integer.MAX_VALUE, appended, read);
            assertThat(inOrderOf(read)).isEqualTo(inOrderOf(appended));
            follower.close();
        }
    }

    private static long append(TestNode node, Random random, int i, List<Seen> appended) {
        int shard = random.nextInt(SHARDS);
        int length = random.nextInt(100) == 0 ? 12_000 : random.nextInt(20) == 0 ? 2_000 : random.nextInt(60);
        String key = "key" + i;
        byte[] value = new byte[length];
        if (random.nextInt(5) == 0) {
            int other = (shard + 1 + random.nextInt(SHARDS - 1)) % SHARDS;
            appended.add(new Seen(shard, node.state().sequence(shard) + 1, key));
            appended.add(new Seen(other, node.state().sequence(other) + 1, key));
            return node.setBoth(shard, other, key, value);
        }
        appended.add(new Seen(shard, node.state().sequence(shard) + 1, key));
        return node.set(shard, key, value);
    }

    private static LogFollower drain(
            TestNode node, LogFollower follower, int most, List<Seen> appended, List<Seen> read) throws IOException {
        try {
            for (int i = 0; i < most && follower.next(node.log().readableEnd()); i++) {
                read.add(seen(follower));
            }
            return follower;
        } catch (LogTrimmedException overtaken) {
            SequenceVector place = overtaken.oldest().max(follower.position());
            follower.close();
            forget(appended, place, read);
            return node.log().follow(place);
        }
    }

    private static Seen seen(LogFollower follower) {
        KvOperation.Set set = (KvOperation.Set) OperationCodec.decode(follower.operation());
        return new Seen(follower.shard(), follower.sequence(), set.key().toString());
    }

    private static LogFollower reopen(TestNode node, SequenceVector place) throws IOException {
        try {
            return node.log().follow(place);
        } catch (LogTrimmedException gone) {
            assertThat(gone.oldest().isWithin(place)).isFalse();
            return node.log().follow(gone.oldest().max(place));
        }
    }

    /** What was trimmed before it was read counts as read. */
    private static void forget(List<Seen> appended, SequenceVector place, List<Seen> read) {
        read.clear();
        appended.stream()
                .filter(each -> each.sequence() <= place.get(each.shard()))
                .forEach(read::add);
    }

    private static List<List<Seen>> inOrderOf(List<Seen> all) {
        List<List<Seen>> shards = new ArrayList<>();
        for (int shard = 0; shard < SHARDS; shard++) {
            int own = shard;
            shards.add(all.stream().filter(each -> each.shard() == own).toList());
        }
        return shards;
    }

    @Test
    void fromAnyPointOnItReadsExactlyWhatFollows() throws IOException {
        Random random = new Random(7);
        List<Seen> appended = new ArrayList<>();
        try (TestNode node = new TestNode(directory, new DiskFiles(), TestNode.options(FsyncPolicy.OS), 1)) {
            List<SequenceVector> places = new ArrayList<>();
            List<Integer> counts = new ArrayList<>();
            for (int i = 0; i < 1_500; i++) {
                append(node, random, i, appended);
                if (i % 100 == 0) {
                    places.add(applied(node));
                    counts.add(appended.size());
                }
            }
            assertThat(node.awaitSynced(node.log().appended())).isTrue();
            for (int i = 0; i < places.size(); i++) {
                try (LogFollower follower = node.log().follow(places.get(i))) {
                    List<Seen> read = new ArrayList<>();
                    drain(node, follower, Integer.MAX_VALUE, appended, read);
                    assertThat(inOrderOf(read)).isEqualTo(inOrderOf(appended.subList(counts.get(i), appended.size())));
                    assertThat(follower.isPastStart()).isTrue();
                    assertThat(follower.position()).isEqualTo(applied(node));
                }
            }
        }
    }

    private static SequenceVector applied(TestNode node) {
        long[] sequences = SequenceVector.ZERO.toArray();
        for (int shard = 0; shard < SHARDS; shard++) {
            sequences[shard] = node.state().sequence(shard);
        }
        return SequenceVector.of(sequences);
    }

    @Test
    void whatWasTrimmedIsSaidToBeGone() throws IOException {
        try (TestNode node = new TestNode(directory, new DiskFiles(), TestNode.options(FsyncPolicy.OS), 1)) {
            for (int i = 0; i < 300; i++) {
                node.set(1, "key" + i, new byte[200]);
            }
            // Opened, but not read: the first segment is deleted under it.
            try (LogFollower unread = node.log().follow(SequenceVector.ZERO)) {
                node.persistence().snapshots().snapshotNow().join();
                node.persistence().snapshots().snapshotNow().join();
                assertThatThrownBy(() -> node.log().follow(SequenceVector.ZERO))
                        .isInstanceOfSatisfying(
                                LogTrimmedException.class,
                                gone -> assertThat(gone.oldest())
                                        .isEqualTo(node.log().oldest()));
                assertThatThrownBy(() -> unread.next(node.log().readableEnd())).isInstanceOf(LogTrimmedException.class);
            }
            assertThat(node.log().oldest().get(1)).isPositive();
        }
    }

    @Test
    void anOpenSegmentIsReadToItsEndThoughItIsDeleted() throws IOException {
        try (TestNode node = new TestNode(directory, new DiskFiles(), TestNode.options(FsyncPolicy.OS), 1)) {
            node.set(1, "first", new byte[200]);
            assertThat(node.awaitSynced(node.log().appended())).isTrue();
            try (LogFollower follower = node.log().follow(SequenceVector.ZERO)) {
                assertThat(follower.next(node.log().readableEnd())).isTrue();
                for (int i = 0; i < 300; i++) {
                    node.set(1, "key" + i, new byte[200]);
                }
                node.persistence().snapshots().snapshotNow().join();
                node.persistence().snapshots().snapshotNow().join();
                List<Seen> read = new ArrayList<>();
                assertThatThrownBy(() -> {
                            while (follower.next(node.log().readableEnd())) {
                                read.add(seen(follower));
                            }
                        })
                        .isInstanceOf(LogTrimmedException.class);
                assertThat(read).hasSizeGreaterThan(5).startsWith(new Seen(1, 2, "key0"));
                assertThat(follower.position().get(1)).isEqualTo(read.size() + 1L);
            }
        }
    }

    @Test
    void itIsToldWhenThereIsMore() throws Exception {
        try (TestNode node = new TestNode(directory, new DiskFiles(), TestNode.options(FsyncPolicy.EVERYSEC), 1);
                LogFollower follower = node.log().follow(SequenceVector.ZERO)) {
            Semaphore told = new Semaphore(0);
            Runnable action = told::release;
            node.log().onReadable(action);
            node.set(3, "key", new byte[10]);
            // It may be told of what was there before, too.
            while (!follower.next(node.log().readableEnd())) {
                assertThat(told.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
            }
            node.log().removeOnReadable(action);
            assertThat(seen(follower)).isEqualTo(new Seen(3, 1, "key"));
        }
    }

    @Test
    void damageEndsTheFollowerAndNotTheLog() throws IOException {
        try (TestNode node = new TestNode(directory, new DiskFiles(), TestNode.options(FsyncPolicy.OS), 1)) {
            for (int i = 0; i < 100; i++) {
                node.set(1, "key" + i, new byte[200]);
            }
            assertThat(node.awaitSynced(node.log().appended())).isTrue();
            Path first = segments().getFirst();
            byte[] content = Files.readAllBytes(first);
            content[content.length / 2] ^= 1;
            Files.write(first, content);
            try (LogFollower follower = node.log().follow(SequenceVector.ZERO)) {
                assertThatThrownBy(() -> {
                            while (follower.next(node.log().readableEnd())) {
                                assertThat(follower.shard()).isEqualTo(1);
                            }
                        })
                        .isInstanceOf(DamagedException.class);
            }
            node.set(1, "goes on", new byte[1]);
            assertThat(node.awaitSynced(node.log().appended())).isTrue();
        }
    }

    private List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(each -> each.toString().endsWith(".segment"))
                    .sorted()
                    .toList();
        }
    }
}
