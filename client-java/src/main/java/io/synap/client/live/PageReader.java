package io.synap.client.live;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Reads a long list page by page. Thread-safe. */
@FunctionalInterface
public interface PageReader<T> {
    /**
     * A page; one may be empty and still lead on.
     *
     * @param next where the next page begins; empty behind the last
     */
    record Page<T>(List<T> items, Optional<String> next) {
        public Page {
            items = List.copyOf(items);
        }
    }

    /** The page that begins there, or the first. */
    CompletionStage<Page<T>> page(Optional<String> from);
}
