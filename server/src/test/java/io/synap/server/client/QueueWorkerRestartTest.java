package io.synap.server.client;

import static io.synap.server.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.synap.client.SynapClient;
import io.synap.client.error.SynapClientException;
import io.synap.client.queue.BlockingQueues;
import io.synap.client.queue.Outgoing;
import io.synap.client.queue.PublishOptions;
import io.synap.client.work.Worker;
import io.synap.client.work.WorkerListener;
import io.synap.server.process.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that is killed under a running worker. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class QueueWorkerRestartTest {
    private static final int BATCHES = 40;
    private static final int BATCH = 50;

    @TempDir
    Path folder;

    private final Set<String> handled = ConcurrentHashMap.newKeySet();
    private final AtomicInteger twice = new AtomicInteger();

    /** What was acknowledged to the publisher is handled, and what was acknowledged by the worker does not come again. */
    @Test
    void aWorkerGoesOnBehindARestartAndHandlesNothingTwice() throws IOException {
        ServerProcess server = start();
        try (CuttingRelay relay = new CuttingRelay(server.httpPort());
                SynapClient client = QueueServer.clientOf(relay.port())) {
            BlockingQueues<String> queues = client.queues().blocking();
            queues.create("jobs");
            try (Worker _ = client.queues()
                    .worker("jobs")
                    .concurrency(4)
                    .lease(Duration.ofSeconds(2))
                    .listener(new WorkerListener() {})
                    .handle(each -> {
                        if (!handled.add(each.payload())) {
                            twice.incrementAndGet();
                        }
                    })) {
                for (int i = 0; i < BATCHES; i++) {
                    publish(queues, i);
                    if (i == BATCHES / 2) {
                        server.kill();
                        server = start();
                        relay.target(server.httpPort());
                    }
                }
                until(() -> handled.size() == BATCHES * BATCH);
                until(() -> queues.stats("jobs").depth() == 0);
            }
            assertThat(queues.stats("jobs").deadLetters()).isZero();
        } finally {
            server.close();
        }
        assertThat(twice.get()).isZero();
    }

    /** A publish whose outcome is unknown is repeated under its deduplication ids. */
    private static void publish(BlockingQueues<String> queues, int batch) {
        List<Outgoing<String>> messages = IntStream.range(0, BATCH)
                .mapToObj(i -> batch + ":" + i)
                .map(id -> new Outgoing<>(id, PublishOptions.none().dedupId(id)))
                .toList();
        until(() -> {
            try {
                return queues.publishEach("jobs", messages).size() == BATCH;
            } catch (SynapClientException unknown) {
                return false;
            }
        });
    }

    private ServerProcess start() {
        return ServerProcess.start(folder.resolve("data"), "persistence.fsync=always");
    }
}
