package io.synap.client.queue;

import io.synap.client.codec.Codec;
import io.synap.client.wire.Value;
import java.time.Instant;
import java.util.List;

/** A message as it lies in its queue, with its payload and what befell it. Immutable. */
public record MessageDetail<T>(StoredMessage message, T payload, List<Event> history) {
    public MessageDetail {
        history = List.copyOf(history);
    }

    /**
     * Something that befell it.
     *
     * @param what such as {@code nacked} or {@code lease_expired}
     * @param delivery the number of the delivery
     */
    public record Event(String what, Instant at, int delivery) {}

    static <T> MessageDetail<T> of(Value answer, Codec<T> codec) {
        return new MessageDetail<>(
                StoredMessage.of(answer),
                codec.decode(answer.get("payload").bytes()),
                answer.get("history").elements().stream()
                        .map(each -> new Event(each.get("event").text(), StoredMessage.time(each, "at_ms"), (int)
                                each.get("delivery").integer()))
                        .toList());
    }
}
