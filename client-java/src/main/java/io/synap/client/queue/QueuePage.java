package io.synap.client.queue;

import java.util.List;
import java.util.Optional;

/**
 * Names of queues, in their order. Immutable.
 *
 * @param cursor where the next page begins; empty at the end
 */
public record QueuePage(List<String> names, Optional<String> cursor) {
    public QueuePage {
        names = List.copyOf(names);
    }
}
