package io.synap.replication;

import static io.synap.replication.Conditions.awaitTrue;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.synap.protocol.Slots;
import io.synap.replication.doctor.Doctor;
import io.synap.replication.doctor.Examination;
import io.synap.replication.files.SimulatedFiles;
import io.synap.replication.log.FsyncPolicy;
import io.synap.replication.log.LogEnding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bits flip, files vanish: never a silently wrong state, and a repair always gives a start. */
final class DamageTest {
    private static final Path DIRECTORY = TestNode.DIRECTORY;
    private static final Random RANDOM = new Random(7);

    /** Some operations in a few segments, perhaps two snapshots; closed or killed. */
    private static SimulatedFiles directory(boolean snapshots, boolean closed) throws IOException {
        SimulatedFiles files = new SimulatedFiles();
        TestNode node = new TestNode(files, FsyncPolicy.ALWAYS, 1);
        for (int i = 0; i < 60; i++) {
            long position = node.set(i % 3, "key" + i, new byte[i * 7]);
            if (i % 10 == 9) {
                node.awaitSynced(position);
            }
            if (snapshots && (i == 20 || i == 40)) {
                node.persistence().snapshots().snapshotNow().join();
            }
        }
        node.awaitSynced(node.log().appended());
        if (closed) {
            node.close();
        } else {
            files.killProcess();
            node.abandon();
        }
        return files;
    }

    private static String content(TestNode node) {
        StringBuilder all = new StringBuilder();
        for (int shard = 0; shard < Slots.SHARDS; shard++) {
            all.append(node.state().content(shard)).append('\n');
        }
        return all.toString();
    }

    private static String undamaged(SimulatedFiles files) throws IOException {
        try (TestNode node = new TestNode(files.copy(), FsyncPolicy.OS, 2)) {
            return content(node);
        }
    }

    private static Doctor doctor(SimulatedFiles files) {
        return new Doctor(files, Clock.systemUTC(), RANDOM);
    }

    private static List<String> names(SimulatedFiles files) throws IOException {
        return files.list(DIRECTORY).stream()
                .filter(name -> !name.equals("LOCK"))
                .toList();
    }

    @Test
    void aFlippedBitIsNeverSilentlyTaken() throws IOException {
        for (boolean snapshots : new boolean[] {false, true}) {
            for (boolean closed : new boolean[] {false, true}) {
                SimulatedFiles files = directory(snapshots, closed);
                String expected = undamaged(files);
                for (String name : names(files)) {
                    long bits = files.content(DIRECTORY.resolve(name)).length * 8L;
                    // The first bytes bit by bit, the rest in steps that meet every field.
                    for (long bit = 0; bit < bits; bit += bit < 600 ? 29 : 3701) {
                        flipOne(files.copy(), DIRECTORY.resolve(name), bit, expected);
                    }
                }
            }
        }
    }

    private static void flipOne(SimulatedFiles files, Path file, long bit, String expected) throws IOException {
        files.flip(file, bit);
        String where = file + " bit " + bit;
        try (TestNode node = new TestNode(files, FsyncPolicy.OS, bit)) {
            if (!content(node).equals(expected)) {
                assertThat(node.persistence().recovery().ending()).as(where).isInstanceOf(LogEnding.Torn.class);
            }
        } catch (StartRefusedException e) {
            assertThat(e).as(where).hasMessageContaining("./synap doctor --data /data --repair");
            assertThat(doctor(files).examine(DIRECTORY).isDamaged()).as(where).isTrue();
            repairAndStart(files, where);
        }
    }

    private static String repairAndStart(SimulatedFiles files, String where) throws IOException {
        Examination examination = doctor(files).repair(DIRECTORY);
        long kept = examination.plan().kept().total();
        try (TestNode node = new TestNode(files, FsyncPolicy.OS, 3)) {
            assertThat(node.persistence().recovery().sequences().total())
                    .as(where)
                    .isEqualTo(kept);
            node.set(1, "after the repair", new byte[1]);
        }
        try (TestNode node = new TestNode(files, FsyncPolicy.OS, 4)) {
            assertThat(node.persistence().recovery().sequences().total()).isEqualTo(kept + 1);
            return content(node);
        }
    }

    @Test
    void aMissingFileStopsTheStart() throws IOException {
        for (boolean snapshots : new boolean[] {false, true}) {
            SimulatedFiles files = directory(snapshots, true);
            for (String name : names(files)) {
                SimulatedFiles damaged = files.copy();
                damaged.delete(DIRECTORY.resolve(name));
                damaged.syncDirectory(DIRECTORY);
                assertThat(doctor(damaged).examine(DIRECTORY).isDamaged())
                        .as(name)
                        .isTrue();
                boolean fallback = snapshots && isBehindTheNewestSnapshot(files, name);
                if (!fallback) {
                    assertThatThrownBy(() -> new TestNode(damaged, FsyncPolicy.OS, 2))
                            .as(name)
                            .isInstanceOf(StartRefusedException.class);
                }
                repairAndStart(damaged, name);
            }
        }
    }

