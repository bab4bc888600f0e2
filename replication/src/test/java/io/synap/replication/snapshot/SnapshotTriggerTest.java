package io.synap.replication.snapshot;

import static io.synap.replication.Conditions.awaitTrue;
import static org.assertj.core.api.Assertions.assertThat;

import io.synap.replication.TestNode;
import io.synap.replication.files.SimulatedFiles;
import io.synap.replication.log.FsyncPolicy;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** Snapshots that nobody asks for. */
final class SnapshotTriggerTest {
    private static final long LOG_BYTES = 10_000;
    private static final Duration INTERVAL = Duration.ofMinutes(5);

    private final SimulatedFiles files = new SimulatedFiles();
    private final SettableClock clock = new SettableClock();

    /** A clock that stands still until it is moved. Thread-safe. */
    private static final class SettableClock extends Clock {
        private volatile Instant now = Instant.ofEpochSecond(1_000_000);

        void advance(Duration by) {
            now = now.plus(by);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private TestNode node(long logBytes, Duration interval) throws IOException {
        SnapshotOptions options = new SnapshotOptions(logBytes, interval.toMillis(), 0, 3);
        return new TestNode(TestNode.DIRECTORY, files, TestNode.options(FsyncPolicy.OS, options), clock, 1);
    }

    private static void write(TestNode node, long bytes) {
        for (long written = 0; written < bytes; written += 300) {
            node.set(2, "key", new byte[300]);
        }
    }

    @Test
    void aLogThatHasGrownCausesASnapshot() throws IOException {
        try (TestNode node = node(LOG_BYTES, Duration.ZERO)) {
            Snapshotter snapshots = node.persistence().snapshots();
            write(node, LOG_BYTES);
            awaitTrue(() -> snapshots.taken() == 1);
            write(node, LOG_BYTES);
            awaitTrue(() -> snapshots.taken() == 2);
        }
        try (TestNode node = node(LOG_BYTES, Duration.ZERO)) {
            assertThat(node.persistence().recovery().snapshot()).isPresent();
        }
    }

    @Test
    void timeCausesASnapshotOfWhatChangedAndOnlyThen() throws IOException {
        try (TestNode node = node(Long.MAX_VALUE, INTERVAL)) {
            Snapshotter snapshots = node.persistence().snapshots();
            write(node, 300);
            awaitALook(snapshots);
            assertThat(snapshots.taken()).isZero();
            clock.advance(INTERVAL);
            awaitTrue(() -> snapshots.taken() == 1);
            clock.advance(INTERVAL);
            awaitALook(snapshots);
            assertThat(snapshots.taken()).isEqualTo(1);
            write(node, 300);
            awaitTrue(() -> snapshots.taken() == 2);
        }
    }

    /** Until the snapshotter has looked whether one is due, and done what it found. */
    private static void awaitALook(Snapshotter snapshots) {
        // One look may have begun before the call, and what the next one finds is done before a third.
        long enough = snapshots.looks() + 3;
        awaitTrue(() -> {
            snapshots.between(() -> "looks again when this is done").join();
            return snapshots.looks() >= enough;
        });
    }

    @Test
    void anAutomaticSnapshotThatFailsIsCountedAndTriedAgainInItsTurn() throws IOException {
        try (TestNode node = node(LOG_BYTES, Duration.ZERO)) {
            Snapshotter snapshots = node.persistence().snapshots();
            files.fillUpFor(path -> path.toString().endsWith(".writing"));
            write(node, LOG_BYTES);
            awaitTrue(() -> snapshots.failures() == 1);
            assertThat(snapshots.lastFailure()).hasMessageContaining("No space left");
            files.fillUpFor(path -> false);
            write(node, LOG_BYTES);
            awaitTrue(() -> snapshots.taken() == 1);
            assertThat(snapshots.failures()).isEqualTo(1);
            assertThat(snapshots.lastFailure()).isNull();
            assertThat(node.log().failed()).isFalse();
        }
    }

    @Test
    void anImageWithoutMemoryIsAFailedSnapshotToo() throws IOException {
        try (TestNode node = node(LOG_BYTES, Duration.ZERO)) {
            Snapshotter snapshots = node.persistence().snapshots();
            node.state().failImagesFor(new OutOfMemoryError("no native memory"));
            write(node, LOG_BYTES);
            awaitTrue(() -> snapshots.failures() == 1);
            assertThat(snapshots.lastFailure()).hasMessage("no native memory");
            awaitTrue(() -> noneBeingWritten());
        }
    }

    private boolean noneBeingWritten() {
        try {
            return files.list(TestNode.DIRECTORY).stream().noneMatch(name -> name.endsWith(".writing"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
