package io.synap.client.work;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What is done with items. What it throws, or fails its stage with, gives the items back; a {@link
 * PermanentFailureException} rejects them. Called by as many threads as the worker's concurrency says.
 */
@FunctionalInterface
public interface Handler<T> {
    /**
     * @param items one, or as many as the worker's batches have
     * @return done when it is complete
     */
    CompletionStage<?> handle(List<T> items) throws Exception;

    /** What is done with one item, on a thread that may wait. */
    @FunctionalInterface
    interface OfOne<T> {
        void handle(T item) throws Exception;
    }

    /** What is begun with one item, and is done when its stage is complete. */
    @FunctionalInterface
    interface Begun<T> {
        CompletionStage<?> handle(T item) throws Exception;
    }

    /** What is done with several items, on a thread that may wait: all of them succeed, or none. */
    @FunctionalInterface
    interface OfMany<T> {
        void handle(List<T> items) throws Exception;
    }

    static <T> Handler<T> ofOne(OfOne<? super T> handler) {
        return items -> {
            handler.handle(items.getFirst());
            return Done.STAGE;
        };
    }

    static <T> Handler<T> begun(Begun<? super T> handler) {
        return items -> handler.handle(items.getFirst());
    }

    static <T> Handler<T> ofMany(OfMany<T> handler) {
        return items -> {
            handler.handle(items);
            return Done.STAGE;
        };
    }

    /** Holds the one stage that is complete, which nobody completes otherwise. */
    final class Done {
        static final CompletionStage<?> STAGE = CompletableFuture.completedStage(Boolean.TRUE);

        private Done() {}

        @SuppressWarnings("ReferenceEquality") // It is about this very one.
        static boolean is(CompletionStage<?> stage) {
            return stage == STAGE;
        }
    }
}