    /** What is kept only for a fallback is not read by a start. */
    private static boolean isBehindTheNewestSnapshot(SimulatedFiles files, String name) throws IOException {
        SimulatedFiles without = files.copy();
        without.delete(DIRECTORY.resolve(name));
        try (TestNode node = new TestNode(without, FsyncPolicy.OS, 2)) {
            return content(node).equals(undamaged(files));
        } catch (StartRefusedException e) {
            return false;
        }
    }

    @Test
    void aDamagedNewestSnapshotIsRepairedWithoutLoss() throws IOException {
        SimulatedFiles files = directory(true, true);
        String expected = undamaged(files);
        String newest = names(files).stream()
                .filter(n -> n.endsWith(".snapshot"))
                .toList()
                .getLast();
        files.flip(DIRECTORY.resolve(newest), 64 * 8 + 100);
        assertThatThrownBy(() -> new TestNode(files, FsyncPolicy.OS, 2))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining(newest);
        Examination examination = doctor(files).repair(DIRECTORY);
        assertThat(examination.plan().lost()).isZero();
        try (TestNode node = new TestNode(files, FsyncPolicy.OS, 3)) {
            assertThat(content(node)).isEqualTo(expected);
        }
    }

    @Test
    void aTailTornAtAnyByteIsCutAndTheNextStartSucceeds() throws IOException {
        SimulatedFiles files = directory(false, false);
        Path last = DIRECTORY.resolve(usedSegments(files).getLast());
        byte[] content = files.content(last);
        int end = content.length;
        while (content[end - 1] == 0) {
            end--;
        }
        for (int cut = end - 700; cut < end; cut++) {
            SimulatedFiles torn = files.copy();
            try (var file = torn.open(last)) {
                file.setSize(cut);
                file.sync();
            }
            long kept;
            try (TestNode node = new TestNode(torn, FsyncPolicy.ALWAYS, 2)) {
                kept = node.persistence().recovery().sequences().total();
                assertThat(kept).isBetween(40L, 60L);
            } catch (StartRefusedException e) {
                // The cut took a record that a later mark shows to have been synced.
                continue;
            }
            try (TestNode node = new TestNode(torn, FsyncPolicy.ALWAYS, 3)) {
                assertThat(node.persistence().recovery().sequences().total()).isEqualTo(kept);
            }
        }
    }

    @Test
    void damageInTheLastAcknowledgedWriteOfAKilledServerStopsTheStart() throws IOException {
        SimulatedFiles files = new SimulatedFiles();
        TestNode node = new TestNode(files, FsyncPolicy.ALWAYS, 1);
        node.awaitSynced(node.set(0, "key", new byte[100]));
        Path segment = DIRECTORY.resolve(usedSegments(files).getFirst());
        long acknowledged = node.log().storedSynced().offset();
        awaitTrue(() -> node.log().storedEnd().offset() > acknowledged);
        files.killProcess();
        node.abandon();
        files.flip(segment, (acknowledged - 20) * 8);
        assertThatThrownBy(() -> new TestNode(files, FsyncPolicy.ALWAYS, 2))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("known to be durable");
    }

    private static List<String> usedSegments(SimulatedFiles files) throws IOException {
        return names(files).stream()
                .filter(name -> name.endsWith(".segment"))
                .filter(name -> {
                    byte[] bytes = files.content(DIRECTORY.resolve(name));
                    return bytes.length > 1024 && bytes[1024] != 0;
                })
                .toList();
    }

    @Test
    void theDoctorFindsNothingInASoundDirectory() {
        for (boolean snapshots : new boolean[] {false, true}) {
            try {
                SimulatedFiles files = directory(snapshots, true);
                Examination examination = doctor(files).examine(DIRECTORY);
                assertThat(examination.isDamaged()).as(examination.describe()).isFalse();
                assertThat(examination.describe()).contains("Nothing to repair");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void theDoctorSaysWhatDamageInTheMiddleCosts() throws IOException {
        SimulatedFiles files = directory(false, true);
        files.flip(DIRECTORY.resolve(usedSegments(files).getFirst()), 3000 * 8);
        Examination examination = doctor(files).examine(DIRECTORY);
        assertThat(examination.describe())
                .contains("does not verify")
                .contains("known to be durable")
                .containsPattern("would lose [1-9]\\d* known operations \\( shard 0: ");
    }
}
