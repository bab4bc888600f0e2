package io.synap.client.queue;

import java.util.List;
import java.util.Optional;

/**
 * Dead letters, oldest first. Immutable. A page can be short, even empty, though there are more.
 *
 * @param cursor where the next page begins; empty at the end
 */
public record DeadLetterPage(List<StoredMessage> letters, Optional<String> cursor) {
    public DeadLetterPage {
        letters = List.copyOf(letters);
    }
}
