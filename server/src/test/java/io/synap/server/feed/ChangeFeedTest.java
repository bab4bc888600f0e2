package io.synap.server.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.protocol.memory.Memory;
import io.synap.protocol.operation.Bytes;
import io.synap.protocol.operation.KvOperation;
import io.synap.protocol.operation.OperationType;
import io.synap.replication.files.DiskFiles;
import io.synap.replication.history.SequenceVector;
import io.synap.replication.log.FsyncPolicy;
import io.synap.server.Eventually;
import io.synap.server.node.Expiry;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a node tells of its changes. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class ChangeFeedTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it.
    private Path folder;

    private FeedNode open() throws IOException {
        return open(FeedLimits.DEFAULTS);
    }

    private FeedNode open(FeedLimits limits) throws IOException {
        return new FeedNode(folder, new DiskFiles(), FsyncPolicy.OS, limits);
    }

    /** Takes whatever comes, and counts it as taken at once unless told otherwise. */
    private static final class Taker implements ChangeReceiver {
        final List<Change> seen = Collections.synchronizedList(new ArrayList<>());
        final List<String> gaps = Collections.synchronizedList(new ArrayList<>());
        final CompletableFuture<SynapException> end = new CompletableFuture<>();
        private volatile @Nullable FeedSubscription subscription;

        void takes(FeedSubscription from) {
            subscription = from;
            List.copyOf(seen).forEach(from::taken);
        }

        @Override
        public void changes(List<Change> changes) {
            synchronized (seen) {
                seen.addAll(changes);
                FeedSubscription from = subscription;
                if (from != null) {
                    changes.forEach(from::taken);
                }
            }
        }

        @Override
        public void gap(String cursor) {
            gaps.add(cursor);
        }

        @Override
        public void failed(SynapException reason) {
            end.complete(reason);
        }

        void await(int count) {
            Eventually.until(() -> seen.size() >= count);
        }
    }

    private static List<String> told(List<Change> changes) {
        synchronized (changes) {
            return changes.stream()
                    .map(each -> each.operation() + " " + each.name() + shown(each.detail()))
                    .toList();
        }
    }

    private static String shown(Change.Detail detail) {
        return switch (detail) {
            case Change.Detail.None ignored -> "";
            case Change.Detail.Value value -> "=" + value.bytes();
            case Change.Detail.LongValue value -> "=" + value.bytes() + " bytes";
            case Change.Detail.Superseded ignored -> " superseded";
            case Change.Detail.RenamedTo renamed -> "->" + renamed.target();
            case Change.Detail.RenamedFrom renamed -> "<-" + renamed.source() + shown(renamed.value());
            case Change.Detail.Count count -> " x" + count.items();
            case Change.Detail.InGroup in -> " @" + in.group();
        };
    }

    @Test
    void everyChangeOfAKeyIsTold() throws IOException {
        try (FeedNode node = open()) {
            FeedPosition start = node.feed.now();
            Bytes n = Bytes.utf8("{a}n");
            node.set("{a}k", "v");
            node.write(new KvOperation.Increment(n, 5));
            node.write(new KvOperation.Increment(n, 2));
            node.write(new KvOperation.Append(Bytes.utf8("{a}k"), Bytes.utf8("w")));
            node.write(new KvOperation.Expire(n, System.currentTimeMillis() + 100_000, KvOperation.ExpireRule.ALWAYS));
            node.write(new KvOperation.Persist(n));
            node.set("{a}long", "x".repeat(Occurrences.VALUE_BYTES_MAX + 1));
            node.write(new KvOperation.Expire(n, 5, KvOperation.ExpireRule.ALWAYS));
            node.write(new KvOperation.Delete(Bytes.utf8("{a}k"), new KvOperation.Condition.Always(), true, false));
            try (Arena arena = Arena.ofConfined()) {
                long source = arena.allocate(16).address();
                Memory.copy("{a}long{a}name".getBytes(StandardCharsets.UTF_8), 0, source, 14);
                node.commands().rename(source, 7, source + 7, 7, false);
                node.commands().flushAll();
                node.end();
            }
            assertThat(told(node.readAll(start, FeedNode.EVERYTHING)))
                    .containsExactly(
                            "set {a}k=v",
                            "incr {a}n superseded",
                            "incr {a}n superseded",
                            "append {a}k superseded",
                            "expire {a}n superseded",
                            "persist {a}n superseded",
                            "set {a}long=65537 bytes",
                            "del {a}n",
                            "evicted {a}k",
                            "set {a}name<-{a}long=65537 bytes",
                            "renamed {a}long->{a}name",
                            "flushed ");
        }
    }

    @Test
    void aValueThatTheOperationDoesNotCarryIsReadWhileItIsThere() throws IOException {
        try (FeedNode node = open()) {
            FeedPosition start = node.feed.now();
            node.write(new KvOperation.Increment(Bytes.utf8("n"), 5));
            assertThat(told(node.readAll(start, FeedNode.EVERYTHING))).containsExactly("incr n=5");
        }
    }

    @Test
    void expiredKeysAreTold() throws IOException {
        long digest;
        try (FeedNode node = open()) {
            FeedPosition start = node.feed.now();
            List<String> keys = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                // Long names, so that one step does not take them all.
                String key = "{same}" + "n".repeat(200) + i;
                node.setFor(key, "v", 20);
                keys.add("expired " + key);
            }
            try (Expiry passing = node.passing()) {
                Eventually.until(() -> passing.expired() == 500);
            }
            ChangeFilter filter = new ChangeFilter(EnumSet.of(ChangeFamily.KV), List.of("{same}n*"));
            List<String> told = told(node.readAll(start, filter)).stream()
                    .filter(each -> each.startsWith("expired"))
                    .toList();
            assertThat(told).containsExactlyElementsOf(keys);
            digest = node.digest();
        }
        // The log with the names is replayed to the same state.
        try (FeedNode again = open()) {
            assertThat(again.digest()).isEqualTo(digest);
        }
    }

    @Test
    void aFilterLetsThroughFamiliesAndNames() throws IOException {
        try (FeedNode node = open()) {
            FeedPosition start = node.feed.now();
            node.set("user:1", "a");
            node.set("order:1", "b");
            node.set("user:2", "c");
            node.set("cart:9", "d");
            assertThat(told(node.readAll(start, new ChangeFilter(Set.of(), List.of("user:?", "cart:*")))))
                    .containsExactlyInAnyOrder("set user:1=a", "set user:2=c", "set cart:9=d");
            assertThat(node.readAll(start, new ChangeFilter(EnumSet.of(ChangeFamily.QUEUE), List.of())))
                    .isEmpty();
        }
    }

    @Test
    void aPageIsWaitedFor() throws IOException {
        try (FeedNode node = open()) {
            CompletableFuture<ChangePage> page =
                    node.feed.read(node.feed.now(), new ChangeFilter(Set.of(), List.of("b")), 10, 20_000);
            node.set("a", "1");
            node.set("b", "2");
            ChangePage come = page.orTimeout(20, TimeUnit.SECONDS).join();
            assertThat(told(come.changes())).containsExactly("set b=2");
            ChangePage empty = node.page(node.feed.parse(come.cursor()), FeedNode.EVERYTHING, 10, 5);
            assertThat(empty.changes()).isEmpty();
        }
    }

    @Test
    void afterARestartExactlyTheRestIsTold() throws IOException {
        String cursor;
        try (FeedNode node = open()) {
            FeedPosition start = node.feed.now();
            for (int i = 0; i < 250; i++) {
                node.set("k" + i, "v" + i);
            }
            node.awaitWritten();
            ChangePage page = node.page(start, FeedNode.EVERYTHING, 100, 0);
            assertThat(page.changes()).hasSize(100);
            cursor = page.cursor();
        }
        try (FeedNode node = open()) {
            node.set("after", "v");
            List<Change> rest = node.readAll(node.feed.parse(cursor), FeedNode.EVERYTHING);
            assertThat(rest.stream().filter(each -> each.family() == ChangeFamily.KV))
                    .hasSize(151);
        }
    }

    /** What a killed process leaves: the files as they are, without an end. */
    private void copyTo(Path other) throws IOException {
        Files.createDirectories(other);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path each : files.filter(Files::isRegularFile).toList()) {
                Files.copy(each, other.resolve(each.getFileName()));
            }
        }
    }

    @Test
    void afterAKillCursorsGoOnUnlessTheySawWhatIsLost() throws IOException {
        Path copy = folder.resolve("copy");
        String early;
        String late;
        try (FeedNode node = open()) {
            FeedPosition start = node.feed.now();
            for (int i = 0; i < 200; i++) {
                node.set("k" + i, "v" + i);
            }
            node.awaitWritten();
            early = node.page(start, FeedNode.EVERYTHING, 50, 0).cursor();
            Eventually.until(() -> node.kept.log().written() == node.kept.log().appended());
            copyTo(copy);
            node.set("lost", "v");
            late = node.feed.now().cursor();
        }
        try (FeedNode node = new FeedNode(copy, new DiskFiles(), FsyncPolicy.OS, FeedLimits.DEFAULTS)) {
            FeedPosition from = node.feed.parse(early);
            assertThat(from.history()).isNotEqualTo(node.feed.now().history());
            assertThat(node.readAll(from, FeedNode.EVERYTHING)).hasSize(150);
            assertThat(node.feed.holds(node.feed.parse(late))).isFalse();
        }
    }

    @Test
    void whoIsSlowCatchesUpFromTheLog() throws IOException {
        try (FeedNode node = open(new FeedLimits(10, 2, 64 << 10))) {
            Taker slow = new Taker();
            Taker quick = new Taker();
            FeedSubscription slowly = node.feed.subscribe(node.feed.now(), FeedNode.EVERYTHING, slow);
            FeedSubscription quickly = node.feed.subscribe(node.feed.now(), FeedNode.EVERYTHING, quick);
            quick.takes(quickly);
            for (int i = 0; i < 3_000; i++) {
                node.set("{a}k" + i, "v".repeat(50));
            }
            quick.await(3_000);
            // It was given no more than it may have pending, and then left alone.
            assertThat(slow.seen).hasSizeLessThan(300);
            assertThat(node.feed.lagOperations()).isGreaterThan(2_000);
            slow.takes(slowly);
            slow.await(3_000);
            assertThat(told(slow.seen)).isEqualTo(told(quick.seen));
            assertThat(slow.gaps).isEmpty();
            node.set("{a}last", "v");
            slow.await(3_001);
            quick.await(3_001);
            slowly.close();
            quickly.close();
            Eventually.until(() -> node.feed.subscribers() == 0);
        }
    }

    @Test
    void whatASlowOneMissesForGoodIsAGap() throws IOException {
        try (FeedNode node = open(new FeedLimits(10, 2, 64 << 10))) {
            Taker slow = new Taker();
            FeedSubscription slowly = node.feed.subscribe(node.feed.now(), FeedNode.EVERYTHING, slow);
            node.set("{a}first", "v");
            slow.await(1);
            for (int i = 0; i < 3_000; i++) {
                node.set("{a}k" + i, "v".repeat(50));
            }
            Eventually.until(() -> node.feed.lagOperations() > 2_000);
            node.snapshotTwice();
            node.set("{a}last", "v");
            slow.takes(slowly);
            Eventually.until(() -> slow.gaps.size() == 1);
            Eventually.until(() -> told(slow.seen).contains("set {a}last=v"));
            // What came before the gap and what came after are each without a hole.
            SequenceVector behind = FeedPosition.parse(slow.gaps.getFirst()).sequences();
            List<Long> sequences = slow.seen.stream().map(Change::sequence).toList();
            int shard = slow.seen.getFirst().shard();
            int holes = 0;
            for (int i = 1; i < sequences.size(); i++) {
                if (sequences.get(i) != sequences.get(i - 1) + 1) {
                    holes++;
                    assertThat(sequences.get(i)).isEqualTo(behind.get(shard) + 1);
                }
            }
            assertThat(holes).isEqualTo(1);
            assertThat(node.feed.gaps()).isEqualTo(1);
            slowly.close();
        }
    }

    @Test
    void aCursorWhoseRestIsTrimmedIsExpired() throws IOException {
        try (FeedNode node = open()) {
            FeedPosition start = node.feed.now();
            for (int i = 0; i < 3_000; i++) {
                node.set("k" + i, "v".repeat(50));
            }
            node.snapshotTwice();
            assertThat(node.feed.holds(start)).isFalse();
            assertThatThrownBy(() -> node.page(start, FeedNode.EVERYTHING, 10, 0))
                    .hasCauseInstanceOf(SynapException.class)
                    .hasMessageContaining(node.feed.first().cursor());
            assertThat(node.readAll(node.feed.first(), FeedNode.EVERYTHING)).isNotEmpty();
        }
    }

    @Test
    void cursorsOfOthersAreRefused() throws IOException {
        try (FeedNode node = open()) {
            node.set("k", "v");
            FeedPosition now = node.feed.now();
            assertThat(FeedPosition.parse(now.cursor())).isEqualTo(now);
            assertThat(now.cursor().length()).isLessThan(150);
            for (String wrong :
                    List.of("x", "!!", now.cursor() + "AA", now.cursor().substring(4))) {
                assertThatThrownBy(() -> node.feed.parse(wrong))
                        .isInstanceOfSatisfying(
                                SynapException.class,
                                refused -> assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_CURSOR));
            }
            long[] ahead = now.sequences().toArray();
            ahead[3] += 10;
            String forged = new FeedPosition(now.history(), SequenceVector.of(ahead)).cursor();
            assertThatThrownBy(() -> node.feed.parse(forged)).hasMessageContaining("ahead");
        }
    }

    @Test
    void underFsyncAlwaysNothingIsToldBeforeItIsSynced() throws IOException {
        HeldSyncs files = new HeldSyncs();
        try (FeedNode node = new FeedNode(folder, files, FsyncPolicy.ALWAYS, FeedLimits.DEFAULTS)) {
            Taker taker = new Taker();
            FeedSubscription subscription = node.feed.subscribe(node.feed.now(), FeedNode.EVERYTHING, taker);
            taker.takes(subscription);
            node.set("before", "v");
            taker.await(1);
            files.hold();
            node.set("held", "v");
            Eventually.until(() -> node.kept.log().written() == node.kept.log().appended());
            ChangePage page = node.page(node.feed.first(), FeedNode.EVERYTHING, 100, 50);
            assertThat(told(page.changes())).contains("set before=v").doesNotContain("set held=v");
            assertThat(taker.seen).hasSize(1);
            files.release();
            taker.await(2);
            assertThat(told(taker.seen)).containsExactly("set before=v", "set held=v");
            subscription.close();
        }
    }

    @Test
    void moreReadersThanMayAreRefused() throws IOException {
        try (FeedNode node = open(new FeedLimits(1, 1, 64 << 10))) {
            Taker taker = new Taker();
            FeedSubscription subscription = node.feed.subscribe(node.feed.now(), FeedNode.EVERYTHING, taker);
            assertThatThrownBy(() -> node.feed.subscribe(node.feed.now(), FeedNode.EVERYTHING, new Taker()))
                    .hasMessageContaining("feed.subscribers_max");
            subscription.close();
            node.feed.subscribe(node.feed.now(), FeedNode.EVERYTHING, taker);
            node.feed.close();
            assertThat(taker.end.join().code()).isEqualTo(ErrorCode.SHUTTING_DOWN);
        }
    }

    @Test
    void everyOperationHasAWord() throws IllegalAccessException {
        for (var field : OperationType.class.getFields()) {
            byte type = field.getByte(null);
            if (OperationType.isOperation(type)) {
                assertThat(OperationWords.knows(type)).as(field.getName()).isTrue();
            }
        }
    }
}
