package io.synap.server.completion;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an operation ended.
 *
 * @param type what it was, such as {@code backup}
 * @param aggregateType what it was about
 * @param aggregateId which of those
 * @param data what there is to tell: text, numbers, booleans
 * @param error why it failed; null when it did not
 */
record Ending(
        Requester by,
        String type,
        String aggregateType,
        String aggregateId,
        Map<String, Object> data,
        @Nullable String error) {
    /** The type of its event. */
    String event() {
        return type + (error == null ? ".completed" : ".failed");
    }
}
