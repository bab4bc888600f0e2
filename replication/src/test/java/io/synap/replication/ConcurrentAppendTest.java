package io.synap.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.synap.replication.files.DiskFiles;
import io.synap.replication.log.FsyncPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Several threads append to a real directory. */
final class ConcurrentAppendTest {
    private static final int THREADS = 4;
    private static final int OPERATIONS = 5000;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it.
    private Path directory;

    @ParameterizedTest
    @EnumSource(FsyncPolicy.class)
    void everyThreadsOperationsAreThereInTheirOrder(FsyncPolicy policy) throws Exception {
        List<String> expected = new ArrayList<>();
        try (TestNode node = new TestNode(directory, new DiskFiles(), TestNode.options(policy), 1)) {
            runThreads(node);
            node.persistence().snapshots().snapshotNow().join();
            for (int shard = 0; shard < THREADS * 2; shard++) {
                expected.add(node.state().content(shard));
            }
        }
        try (TestNode node = new TestNode(directory, new DiskFiles(), TestNode.options(policy), 2)) {
            for (int shard = 0; shard < THREADS * 2; shard++) {
                assertThat(node.state().content(shard)).isEqualTo(expected.get(shard));
            }
            assertThat(node.persistence().recovery().sequences().total()).isEqualTo((long) THREADS * OPERATIONS);
        }
    }

    private static void runThreads(TestNode node) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(THREADS);
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        for (int thread = 0; thread < THREADS; thread++) {
            int own = thread;
            Thread.ofPlatform().start(() -> {
                try (Appender appender = new Appender(node)) {
                    for (int i = 0; i < OPERATIONS; i++) {
                        int shard = own * 2 + i % 2;
                        int length = i % 500 == 0 ? 3000 : i % 100;
                        appender.set(shard, "key" + i % 50, new byte[length]);
                    }
                } catch (RuntimeException | IOException e) {
                    failure.set(e);
                } finally {
                    done.countDown();
                }
            });
        }
        done.await();
        assertThat(failure.get()).isNull();
    }
}
