package io.synap.client.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.synap.client.error.ClientFault;
import io.synap.client.error.SynapClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class PagePublisherTest {
    /** Pages of three numbers, 0 to below the count; empty ones where a cursor is odd. */
    private static final class Numbers implements PageReader<Integer> {
        final int count;
        final List<String> asked = new ArrayList<>();

        Numbers(int count) {
            this.count = count;
        }

        @Override
        public CompletableFuture<Page<Integer>> page(Optional<String> from) {
            asked.add(from.orElse("first"));
            int begin = Integer.parseInt(from.orElse("0"));
            List<Integer> items =
                    IntStream.range(begin, Math.min(begin + 3, count)).boxed().toList();
            Optional<String> next = begin + 3 < count ? Optional.of(Integer.toString(begin + 3)) : Optional.empty();
            return CompletableFuture.completedFuture(new Page<>(items, next));
        }
    }

    /** Notes what it is told. */
    private static final class Notes implements Flow.Subscriber<Integer> {
        final List<String> told = new ArrayList<>();
        private Flow.@Nullable Subscription subscription;

        Flow.Subscription subscription() {
            Flow.Subscription begun = subscription;
            if (begun == null) {
                throw new IllegalStateException("not subscribed");
            }
            return begun;
        }

        @Override
        public void onSubscribe(Flow.Subscription begun) {
            subscription = begun;
            told.add("begun");
        }

        @Override
        public void onNext(Integer item) {
            told.add(item.toString());
        }

        @Override
        public void onError(Throwable failure) {
            told.add("failed: " + failure.getMessage());
        }

        @Override
        public void onComplete() {
            told.add("complete");
        }
    }

    private static Notes subscribed(PageReader<Integer> reader) {
        Notes notes = new Notes();
        new PagePublisher<>(Runnable::run, reader).subscribe(notes);
        return notes;
    }

    @Test
    void pagesAreReadAsTheyAreWanted() {
        Numbers numbers = new Numbers(7);
        Notes notes = subscribed(numbers);
        assertThat(numbers.asked).isEmpty();
        notes.subscription().request(2);
        assertThat(numbers.asked).containsExactly("first");
        notes.subscription().request(2);
        assertThat(numbers.asked).containsExactly("first", "3");
        assertThat(notes.told).containsExactly("begun", "0", "1", "2", "3");
        notes.subscription().request(Long.MAX_VALUE);
        notes.subscription().request(Long.MAX_VALUE);
        assertThat(notes.told).containsExactly("begun", "0", "1", "2", "3", "4", "5", "6", "complete");
    }

    @Test
    void anEmptyListIsComplete() {
        Notes notes = subscribed(new Numbers(0));
        notes.subscription().request(1);
        assertThat(notes.told).containsExactly("begun", "complete");
    }

    @Test
    void whoCancelsIsToldNothingMore() {
        Numbers numbers = new Numbers(7);
        Notes notes = subscribed(numbers);
        notes.subscription().request(1);
        notes.subscription().cancel();
        notes.subscription().cancel();
        notes.subscription().request(5);
        assertThat(notes.told).containsExactly("begun", "0");
        assertThat(numbers.asked).containsExactly("first");
    }

    @Test
    void aPageThatCannotBeReadEndsIt() {
        SynapClientException lost = SynapClientException.of(ClientFault.CONNECTION_LOST);
        Notes notes = subscribed(from -> CompletableFuture.failedFuture(lost));
        notes.subscription().request(1);
        assertThat(notes.told).containsExactly("begun", "failed: " + lost.getMessage());
        assertThatThrownBy(() -> new PagePublisher<Integer>(Runnable::run, from -> CompletableFuture.failedFuture(lost))
                        .stream().count())
                .isInstanceOf(SynapClientException.class)
                .hasCause(lost);
    }

    @Test
    void aReaderThatThrowsEndsIt() {
        Notes notes = subscribed(from -> {
            throw new IllegalStateException("broken");
        });
        notes.subscription().request(1);
        assertThat(notes.told).containsExactly("begun", "failed: broken");
    }

    @Test
    void askingForNothingIsAnError() {
        Notes notes = subscribed(new Numbers(7));
        notes.subscription().request(0);
        assertThat(notes.told).containsExactly("begun", "failed: request 0: must be positive");
    }

    @Test
    void anExecutorThatRefusesEndsIt() {
        Notes notes = new Notes();
        new PagePublisher<>(
                        task -> {
                            throw new RejectedExecutionException("stopped");
                        },
                        new Numbers(7))
                .subscribe(notes);
        assertThat(notes.told).containsExactly("begun", "failed: stopped");
        notes.subscription().request(1);
        assertThat(notes.told).hasSize(2);
    }

    @Test
    void aStreamHoldsNoMoreThanAPage() {
        Numbers numbers = new Numbers(1_000_000);
        assertThat(new PagePublisher<>(Runnable::run, numbers).stream().limit(7))
                .containsExactly(0, 1, 2, 3, 4, 5, 6);
        assertThat(numbers.asked).containsExactly("first", "3", "6");
    }
}
