package io.synap.client.live;

import io.synap.client.error.SynapClientException;
import io.synap.client.transport.Call;
import io.synap.client.transport.Feed;
import io.synap.client.transport.Transport;
import io.synap.client.wire.Value;
import io.synap.client.wire.WireEvent;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A transport with one subscription, whose server is the test: it never sends more than it has credit for. Thread-safe. */
final class FakeFeed implements Transport {
    private static final Value NOTHING = new Value.Structure(Map.of());

    private Feed.@Nullable Request request;
    private Feed.@Nullable Listener listener;
    private long credit;
    private int number;
    private int closed;

    @Override
    public synchronized Feed open(Feed.Request asked, Feed.Listener told) {
        request = asked;
        listener = told;
        credit = told.credit(asked.credit());
        return new Feed() {
            @Override
            public void credit(long more) {
                add(more);
            }

            @Override
            public CompletionStage<Void> close() {
                closedOnce();
                return CompletableFuture.completedFuture(null);
            }
        };
    }

    /** The server has answered. */
    void opened() {
        listener().opened(NOTHING);
    }

    /** The server sends so many events, as far as it may; returns how many it did. */
    int send(int most) {
        int sent = 0;
        while (sent < most && takeCredit()) {
            listener().event(event("event", number++));
            sent++;
        }
        return sent;
    }

    void send(WireEvent event) {
        listener().event(event);
    }

    static WireEvent event(String type, int number) {
        return new WireEvent("c1", type, Optional.of("1-" + number), Map.of("n", new Value.Whole(number)));
    }

    private Feed.Listener listener() {
        return Objects.requireNonNull(listener);
    }

    private Feed.Request request() {
        return Objects.requireNonNull(request);
    }

    private synchronized boolean takeCredit() {
        if (credit == 0) {
            return false;
        }
        credit--;
        return true;
    }

    synchronized long credit() {
        return credit;
    }

    /** The connection is lost, and another is made. */
    void reconnect() {
        listener().interrupted();
        synchronized (this) {
            credit = listener().credit(request().credit());
        }
        opened();
    }

    void interrupt() {
        listener().interrupted();
    }

    void end(Optional<SynapClientException> reason) {
        listener().ended(reason);
    }

    synchronized int closed() {
        return closed;
    }

    private synchronized void add(long more) {
        credit += more;
    }

    private synchronized void closedOnce() {
        closed++;
    }

    @Override
    public void send(Call<?> call) {
        throw new UnsupportedOperationException("only subscriptions");
    }

    @Override
    public boolean isConnected() {
        return true;
    }

    @Override
    public void close() {
        // There is nothing to close.
    }
}
