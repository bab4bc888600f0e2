package io.synap.client.pubsub;

import io.synap.client.codec.Codec;
import io.synap.client.live.LivePublisher;
import io.synap.client.transport.Caller;
import io.synap.client.transport.Command;
import io.synap.client.wire.Arguments;
import io.synap.client.wire.Value;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;

/**
 * Channels: a message goes to whoever is subscribed when it is published, and is kept nowhere. Immutable and thread-safe.
 *
 * <p>Patterns: {@code a.*.c} has one level in the place of the star, {@code a.>} one or more, {@code a.#} any number.
 *
 * {@snippet :
 * var listening = Live.forEach(client.pubsub().subscribe("orders.>"), item -> {
 *     if (item instanceof PubSubItem.Message<String> message) {
 *         System.out.println(message.channel() + ": " + message.payload());
 *     }
 * });
 * client.pubsub().publish("orders.eu.created", "{\"order\":7}");
 * listening.close();
 * }
 */
public final class PubSub<T> {
    // Twice would be two messages.
    private static final Command PUBLISH = Command.once("pubsub.publish");
    private static final Command SUBSCRIBE = Command.repeatable("pubsub.subscribe");
    private static final Command STATS = Command.repeatable("pubsub.stats");
    private static final Command CHANNELS = Command.repeatable("pubsub.topics");
    private static final Command INFO = Command.repeatable("pubsub.info");

    private final Caller caller;
    private final Executor executor;
    private final Codec<T> codec;

    /** @param executor runs subscribers */
    public PubSub(Caller caller, Executor executor, Codec<T> codec) {
        this.caller = caller;
        this.executor = executor;
        this.codec = Objects.requireNonNull(codec, "codec");
    }

    /** The same for threads that may wait. */
    public BlockingPubSub<T> blocking() {
        return new BlockingPubSub<>(this);
    }

    public CompletionStage<Delivered> publish(String channel, T payload) {
        return publish(channel, payload, Map.of());
    }

    /** @param metadata texts that go with the message */
    public CompletionStage<Delivered> publish(String channel, T payload, Map<String, String> metadata) {
        Arguments arguments = Arguments.none()
                .text("topic", named("channel", channel))
                .bytes("payload", codec.encode(Objects.requireNonNull(payload, "payload")));
        if (!metadata.isEmpty()) {
            arguments.textMap("metadata", metadata);
        }
        return caller.call(PUBLISH, arguments, answer -> {
            Value result = answer.tree();
            return new Delivered(
                    channel,
                    result.get("message_id").text(),
                    result.get("subscribers_matched").integer());
        });
    }

    /** Messages of channels and patterns, as they are published. */
    public Flow.Publisher<PubSubItem<T>> subscribe(String... channels) {
        return subscribe(List.of(channels), SubscribeOptions.usual());
    }

    /** Each subscriber has a subscription of its own. A message that several of its patterns match comes once. */
    public Flow.Publisher<PubSubItem<T>> subscribe(Collection<String> channels, SubscribeOptions options) {
        if (channels.isEmpty()) {
            throw new IllegalArgumentException("no channels");
        }
        channels.forEach(each -> named("channel", each));
        Arguments arguments = options.addTo(Arguments.none().texts("channels", channels));
        return subscriber -> new LivePublisher<>(
                        caller.transport(), executor, SUBSCRIBE, arguments, options.buffer(), new PubSubItems<>(codec))
                .subscribe(subscriber);
    }

    public CompletionStage<PubSubStats> stats() {
        return caller.call(STATS, Arguments.none(), payload -> PubSubStats.read(payload.tree()));
    }

    /** The channels that are subscribed to by name, as many as the server lists. */
    public CompletionStage<List<String>> channels() {
        return channels(Arguments.none());
    }

    /** Those that match a glob. */
    public CompletionStage<List<String>> channels(String glob) {
        return channels(Arguments.none().text("match", named("glob", glob)));
    }

    private CompletionStage<List<String>> channels(Arguments arguments) {
        return caller.call(
                CHANNELS,
                arguments,
                payload -> payload.tree().get("topics").elements().stream()
                        .map(Value::text)
                        .toList());
    }

    /** How many have subscribed to a channel by its name. */
    public CompletionStage<Long> subscribers(String channel) {
        return caller.call(
                INFO,
                Arguments.none().text("topic", named("channel", channel)),
                payload -> payload.get("subscriber_count").tree().integer());
    }

    private static String named(String name, String text) {
        Objects.requireNonNull(text, name);
        if (text.isEmpty()) {
            throw new IllegalArgumentException(name + " must not be empty");
        }
        return text;
    }
}
