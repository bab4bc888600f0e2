package io.synap.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.synap.protocol.Slots;
import io.synap.replication.files.NativeBuffer;
import io.synap.replication.files.SimulatedFiles;
import io.synap.replication.history.History;
import io.synap.replication.log.FsyncPolicy;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Disks that are full or refuse to sync, snapshots that fail, directories in use. */
final class FailureTest {
    private final SimulatedFiles files = new SimulatedFiles();

    @ParameterizedTest
    @EnumSource(FsyncPolicy.class)
    void aFailedSyncFailsTheLogForEver(FsyncPolicy policy) throws IOException {
        TestNode node = new TestNode(files, policy, 1);
        assertThat(node.awaitSynced(node.set(0, "a", new byte[5]))).isTrue();
        long synced = node.log().synced();
        files.failSyncs(path -> path.toString().contains("log-"));
        assertThat(node.awaitSynced(node.set(0, "b", new byte[5]))).isFalse();
        files.failSyncs(path -> false);
        assertThat(node.log().failed()).isTrue();
        assertThat(node.log().hasRoom(10)).isFalse();
        assertThat(node.log().synced()).isEqualTo(synced);
        assertThatThrownBy(node::close).hasMessageContaining("failed");
    }

    @Test
    void aFullDiskFailsTheLog() throws IOException {
        TestNode node = new TestNode(files, FsyncPolicy.ALWAYS, 1);
        node.awaitSynced(node.set(0, "a", new byte[5]));
        files.fillUpFor(path -> path.toString().contains("log-"));
        byte[] value = new byte[500];
        Arrays.fill(value, (byte) 1);
        assertThat(node.awaitSynced(node.set(0, "b", value))).isFalse();
        assertThat(node.log().failure()).hasMessageContaining("No space left");
        files.fillUpFor(path -> false);
        node.abandon();
        try (TestNode after = new TestNode(files, FsyncPolicy.ALWAYS, 2)) {
            assertThat(after.state().sequence(0)).isEqualTo(1);
        }
    }

    @Test
    void aFullDiskOnlyAbandonsTheSnapshot() throws IOException {
        try (TestNode node = new TestNode(files, FsyncPolicy.EVERYSEC, 1)) {
            node.set(0, "a", new byte[5]);
            files.fillUpFor(path -> path.toString().endsWith(".writing"));
            assertThatThrownBy(
                            () -> node.persistence().snapshots().snapshotNow().join())
                    .isInstanceOf(CompletionException.class)
                    .hasMessageContaining("No space left");
            assertThat(files.list(TestNode.DIRECTORY)).noneMatch(n -> n.endsWith(".writing"));
            files.fillUpFor(path -> false);
            assertThat(node.log().failed()).isFalse();
            assertThat(node.awaitSynced(node.set(0, "b", new byte[5]))).isTrue();
            node.persistence().snapshots().snapshotNow().join();
            assertThat(node.persistence().stats().snapshots()).isEqualTo(1);
        }
    }

    @Test
    void anImageThatCannotBeKeptUpIsBegunAgain() throws IOException {
        try (TestNode node = new TestNode(files, FsyncPolicy.OS, 1)) {
            for (int shard = 0; shard < Slots.SHARDS; shard++) {
                node.set(shard, "a", new byte[5]);
            }
            node.state().failImages(2);
            node.persistence().snapshots().snapshotNow().join();
            node.state().failImages(3);
            assertThatThrownBy(
                            () -> node.persistence().snapshots().snapshotNow().join())
                    .hasMessageContaining("too much changed");
        }
        try (TestNode node = new TestNode(files, FsyncPolicy.OS, 2)) {
            assertThat(node.state().sequence(63)).isEqualTo(1);
            assertThat(node.persistence().recovery().snapshot()).isPresent();
        }
    }

