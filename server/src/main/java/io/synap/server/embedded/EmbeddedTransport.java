package io.synap.server.embedded;

import io.netty.util.concurrent.FastThreadLocalThread;
import io.synap.client.error.ClientFault;
import io.synap.client.error.SynapClientException;
import io.synap.client.transport.Call;
import io.synap.client.transport.Command;
import io.synap.client.transport.Feed;
import io.synap.client.transport.Transport;
import io.synap.client.wire.Arguments;
import io.synap.client.wire.Value;
import io.synap.client.wire.WireValue;
import io.synap.protocol.error.SynapException;
import io.synap.server.http.json.Fields;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A client's way to the server that it shares its process with. Thread-safe. A call is executed by the thread that makes
 * it, and most are answered when that returns; what has to wait is answered on another.
 */
final class EmbeddedTransport implements Transport {
    /** Calls that are not answered; who calls beyond that waits. */
    private static final int UNDER_WAY_MAX = 4096;

    private static final long SUBSCRIBE_NANOS_MAX = TimeUnit.SECONDS.toNanos(30);

    private final EmbeddedEdge edge;
    private final Lane home;
    private final LaneConnection connection;
    private final Map<String, LaneFeed> feeds = new ConcurrentHashMap<>();
    private final AtomicLong named = new AtomicLong();
    private final AtomicInteger underWay = new AtomicInteger();
    private final Object room = new Object();
    private final AtomicReference<@Nullable SynapClientException> closed = new AtomicReference<>();

    /** @param home where its subscriptions are */
    EmbeddedTransport(EmbeddedEdge edge, Lane home) {
        this.edge = edge;
        this.home = home;
        this.connection = new LaneConnection(this, home);
    }

    @Override
    public void send(Call<?> call) {
        SynapClientException over = closed.get();
        if (over != null) {
            call.failed(over.again());
            return;
        }
        Fields arguments = arguments(call);
        if (arguments != null && (underWay.get() < UNDER_WAY_MAX || awaitRoom(call))) {
            edge.lane().submit(new LaneCall(this, call, arguments));
        }
    }

    private @Nullable Fields arguments(Call<?> call) {
        try {
            Arguments given = call.arguments();
            return edge.frames().arguments(given.array(), given.size());
        } catch (SynapException malformed) {
            call.failed(SynapClientException.ofServer(malformed.code().name(), String.valueOf(malformed.getMessage())));
            return null;
        }
    }

    private boolean awaitRoom(Call<?> call) {
        boolean late = Thread.currentThread() instanceof FastThreadLocalThread || edge.isHelping() || Lane.isTelling();
        try {
            synchronized (room) {
                while (!late && underWay.get() >= UNDER_WAY_MAX && !isClosed()) {
                    long left = call.deadlineNanos() - System.nanoTime();
                    late = left <= 0;
                    if (!late) {
                        TimeUnit.NANOSECONDS.timedWait(room, left);
                    }
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            call.failed(SynapClientException.of(ClientFault.INTERRUPTED));
            return false;
        }
        if (late) {
            call.failed(SynapClientException.of(ClientFault.TOO_MANY_IN_FLIGHT));
        }
        return !late;
    }

    void countIn() {
        underWay.incrementAndGet();
    }

    void countOut() {
        if (underWay.getAndDecrement() >= UNDER_WAY_MAX) {
            synchronized (room) {
                room.notifyAll();
            }
        }
    }

    @Override
    public Feed open(Feed.Request request, Feed.Listener listener) {
        LaneFeed feed = new LaneFeed(this, "c" + named.incrementAndGet(), listener);
        Arguments arguments = request.arguments()
                .copy()
                .text("subscription", feed.name())
                .integer("credit", listener.credit(request.credit()));
        request.cursor().ifPresent(behind -> arguments.text("cursor", behind));
        Call<Value> call = new Call<>(
                Command.once(request.command().name()),
                arguments,
                WireValue::tree,
                System.nanoTime() + SUBSCRIBE_NANOS_MAX);
        feeds.put(feed.name(), feed);
        if (isClosed()) {
            end(feed);
            return feed;
        }
        Fields payload = arguments(call);
        if (payload == null) {
            feed.ended(Optional.of((SynapClientException) call.exceptionNow()));
            feed.tell();
        } else {
            home.submit(new FeedCall(this, call, payload, feed));
        }
        return feed;
    }

    private void end(LaneFeed feed) {
        feed.ended(Optional.of(closedReason()));
        feed.tell();
    }

    void credit(LaneFeed feed, long more) {
        home.execute(() -> connection.credit(feed.name(), more));
    }

    void unsubscribe(LaneFeed feed) {
        home.execute(() -> {
            var _ = connection.subscriptions().unsubscribe(feed.name());
            feed.ended(Optional.empty());
            home.touched(feed);
        });
    }

    void forget(LaneFeed feed) {
        feeds.remove(feed.name());
    }

    @Nullable
    LaneFeed feed(String name) {
        return feeds.get(name);
    }

    Lane home() {
        return home;
    }

    LaneConnection connection() {
        return connection;
    }

    boolean isClosed() {
        return closed.get() != null;
    }

    /** Why what is still under way fails. */
    SynapClientException closedReason() {
        SynapClientException reason = closed.get();
        return reason == null ? SynapClientException.of(ClientFault.CLIENT_CLOSED) : reason;
    }

    @Override
    public boolean isConnected() {
        return !isClosed();
    }

    @Override
    public void close() {
        close(SynapClientException.of(ClientFault.CLIENT_CLOSED));
    }

    void close(SynapClientException reason) {
        if (!closed.compareAndSet(null, reason)) {
            return;
        }
        synchronized (room) {
            room.notifyAll();
        }
        home.execute(connection.subscriptions()::close);
        edge.lanes().forEach(lane -> lane.execute(() -> lane.end(this)));
        new ArrayList<>(feeds.values()).forEach(this::end);
        edge.closed(this);
    }
}
