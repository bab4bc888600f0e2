package io.synap.server.embedded;

import io.synap.client.error.SynapClientException;
import io.synap.client.transport.Feed;
import io.synap.client.wire.Value;
import io.synap.client.wire.WireEvent;
import io.synap.server.http.live.LiveEvent;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One subscription of a client in this process. Thread-safe. What it is told waits in a queue, which its credit bounds,
 * until whoever has left the lane tells it to the listener: one thread at a time, in order.
 */
final class LaneFeed implements Feed {
    private static final Logger LOG = LoggerFactory.getLogger(LaneFeed.class);

    private sealed interface Item {}

    private record Opened(Value description) implements Item {}

    private record Told(LiveEvent event) implements Item {}

    private record Ended(Optional<SynapClientException> reason) implements Item {}

    private final EmbeddedTransport transport;
    private final String name;
    private final Listener listener;
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    // Guarded by this.
    private final ArrayDeque<Item> items = new ArrayDeque<>();
    private boolean telling;
    private boolean over;

    LaneFeed(EmbeddedTransport transport, String name, Listener listener) {
        this.transport = transport;
        this.name = name;
        this.listener = listener;
    }

    String name() {
        return name;
    }

    /** Whether nothing more will be told than what waits. */
    synchronized boolean isClosed() {
        return over;
    }

    private boolean isOver() {
        return end.isDone();
    }

    void opened(Value description) {
        put(new Opened(description));
    }

    /** @param event is encoded */
    void event(LiveEvent event) {
        put(new Told(event));
    }

    void ended(Optional<SynapClientException> reason) {
        put(new Ended(reason));
    }

    private synchronized void put(Item item) {
        if (!over) {
            over = item instanceof Ended;
            items.add(item);
        }
    }

    /** Tells what waits, unless another thread does. */
    void tell() {
        for (Item next = first(); next != null; next = next()) {
            try {
                tell(next);
            } catch (RuntimeException | Error thrown) {
                LOG.error("a listener of subscription {} has thrown", name, thrown);
            }
        }
    }

    private synchronized @Nullable Item first() {
        if (telling) {
            return null;
        }
        telling = true;
        return next();
    }

    private synchronized @Nullable Item next() {
        Item next = items.poll();
        telling = next != null;
        return next;
    }

    private void tell(Item item) {
        switch (item) {
            case Opened(Value description) -> listener.opened(description);
            case Told(LiveEvent event) -> tell(WireEvent.read(name, event.proto()));
            case Ended(Optional<SynapClientException> reason) -> finish(reason);
        }
    }

    private void tell(WireEvent event) {
        if (isOver()) {
            return;
        }
        if (event.type().equals("end")) {
            synchronized (this) {
                over = true;
            }
            finish(Optional.of(SynapClientException.ofServer(
                    event.get("code").text(), event.get("error").text())));
        } else {
            listener.event(event);
        }
    }

    private void finish(Optional<SynapClientException> reason) {
        transport.forget(this);
        try {
            if (!isOver()) {
                listener.ended(reason);
            }
        } finally {
            end.complete(null);
        }
    }

    @Override
    public void credit(long more) {
        transport.credit(this, more);
    }

    @Override
    public CompletionStage<Void> close() {
        transport.unsubscribe(this);
        return end.copy();
    }
}
