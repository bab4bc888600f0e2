package io.synap.server.client;

import static io.synap.server.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.synap.client.SynapClient;
import io.synap.client.codec.Codec;
import io.synap.client.error.ClientFault;
import io.synap.client.error.SynapClientException;
import io.synap.client.queue.BatchFailureException;
import io.synap.client.queue.BlockingQueues;
import io.synap.client.queue.Delivery;
import io.synap.client.queue.MessageDetail;
import io.synap.client.queue.Nack;
import io.synap.client.queue.PublishOptions;
import io.synap.client.queue.QueueSettings;
import io.synap.client.queue.QueueStats;
import io.synap.client.queue.WorkerSetup;
import io.synap.client.work.PermanentFailureException;
import io.synap.client.work.Worker;
import io.synap.client.work.WorkerListener;
import io.synap.protocol.operation.DeathReason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Workers against a real server: what they do with success, failure, slowness and the end. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class QueueWorkerTest {
    private static final QueueSettings IMPATIENT =
            QueueSettings.none().maxDeliveries(3).backoff(Duration.ofMillis(1), Duration.ofMillis(1));

    private final QueueServer server = new QueueServer();
    private final SynapClient client = server.client();
    private final BlockingQueues<String> queues = client.queues().blocking();

    @AfterAll
    void end() {
        client.close();
        server.close();
    }

    private WorkerSetup<String> worker(String queue) {
        return client.queues().worker(queue).listener(new WorkerListener() {});
    }

    private void awaitDone(String queue) {
        until(() -> queues.stats(queue).depth() == 0);
    }

    @Test
    void everyMessageIsHandledOnceAndAcknowledged() {
        queues.create("jobs");
        List<String> payloads = new ArrayList<>();
        for (int batch = 0; batch < 5; batch++) {
            String prefix = "job " + batch + " ";
            List<String> some =
                    IntStream.range(0, 1_000).mapToObj(i -> prefix + i).toList();
            queues.publishAll("jobs", some);
            payloads.addAll(some);
        }
        Queue<String> handled = new ConcurrentLinkedQueue<>();
        try (Worker worker = worker("jobs").concurrency(8).handle(each -> handled.add(each.payload()))) {
            awaitDone("jobs");
            assertThat(worker.isRunning()).isTrue();
            assertThat(worker.figures().handled()).isEqualTo(5_000);
        }
        assertThat(handled).containsExactlyInAnyOrderElementsOf(payloads);
        QueueStats stats = queues.stats("jobs");
        assertThat(stats.counts().acked()).isEqualTo(5_000);
        assertThat(stats.counts().delivered()).isEqualTo(5_000);
    }

    @Test
    void whatFailsIsTriedAgainAndBecomesADeadLetterWithItsError() {
        queues.create("fails", IMPATIENT);
        queues.publishAll("fails", List.of("good", "bad", "better"));
        Queue<String> seen = new ConcurrentLinkedQueue<>();
        Queue<Throwable> told = new ConcurrentLinkedQueue<>();
        WorkerListener listener = new WorkerListener() {
            @Override
            public void handlerFailed(List<?> items, Throwable reason) {
                told.add(reason);
            }
        };
        try (Worker worker = worker("fails").listener(listener).handle(each -> {
            seen.add(each.payload() + " " + each.deliveryCount());
            if (each.payload().equals("bad")) {
                throw new IllegalStateException("bad luck");
            }
        })) {
            awaitDone("fails");
            until(() -> worker.figures().running() == 0);
            assertThat(worker.figures().failed()).isEqualTo(3);
        }
        assertThat(seen).containsExactlyInAnyOrder("good 1", "bad 1", "bad 2", "bad 3", "better 1");
        assertThat(told).hasSize(3).allSatisfy(each -> assertThat(each).hasMessage("bad luck"));
        MessageDetail<String> letter = queues.deadLetters().get("fails", 2);
        assertThat(letter.message().death().orElseThrow().reason()).isEqualTo(DeathReason.MAX_DELIVERIES);
        assertThat(letter.message().lastError()).contains("java.lang.IllegalStateException: bad luck");
    }

    @Test
    void whatIsHopelessBecomesADeadLetterAtOnce() {
        queues.create("hopeless", IMPATIENT);
        queues.publishAll("hopeless", List.of("thrown", "asked", "an error", "fine"));
        try (Worker worker = worker("hopeless")
                .rejectIf(reason -> reason instanceof IllegalArgumentException || reason instanceof StackOverflowError)
                .handle(each -> {
                    switch (each.payload()) {
                        case "thrown" -> throw new PermanentFailureException("no such customer");
                        case "asked" -> throw new IllegalArgumentException("asked");
                        case "an error" -> throw new StackOverflowError();
                        default -> {}
                    }
                })) {
            awaitDone("hopeless");
            assertThat(worker.isRunning()).isTrue();
        }
        QueueStats stats = queues.stats("hopeless");
        assertThat(stats.counts().rejected()).isEqualTo(3);
        assertThat(stats.counts().delivered()).isEqualTo(4);
        assertThat(queues.deadLetters().get("hopeless", 1).message().lastError().orElseThrow())
                .contains("no such customer");
    }

    @Test
    void whatTheCodecCannotReadBecomesADeadLetterAndTheRestOfItsBatchIsHandled() {
        queues.create("poison", IMPATIENT);
        queues.publishAll("poison", List.of("1", "two", "3"));
        Codec<Integer> numbers = new Codec<>() {
            @Override
            public byte[] encode(Integer value) {
                return Codec.text().encode(value.toString());
            }

            @Override
            public Integer decode(byte[] bytes) {
                return Integer.valueOf(Codec.text().decode(bytes));
            }
        };
        Queue<Integer> handled = new ConcurrentLinkedQueue<>();
        try (Worker _ = client.queues(numbers)
                .worker("poison")
                .listener(new WorkerListener() {})
                .handleBatch(3, Duration.ofMillis(50), all -> all.forEach(each -> handled.add(each.payload())))) {
            awaitDone("poison");
        }
        assertThat(handled).containsExactlyInAnyOrder(1, 3);
        assertThat(queues.deadLetters().get("poison", 2).message().lastError().orElseThrow())
                .contains("CODEC_FAILED");
    }

    @Test
    void leasesAreExtendedWhileHandlersAreSlow() {
        queues.create("slow", IMPATIENT);
        queues.publishAll("slow", List.of("a", "b", "c"));
        Queue<Integer> deliveries = new ConcurrentLinkedQueue<>();
        try (Worker _ = worker("slow").lease(Duration.ofMillis(400)).handle(each -> {
            deliveries.add(each.deliveryCount());
            until(() -> Instant.now().isAfter(each.leaseDeadline().plusMillis(100)));
        })) {
            awaitDone("slow");
        }
        assertThat(deliveries).containsExactly(1, 1, 1);
        assertThat(queues.stats("slow").counts().leasesExpired()).isZero();
    }

    @Test
    void aLeaseIsNotExtendedForEverAndTheListenerIsTold() {
        queues.create("stuck", IMPATIENT.maxDeliveries(1));
        queues.publish("stuck", "x");
        CountDownLatch lost = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        WorkerListener listener = new WorkerListener() {
            @Override
            public void notSettled(Object item, Throwable reason) {
                lost.countDown();
            }
        };
        try (Worker _ = worker("stuck")
                .lease(Duration.ofMillis(200))
                .leaseMax(Duration.ofMillis(1))
                .listener(listener)
                .handle(each -> release.await())) {
            until(() -> queues.stats("stuck").deadLetters() == 1);
            release.countDown();
            until(() -> lost.getCount() == 0);
        }
    }

    @Test
    void noMoreThanThePrefetchIsLeasedAndNoMoreThanTheConcurrencyIsHandled() {
        queues.create("bounded");
        queues.publishAll("bounded", Collections.nCopies(100, "x"));
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch go = new CountDownLatch(1);
        try (Worker _ = worker("bounded").concurrency(3).prefetch(7).handle(each -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            go.await();
            running.decrementAndGet();
        })) {
            until(() -> running.get() == 3 && queues.stats("bounded").inFlight() == 7);
            assertThat(queues.stats("bounded").ready()).isEqualTo(93);
            go.countDown();
            awaitDone("bounded");
        }
        assertThat(most.get()).isEqualTo(3);
    }

    @Test
    void messagesOfOneOrderingKeyAreHandledInTheirOrder() {
        queues.create("ordered", IMPATIENT);
        for (int i = 0; i < 40; i++) {
            List<String> payloads = List.of(Integer.toString(i));
            for (String key : List.of("a", "b", "c")) {
                queues.publishAll("ordered", payloads, PublishOptions.none().orderingKey(key));
            }
        }
        Map<String, List<Integer>> orders = new ConcurrentHashMap<>();
        AtomicBoolean failedOnce = new AtomicBoolean();
        try (Worker _ = worker("ordered").concurrency(6).handle(each -> {
            if (each.payload().equals("20") && failedOnce.compareAndSet(false, true)) {
                throw new IllegalStateException("once");
            }
            orders.computeIfAbsent(
                            each.orderingKey().orElseThrow(), key -> Collections.synchronizedList(new ArrayList<>()))
                    .add(Integer.valueOf(each.payload()));
        })) {
            awaitDone("ordered");
        }
        List<Integer> inOrder = IntStream.range(0, 40).boxed().toList();
        assertThat(orders).containsOnlyKeys("a", "b", "c");
        assertThat(orders.values()).allSatisfy(order -> assertThat(order).isEqualTo(inOrder));
    }

    @Test
    void batchesAreHandledTogetherAndFailInPart() {
        queues.create("batches", IMPATIENT);
        queues.publishAll(
                "batches", IntStream.range(0, 20).mapToObj(i -> "m" + i).toList());
        Queue<Integer> sizes = new ConcurrentLinkedQueue<>();
        Set<Long> failedOnce = ConcurrentHashMap.newKeySet();
        try (Worker _ = worker("batches").handleBatch(5, Duration.ofMillis(20), all -> {
            sizes.add(all.size());
            List<Delivery<String>> failing = all.stream()
                    .filter(each -> each.messageId() % 5 == 0 && failedOnce.add(each.messageId()))
                    .toList();
            if (!failing.isEmpty()) {
                throw new BatchFailureException("every fifth", failing);
            }
        })) {
            awaitDone("batches");
        }
        assertThat(sizes).allMatch(size -> size <= 5).contains(5);
        QueueStats stats = queues.stats("batches");
        assertThat(stats.counts().nacked()).isEqualTo(4);
        assertThat(stats.counts().acked()).isEqualTo(20);
        assertThat(stats.counts().delivered()).isEqualTo(24);
    }

    @Test
    void whatAnAsynchronousHandlerBeginsIsDoneWhenItsStageIs() {
        queues.create("async", IMPATIENT);
        queues.publishAll("async", List.of("a", "b"));
        Queue<CompletableFuture<String>> begun = new ConcurrentLinkedQueue<>();
        try (Worker worker = worker("async").concurrency(2).retry(Nack.now()).handleAsync(each -> {
            CompletableFuture<String> stage = new CompletableFuture<>();
            begun.add(stage);
            return stage;
        })) {
            until(() -> begun.size() == 2);
            assertThat(queues.stats("async").inFlight()).isEqualTo(2);
            begun.remove().complete("done");
            begun.remove().completeExceptionally(new IllegalStateException("not this time"));
            until(() -> begun.size() == 1);
            begun.remove().complete("done");
            awaitDone("async");
            assertThat(worker.figures().handled()).isEqualTo(2);
            assertThat(worker.figures().failed()).isEqualTo(1);
        }
    }

    @Test
    void closingWaitsForWhatIsHandledAndGivesBackTheRestUnharmed() {
        queues.create("closing", IMPATIENT.maxDeliveries(1));
        queues.publishAll("closing", List.of("a", "b", "c", "d", "e"));
        CountDownLatch begun = new CountDownLatch(2);
        CountDownLatch go = new CountDownLatch(1);
        Worker worker = worker("closing").concurrency(2).handle(each -> {
            begun.countDown();
            go.await();
        });
        until(() -> begun.getCount() == 0 && queues.stats("closing").inFlight() == 5);
        CompletableFuture<Void> closing = CompletableFuture.runAsync(worker::close);
        until(() -> !worker.isRunning());
        assertThat(closing).isNotDone();
        go.countDown();
        closing.join();
        assertThat(worker.ended().toCompletableFuture()).isCompleted();
        until(() -> queues.stats("closing").ready() == 3);
        QueueStats stats = queues.stats("closing");
        assertThat(stats.counts().acked()).isEqualTo(2);
        assertThat(stats.deadLetters()).isZero();
        worker.close();
    }

    @Test
    void stoppingInterruptsHandlersAndGivesBackWhatTheyHad() throws Exception {
        queues.create("stopping", IMPATIENT.maxDeliveries(1));
        queues.publish("stopping", "x");
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Worker worker = worker("stopping").grace(Duration.ofMillis(1)).handle(each -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException stopped) {
                interrupted.complete(true);
                throw stopped;
            }
        });
        begun.await();
        worker.close();
        assertThat(interrupted.get()).isTrue();
        until(() -> queues.stats("stopping").ready() == 1);
        assertThat(queues.stats("stopping").deadLetters()).isZero();
    }

    @Test
    void aWorkerSurvivesItsQueue() {
        queues.create("fleeting");
        Queue<String> handled = new ConcurrentLinkedQueue<>();
        try (Worker _ = worker("fleeting").handle(each -> handled.add(each.payload()))) {
            queues.publish("fleeting", "one");
            until(() -> handled.contains("one"));
            queues.delete("fleeting");
            queues.create("fleeting");
            queues.publish("fleeting", "two");
            until(() -> handled.contains("two"));
        }
        assertThat(handled).containsExactly("one", "two");
    }

    @Test
    void aWorkerEndsWithItsClient() {
        queues.create("orphaned");
        SynapClient other = server.client();
        Worker worker = other.queues()
                .worker("orphaned")
                .listener(new WorkerListener() {})
                .handle(each -> {});
        queues.publish("orphaned", "x");
        awaitDone("orphaned");
        other.close();
        assertThatThrownBy(() -> worker.ended().toCompletableFuture().get())
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        SynapClientException.class,
                        closed ->
                                assertThat(closed.is(ClientFault.CLIENT_CLOSED)).isTrue());
        assertThat(worker.isRunning()).isFalse();
    }

    @Test
    void whatIsBeingHandledWhenTheConnectionIsLostIsNotHandledTwice() throws Exception {
        queues.create("cut");
        queues.publishAll("cut", IntStream.range(0, 50).mapToObj(i -> "m" + i).toList());
        Queue<String> handled = new ConcurrentLinkedQueue<>();
        CountDownLatch begun = new CountDownLatch(3);
        CountDownLatch go = new CountDownLatch(1);
        try (CuttingRelay relay = new CuttingRelay(server.port());
                SynapClient cut = QueueServer.clientOf(relay.port());
                Worker _ = cut.queues()
                        .worker("cut")
                        .concurrency(3)
                        .prefetch(20)
                        .listener(new WorkerListener() {})
                        .handle(each -> {
                            handled.add(each.payload());
                            begun.countDown();
                            go.await();
                        })) {
            begun.await();
            until(() -> queues.stats("cut").inFlight() == 20);
            for (int i = 0; i < 3; i++) {
                long before = queues.stats("cut").counts().delivered();
                relay.cut();
                until(() -> queues.stats("cut").counts().delivered() > before);
            }
            go.countDown();
            awaitDone("cut");
        }
        assertThat(handled).hasSize(50).doesNotHaveDuplicates();
        assertThat(queues.stats("cut").counts().acked()).isEqualTo(50);
    }
}
