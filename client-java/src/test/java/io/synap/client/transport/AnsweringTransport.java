package io.synap.client.transport;

import io.synap.client.error.SynapClientException;
import io.synap.client.wire.WireValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers every call at once: with null, or with the error that the command is to fail with. Thread-safe. */
public final class AnsweringTransport implements Transport {
    private final Map<String, SynapClientException> failures = new ConcurrentHashMap<>();
    private final List<String> sent = new CopyOnWriteArrayList<>();
    private final List<Feed.Listener> feeds = new CopyOnWriteArrayList<>();

    public AnsweringTransport failing(String command, SynapClientException reason) {
        failures.put(command, reason);
        return this;
    }

    /** The commands that came. */
    public List<String> sent() {
        return List.copyOf(sent);
    }

    /** Those who were told to listen, in order. */
    public List<Feed.Listener> feeds() {
        return List.copyOf(feeds);
    }

    @Override
    public void send(Call<?> call) {
        sent.add(call.command().name());
        Optional<SynapClientException> failure =
                Optional.ofNullable(failures.get(call.command().name()));
        failure.ifPresentOrElse(call::failed, () -> call.answered(WireValue.NULL));
    }

    @Override
    public Feed open(Feed.Request request, Feed.Listener listener) {
        feeds.add(listener);
        return new Feed() {
            @Override
            public void credit(long more) {
                sent.add("credit " + more);
            }

            @Override
            public CompletionStage<Void> close() {
                listener.ended(Optional.empty());
                return CompletableFuture.completedStage(null);
            }
        };
    }

    @Override
    public boolean isConnected() {
        return true;
    }

    @Override
    public void close() {
        feeds.forEach(each -> each.ended(Optional.empty()));
    }
}
