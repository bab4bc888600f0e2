package io.synap.client.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.synap.client.error.ClientFault;
import io.synap.client.error.SynapClientException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What workers of all families have in common. */
@Timeout(30)
final class WorkTest {
    private static final WorkerListener SILENT = new WorkerListener() {};

    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final SubmissionPublisher<Integer> source = new SubmissionPublisher<>(executor, 1024);
    private final Settled settled = new Settled();

    /** Writes down what becomes of items. Thread-safe. */
    private static final class Settled implements Settling<Integer> {
        private final List<Integer> done = Collections.synchronizedList(new ArrayList<>());
        private final List<Integer> failed = Collections.synchronizedList(new ArrayList<>());
        private final List<Integer> back = Collections.synchronizedList(new ArrayList<>());
        private final List<Integer> kept = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void succeeded(List<Integer> items) {
            done.addAll(items);
        }

        @Override
        public void failed(List<Integer> items, Throwable reason) {
            failed.addAll(items);
        }

        @Override
        public void unused(List<Integer> items) {
            back.addAll(items);
        }

        @Override
        public void keep(List<Integer> items) {
            kept.addAll(items);
        }

        @Override
        public CompletionStage<Void> settled() {
            return CompletableFuture.completedFuture(null);
        }
    }

    @AfterEach
    void close() {
        source.close();
        executor.close();
    }

    private Worker start(WorkOptions options, Handler<Integer> handler) {
        return Work.start(source, handler, settled, options, executor, SILENT);
    }

