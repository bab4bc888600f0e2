package io.synap.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.synap.replication.backup.Backup;
import io.synap.replication.backup.BackupReport;
import io.synap.replication.backup.Restore;
import io.synap.replication.files.SimulatedFiles;
import io.synap.replication.history.History;
import io.synap.replication.log.FsyncPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A copy elsewhere, taken while serving or afterwards, and its way back. */
final class BackupTest {
    private static final Path TARGET = Path.of("/backup");
    private static final Path RESTORED = Path.of("/restored");
    private final SimulatedFiles files = new SimulatedFiles();

    private BackupReport restore() throws IOException {
        return Restore.restore(TARGET, RESTORED, files, Clock.systemUTC(), new Random(5));
    }

    @Test
    void aBackupOfARunningServerComesBackAsABranch() throws IOException {
        History original;
        try (TestNode node = new TestNode(files, FsyncPolicy.EVERYSEC, 1)) {
            for (int i = 0; i < 100; i++) {
                node.setBoth(i % 4, 9, "key" + i, new byte[200]);
            }
            BackupReport report = Backup.create(node.persistence(), files, TARGET);
            assertThat(report.sequences().total()).isEqualTo(200);
            node.set(1, "after the backup", new byte[5]);
            original = node.persistence().history();
        }
        assertThat(restore().sequences().total()).isEqualTo(200);
        try (TestNode node = new TestNode(RESTORED, files, TestNode.options(FsyncPolicy.EVERYSEC), 2)) {
            assertThat(node.state().sequence(9)).isEqualTo(100);
            assertThat(node.persistence().history().id()).isNotEqualTo(original.id());
            assertThat(node.persistence().manifest().manifest().histories()).contains(original);
        }
    }

    @Test
    void aStoppedServerCanBeBackedUpToo() throws IOException {
        try (TestNode node = new TestNode(files, FsyncPolicy.OS, 1)) {
            for (int i = 0; i < 50; i++) {
                node.set(i % 4, "key" + i, new byte[200]);
            }
        }
        assertThat(Backup.create(TestNode.DIRECTORY, files, TARGET).sequences().total())
                .isEqualTo(50);
        restore();
        try (TestNode node = new TestNode(RESTORED, files, TestNode.options(FsyncPolicy.OS), 2)) {
            assertThat(node.persistence().recovery().sequences().total()).isEqualTo(50);
        }
    }

    @Test
    void aDamagedBackupIsNotRestored() throws IOException {
        try (TestNode node = new TestNode(files, FsyncPolicy.OS, 1)) {
            node.set(1, "a", new byte[200]);
            Backup.create(node.persistence(), files, TARGET);
        }
        files.flip(TARGET.resolve("snapshot-0000000000000001.snapshot"), 700);
        assertThatThrownBy(this::restore).hasMessageContaining("does not verify");
        assertThat(files.list(RESTORED)).isEmpty();
    }

    @Test
    void nothingIsOverwritten() throws IOException {
        try (TestNode node = new TestNode(files, FsyncPolicy.OS, 1)) {
            node.set(1, "a", new byte[200]);
            Backup.create(node.persistence(), files, TARGET);
            assertThatThrownBy(() -> Backup.create(node.persistence(), files, TARGET))
                    .hasMessageContaining("is not empty");
        }
    }
}
