package io.synap.client.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.synap.client.error.ClientFault;
import io.synap.client.error.SynapClientException;
import io.synap.client.error.UnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Subscriptions for those who need no Flow, and those that ask again and again. */
@Timeout(30)
final class LiveTest {
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void close() {
        executor.close();
    }

    @Test
    void eachItemIsGivenUntilItIsClosed() {
        List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
        try (SubmissionPublisher<Integer> publisher = new SubmissionPublisher<>(executor, 16)) {
            Listening listening = Live.forEach(publisher, seen::add);
            IntStream.range(0, 1000).forEach(publisher::submit);
            await().until(() -> seen.size() == 1000);
            listening.close();
            assertThat(listening.ended()).isCompleted();
            await().until(() -> !publisher.hasSubscribers());
        }
    }

    @Test
    void aConsumerThatThrowsEndsItsSubscription() {
        try (SubmissionPublisher<Integer> publisher = new SubmissionPublisher<>(executor, 16)) {
            Listening listening = Live.forEach(publisher, item -> {
                throw new IllegalStateException("no " + item);
            });
            publisher.submit(7);
            CompletableFuture<Void> ended = listening.ended().toCompletableFuture();
            assertThatThrownBy(ended::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasMessageContaining("no 7");
            await().until(() -> !publisher.hasSubscribers());
        }
    }

    @Test
    void aThreadMayWaitForItems() {
        SubmissionPublisher<Integer> publisher = new SubmissionPublisher<>(executor, 16);
        try (LiveItems<Integer> items = Live.items(publisher)) {
            assertThat(items.poll(Duration.ofMillis(1))).isEmpty();
            executor.execute(() -> IntStream.range(0, 1000).forEach(publisher::submit));
            for (int i = 0; i < 1000; i++) {
                assertThat(items.next()).isEqualTo(i);
            }
            publisher.close();
            assertThat(items.hasNext()).isFalse();
            assertThatThrownBy(items::next).isInstanceOf(NoSuchElementException.class);
        }
    }

    @Test
    void whatTheSubscriptionFailsWithIsThrownBehindItsItems() {
        // Of its own, since SubmissionPublisher may drop what was submitted when it is closed with an exception.
        Flow.Publisher<Integer> publisher = subscriber -> subscriber.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long count) {
                subscriber.onNext(1);
                subscriber.onError(SynapClientException.of(ClientFault.CLIENT_CLOSED));
            }

            @Override
            public void cancel() {}
        });
        try (LiveItems<Integer> items = Live.items(publisher)) {
            assertThat(items.next()).isEqualTo(1);
            assertThatThrownBy(items::hasNext)
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("CLIENT_CLOSED");
        }
    }

    @Test
    void aStreamIsClosedWithItsSubscription() {
        try (SubmissionPublisher<Integer> publisher = new SubmissionPublisher<>(executor, 16)) {
            try (Stream<Integer> stream = Live.stream(publisher)) {
                IntStream.range(0, 10).forEach(publisher::submit);
                assertThat(stream.limit(10)).hasSize(10);
            }
            await().until(() -> !publisher.hasSubscribers());
        }
    }

    @Test
    void itemsAreAskedForAsTheyAreRequested() {
        List<Integer> asked = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger next = new AtomicInteger();
        PullPublisher<Integer> publisher = new PullPublisher<>(
                executor,
                most -> {
                    asked.add(most);
                    return CompletableFuture.supplyAsync(
                            () -> Stream.generate(next::getAndIncrement)
                                    .limit(Math.min(most, 3))
                                    .toList(),
                            executor);
                },
                10);
        Recorder<Integer> subscriber = new Recorder<>();
        subscriber.whenSubscribed = opened -> opened.request(25);
        publisher.subscribe(subscriber);
        await().until(() -> subscriber.items.size() == 25);
        assertThat(asked).allMatch(most -> most <= 10).startsWith(10).endsWith(1);
        assertThat(subscriber.items).isEqualTo(IntStream.range(0, 25).boxed().toList());
        assertThat(subscriber.told).doesNotContain("two at once");
        subscriber.cancel();
    }

    @Test
    void whileNoServerAnswersItGoesOnToAsk() {
        AtomicInteger asked = new AtomicInteger();
        PullPublisher<Integer> publisher = new PullPublisher<>(
                executor,
                most -> asked.incrementAndGet() < 3
                        ? CompletableFuture.failedStage(SynapClientException.of(ClientFault.CONNECTION_LOST))
                        : CompletableFuture.completedStage(List.of(7)),
                1);
        Recorder<Integer> subscriber = new Recorder<>();
        subscriber.whenSubscribed = opened -> opened.request(1);
        publisher.subscribe(subscriber);
        await().until(() -> subscriber.items.equals(List.of(7)));
        assertThat(asked).hasValue(3);
    }

    @Test
    void whatComesTooLateIsGivenBackAndOtherFailuresEndIt() {
        CompletableFuture<List<Integer>> late = new CompletableFuture<>();
        List<Integer> back = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger asked = new AtomicInteger();
        PullPublisher<Integer> publisher = new PullPublisher<>(
                executor,
                new PullSource<>() {
                    @Override
                    public CompletionStage<List<Integer>> pull(int most) {
                        asked.incrementAndGet();
                        return late;
                    }

                    @Override
                    public void unwanted(List<Integer> items) {
                        back.addAll(items);
                    }
                },
                10);
        Recorder<Integer> subscriber = new Recorder<>();
        subscriber.whenSubscribed = opened -> opened.request(1);
        publisher.subscribe(subscriber);
        await().until(() -> asked.get() == 1);
        subscriber.cancel();
        late.complete(List.of(1));
        assertThat(back).containsExactly(1);
        assertThat(subscriber.told).containsExactly("subscribed");

        Recorder<Integer> failing = new Recorder<>();
        failing.whenSubscribed = opened -> opened.request(1);
        PullPublisher<Integer> refused = new PullPublisher<>(
                executor, most -> CompletableFuture.failedStage(new IllegalStateException("gone")), 10);
        refused.subscribe(failing);
        await().until(() -> failing.last().equals("error"));
        assertThat(failing.failure).hasMessage("gone");
    }
}
