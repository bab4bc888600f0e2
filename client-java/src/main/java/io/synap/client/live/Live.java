package io.synap.client.live;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Publishers for those who need no {@link Flow}. Stateless.
 *
 * {@snippet :
 * try (var listening = Live.forEach(client.pubsub().subscribe("news.>"), item -> System.out.println(item))) {
 *     client.pubsub().blocking().publish("news.today", "hello");
 * }
 * }
 */
public final class Live {
    /** Items that one who takes each at once is ahead of by, so that asking for more costs little. */
    private static final int AHEAD = 256;

    private Live() {}

    /**
     * Gives each item to a consumer, one after another, until it is closed or the subscription ends. The next one is given
     * when the consumer has returned; if it throws, that is the end.
     */
    public static <T> Listening forEach(Flow.Publisher<T> publisher, Consumer<? super T> consumer) {
        Each<T> each = new Each<>(Objects.requireNonNull(consumer, "consumer"));
        publisher.subscribe(each);
        return each;
    }

    /** The items for a thread that may wait for them; to be closed. */
    public static <T> LiveItems<T> items(Flow.Publisher<T> publisher) {
        LiveItems<T> items = new LiveItems<>(AHEAD);
        publisher.subscribe(items.subscriber());
        return items;
    }

    /** The items as a stream, whose steps wait for them; to be closed. */
    public static <T> Stream<T> stream(Flow.Publisher<T> publisher) {
        LiveItems<T> items = items(publisher);
        Iterable<T> all = () -> items;
        return StreamSupport.stream(all.spliterator(), false).onClose(items::close);
    }

    private static final class Each<T> implements Flow.Subscriber<T>, Listening {
        private final Consumer<? super T> consumer;
        private final CompletableFuture<Void> ended = new CompletableFuture<>();

        // Guarded by this.
        private Flow.@Nullable Subscription subscription;
        private boolean closed;
        private int left;

        Each(Consumer<? super T> consumer) {
            this.consumer = consumer;
        }

        @Override
        public void onSubscribe(Flow.Subscription opened) {
            boolean unwanted;
            synchronized (this) {
                unwanted = closed || subscription != null;
                if (!unwanted) {
                    subscription = opened;
                    left = AHEAD;
                }
            }
            if (unwanted) {
                opened.cancel();
            } else {
                opened.request(AHEAD);
            }
        }

        @Override
        public void onNext(T item) {
            Flow.Subscription open;
            int more = 0;
            synchronized (this) {
                open = subscription;
                if (closed || open == null) {
                    return;
                }
                if (--left <= AHEAD / 2) {
                    more = AHEAD - left;
                    left = AHEAD;
                }
            }
            try {
                consumer.accept(item);
            } catch (RuntimeException | Error thrown) {
                ended.completeExceptionally(thrown);
                close();
                return;
            }
            if (more > 0) {
                open.request(more);
            }
        }

        @Override
        public void onError(Throwable reason) {
            ended.completeExceptionally(reason);
        }

        @Override
        public void onComplete() {
            ended.complete(null);
        }

        @Override
        public CompletionStage<Void> ended() {
            return ended.minimalCompletionStage();
        }

        @Override
        public void close() {
            Flow.Subscription open;
            synchronized (this) {
                if (closed) {
                    return;
                }
                closed = true;
                open = subscription;
            }
            if (open != null) {
                open.cancel();
            }
            ended.complete(null);
        }
    }
}