    @Test
    void aSnapshotCutShortAtAnyWriteLeavesTheOldOne() throws IOException {
        for (int cut = 0; cut < 40; cut++) {
            SimulatedFiles each = new SimulatedFiles();
            TestNode node = new TestNode(each, FsyncPolicy.ALWAYS, cut);
            for (int i = 0; i < 40; i++) {
                node.set(i % 4, "key" + i, new byte[300]);
            }
            node.persistence().snapshots().snapshotNow().join();
            node.awaitSynced(node.set(5, "after", new byte[5]));
            each.cutPowerAfter(cut);
            node.persistence()
                    .snapshots()
                    .snapshotNow()
                    .exceptionally(e -> null)
                    .join();
            each.cutPower();
            node.abandon();
            each.restorePower(new Random(cut));
            try (TestNode after = new TestNode(each, FsyncPolicy.ALWAYS, 2)) {
                assertThat(after.state().sequence(5)).isEqualTo(1);
                assertThat(after.persistence().recovery().sequences().total()).isEqualTo(41);
                assertThat(after.persistence().recovery().snapshot()).isPresent();
            }
        }
    }

    @Test
    void trimmingKeepsTheWayBackToTheOlderSnapshot() throws IOException {
        try (TestNode node = new TestNode(files, FsyncPolicy.OS, 1)) {
            for (int i = 0; i < 300; i++) {
                node.set(i % 4, "key" + i, new byte[300]);
                if (i % 60 == 59) {
                    node.persistence().snapshots().snapshotNow().join();
                }
            }
            assertThat(files.list(TestNode.DIRECTORY))
                    .filteredOn(name -> name.endsWith(".snapshot"))
                    .hasSize(2);
            assertThat(files.exists(TestNode.DIRECTORY.resolve("log-0000000000000001.segment")))
                    .isFalse();
        }
        try (TestNode node = new TestNode(files, FsyncPolicy.OS, 2)) {
            assertThat(node.persistence().recovery().sequences().total()).isEqualTo(300);
        }
    }

    @Test
    void aDirectoryInUseIsRefused() throws IOException {
        try (TestNode node = new TestNode(files, FsyncPolicy.OS, 1)) {
            assertThat(node.persistence().directory()).isEqualTo(TestNode.DIRECTORY);
            assertThatThrownBy(() -> new TestNode(files, FsyncPolicy.OS, 2))
                    .isInstanceOf(StartRefusedException.class)
                    .hasMessageContaining("in use by another server");
        }
    }

    @Test
    void onlyAnUncleanStartBranchesTheHistory() throws IOException {
        History founded;
        try (TestNode node = new TestNode(files, FsyncPolicy.OS, 1)) {
            founded = node.persistence().history();
            node.awaitSynced(node.set(3, "a", new byte[5]));
        }
        TestNode second = new TestNode(files, FsyncPolicy.OS, 2);
        assertThat(second.persistence().history()).isEqualTo(founded);
        files.killProcess();
        second.abandon();
        try (TestNode third = new TestNode(files, FsyncPolicy.OS, 3)) {
            assertThat(third.persistence().history().origin())
                    .isInstanceOfSatisfying(History.Origin.Branched.class, branched -> {
                        assertThat(branched.parent()).isEqualTo(founded.id());
                        assertThat(branched.branch().get(3)).isEqualTo(1);
                    });
        }
    }

    @Test
    void appendingWithoutAskingForRoomStopsTheLogInsteadOfOverwritingIt() throws IOException {
        TestNode node = new TestNode(files, FsyncPolicy.OS, 1);
        NativeBuffer operation = new NativeBuffer(1024);
        files.failSyncs(path -> true);
        node.awaitSynced(node.set(0, "a", new byte[5]));
        assertThat(node.log().failed()).isTrue();
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 100; i++) {
                        node.log().append(1, i + 1, 1, operation.address(), 800);
                    }
                })
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("without asking for room");
        node.abandon();
        operation.close();
    }
}