    @Test
    void noMoreHandlersRunAtOnceThanTheWorkerHasAndNoneIsIdleWhenThereIsWork() {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch all = new CountDownLatch(4);
        try (Worker worker = start(WorkOptions.of(4), Handler.ofOne(item -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            all.countDown();
            all.await();
            running.decrementAndGet();
        }))) {
            IntStream.range(0, 500).forEach(source::submit);
            await().until(() -> settled.done.size() == 500);
            assertThat(most).hasValue(4);
            assertThat(worker.figures()).isEqualTo(new WorkerFigures(500, 0, 0, 0, 0));
        }
        assertThat(settled.done).doesNotHaveDuplicates();
    }

    @Test
    void whateverAHandlerThrowsTheWorkerGoesOn() {
        try (Worker worker = start(WorkOptions.of(2), Handler.ofOne(item -> {
            switch (item % 4) {
                case 1 -> throw new IOException("checked");
                case 2 -> throw new IllegalStateException("unchecked");
                case 3 -> throw new StackOverflowError("an error");
                default -> {}
            }
        }))) {
            IntStream.range(0, 40).forEach(source::submit);
            await().until(() -> settled.done.size() == 10 && settled.failed.size() == 30);
            assertThat(worker.isRunning()).isTrue();
        }
    }

    @Test
    void stagesCountAsRunningUntilTheyAreComplete() {
        List<CompletableFuture<String>> stages = Collections.synchronizedList(new ArrayList<>());
        Worker worker = start(WorkOptions.of(2), Handler.begun(item -> {
            CompletableFuture<String> stage = new CompletableFuture<>();
            stages.add(stage);
            return stage;
        }));
        IntStream.range(0, 3).forEach(source::submit);
        await().until(() -> stages.size() == 2);
        stages.get(0).complete("done");
        await().until(() -> stages.size() == 3);
        stages.get(1).completeExceptionally(new IllegalStateException("not"));
        stages.get(2).complete("done");
        await().until(() -> settled.done.size() == 2 && settled.failed.size() == 1);
        worker.close();
    }

    @Test
    void batchesAreFullOrHaveWaitedLongEnough() {
        List<Integer> sizes = Collections.synchronizedList(new ArrayList<>());
        WorkOptions options = WorkOptions.of(2).withBatches(10, Duration.ofMillis(20));
        try (Worker _ = start(options, Handler.ofMany(items -> sizes.add(items.size())))) {
            IntStream.range(0, 25).forEach(source::submit);
            await().until(() -> settled.done.size() == 25);
        }
        assertThat(sizes).allMatch(size -> size <= 10).contains(10);
    }

    @Test
    void closingWaitsForHandlersAndGivesBackWhatNoneHasSeen() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Worker worker = start(WorkOptions.of(1).withAhead(10), Handler.ofOne(item -> {
            begun.countDown();
            go.await();
        }));
        IntStream.range(0, 10).forEach(source::submit);
        begun.await();
        await().until(() -> worker.figures().waiting() == 9);
        Thread closing = Thread.ofVirtual().start(worker::close);
        await().until(() -> settled.back.size() == 9);
        assertThat(worker.isRunning()).isFalse();
        assertThat(worker.ended().toCompletableFuture()).isNotDone();
        go.countDown();
        closing.join();
        assertThat(settled.done).containsExactly(0);
        assertThat(worker.ended().toCompletableFuture()).isCompleted();
        await().until(() -> !source.hasSubscribers());
    }

    @Test
    void aHandlerThatOutlivesTheGraceIsInterruptedAndItsItemGivenBackOnce() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch left = new CountDownLatch(1);
        Worker worker = start(WorkOptions.of(1).withGrace(Duration.ofMillis(10)), Handler.ofOne(item -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } finally {
                left.countDown();
            }
        }));
        source.submit(7);
        begun.await();
        worker.close();
        left.await();
        assertThat(settled.back).containsExactly(7);
        assertThat(settled.done).isEmpty();
        assertThat(settled.failed).isEmpty();
    }

    @Test
    void aHandlerMayCloseItsOwnWorker() {
        AtomicReference<Worker> worker = new AtomicReference<>();
        CountDownLatch known = new CountDownLatch(1);
        worker.set(start(WorkOptions.of(1), Handler.ofOne(item -> {
            known.await();
            worker.get().close();
        })));
        known.countDown();
        source.submit(1);
        await().until(() -> worker.get().ended().toCompletableFuture().isDone());
        assertThat(settled.done).containsExactly(1);
    }

    @Test
    void whatIsInHandIsToldOnceABeat() {
        CountDownLatch go = new CountDownLatch(1);
        WorkOptions options = WorkOptions.of(1).withAhead(2).withBeat(Duration.ofMillis(5), Duration.ofMinutes(1));
        try (Worker _ = start(options, Handler.ofOne(item -> go.await()))) {
            IntStream.range(0, 2).forEach(source::submit);
            await().until(() -> settled.kept.contains(0) && settled.kept.contains(1));
            go.countDown();
        }
    }

    @Test
    void aSourceThatEndsIsSubscribedToAgainUnlessTheClientIsClosed() {
        AtomicInteger subscriptions = new AtomicInteger();
        List<Throwable> told = Collections.synchronizedList(new ArrayList<>());
        Flow.Publisher<Integer> failing = subscriber -> {
            boolean last = subscriptions.incrementAndGet() == 3;
            SubmissionPublisher<Integer> one = new SubmissionPublisher<>(executor, 16);
            one.subscribe(subscriber);
            one.closeExceptionally(
                    last
                            ? SynapClientException.of(ClientFault.CLIENT_CLOSED)
                            : SynapClientException.of(ClientFault.CONNECTION_LOST));
        };
        Worker worker = Work.start(
                failing, Handler.ofOne(item -> {}), settled, WorkOptions.of(1), executor, new WorkerListener() {
                    @Override
                    public void sourceLost(Throwable reason) {
                        told.add(reason);
                    }
                });
        await().until(() -> worker.ended().toCompletableFuture().isDone());
        assertThat(told).hasSize(3);
        assertThatThrownBy(() -> worker.ended().toCompletableFuture().get())
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("CLIENT_CLOSED");
        worker.close();
    }

    @Test
    void batchesOfAnswersGrowWithWhatHasGatheredMeanwhile() {
        List<List<Integer>> sent = Collections.synchronizedList(new ArrayList<>());
        List<CompletableFuture<String>> answers = Collections.synchronizedList(new ArrayList<>());
        Batches<Integer> batches = new Batches<>(5, 1, Runnable::run, batch -> {
            sent.add(batch);
            CompletableFuture<String> answer = new CompletableFuture<>();
            answers.add(answer);
            return answer;
        });
        IntStream.range(0, 9).forEach(batches::add);
        CompletableFuture<Void> idle = batches.idle().toCompletableFuture();
        assertThat(sent).containsExactly(List.of(0));
        answers.get(0).complete("ok");
        assertThat(sent).hasSize(2).last().isEqualTo(List.of(1, 2, 3, 4, 5));
        answers.get(1).completeExceptionally(new IllegalStateException("refused"));
        assertThat(sent).hasSize(3).last().isEqualTo(List.of(6, 7, 8));
        assertThat(idle).isNotDone();
        answers.get(2).complete("ok");
        assertThat(idle).isCompleted();
    }
}
