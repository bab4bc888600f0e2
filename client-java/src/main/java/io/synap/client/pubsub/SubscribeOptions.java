package io.synap.client.pubsub;

import io.synap.client.live.LivePublisher;
import io.synap.client.wire.Arguments;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How channels are subscribed to. Immutable. What is not given is as the server has it.
 *
 * @param group of all subscribers of the same pattern with the same group, one gets each message
 * @param policy what happens to who is too slow
 * @param serverBuffer messages that may wait at the server
 * @param buffer messages that may wait in this process
 */
public record SubscribeOptions(Optional<String> group, Optional<Policy> policy, OptionalInt serverBuffer, int buffer) {
    private static final SubscribeOptions USUAL =
            new SubscribeOptions(Optional.empty(), Optional.empty(), OptionalInt.empty(), LivePublisher.BUFFER_EVENTS);

    /** What happens to a subscriber that leaves more messages waiting than the server's buffer takes. */
    public enum Policy {
        /** Its subscription fails with SLOW_CONSUMER. */
        DISCONNECT("disconnect"),
        /** What has waited longest is dropped, and a {@link PubSubItem.Gap} stands in its place. */
        DROP_OLDEST("drop-oldest");

        private final String text;

        Policy(String text) {
            this.text = text;
        }
    }

    public SubscribeOptions {
        if (buffer < 1) {
            throw new IllegalArgumentException("buffer must be positive, not " + buffer);
        }
    }

    public static SubscribeOptions usual() {
        return USUAL;
    }

    public SubscribeOptions group(String name) {
        Objects.requireNonNull(name, "name");
        return new SubscribeOptions(Optional.of(name), policy, serverBuffer, buffer);
    }

    public SubscribeOptions policy(Policy other) {
        return new SubscribeOptions(group, Optional.of(other), serverBuffer, buffer);
    }

    public SubscribeOptions serverBuffer(int messages) {
        if (messages < 1) {
            throw new IllegalArgumentException("messages must be positive, not " + messages);
        }
        return new SubscribeOptions(group, policy, OptionalInt.of(messages), buffer);
    }

    public SubscribeOptions buffer(int messages) {
        return new SubscribeOptions(group, policy, serverBuffer, messages);
    }

    Arguments addTo(Arguments arguments) {
        group.ifPresent(name -> arguments.text("group", name));
        policy.ifPresent(which -> arguments.text("policy", which.text));
        serverBuffer.ifPresent(messages -> arguments.integer("buffer", messages));
        return arguments;
    }
}
