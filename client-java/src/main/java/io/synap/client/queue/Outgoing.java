package io.synap.client.queue;

import java.util.Objects;

/** A message to be published with others, and how. Immutable. */
public record Outgoing<T>(T payload, PublishOptions options) {
    public Outgoing {
        Objects.requireNonNull(payload, "payload");
        Objects.requireNonNull(options, "options");
    }

    /** As the queue has it. */
    public static <T> Outgoing<T> of(T payload) {
        return new Outgoing<>(payload, PublishOptions.none());
    }
}
