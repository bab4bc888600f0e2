package io.synap.client.websocket;

import io.synap.client.error.ClientFault;
import io.synap.client.error.SynapClientException;
import io.synap.client.transport.Feed;
import io.synap.client.wire.WireEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions of a client, opened again on each new connection, some hundred at a time. Thread-safe.
 *
 * <p>Each opening gets a name of its own, so nothing that was said of an earlier one can be mistaken.
 */
final class Feeds {
    /** Subscriptions that are being opened at once. */
    private static final int OPENING_MAX = 256;
    /** More than a server takes on one connection, unless it is told to. */
    private static final int FEEDS_MAX = 100_000;

    private final Outbound outbound;
    private final long deadlineNanos;
    private final Set<OpenFeed> all = ConcurrentHashMap.newKeySet();
    private final Map<String, OpenFeed> named = new ConcurrentHashMap<>();
    private final AtomicLong names = new AtomicLong();

    // Guarded by this.
    private final ArrayDeque<OpenFeed> pending = new ArrayDeque<>();
    private final List<OpenFeed> later = new ArrayList<>();
    private @Nullable Connection connection;
    private int opening;
    private boolean pumping;
    private boolean closed;

    Feeds(Outbound outbound, long deadlineNanos) {
        this.outbound = outbound;
        this.deadlineNanos = deadlineNanos;
    }

    Feed open(Feed.Request request, Feed.Listener listener) {
        OpenFeed feed = new OpenFeed(this, outbound, request, listener, deadlineNanos);
        Optional<SynapClientException> refused;
        Connection on = null;
        synchronized (this) {
            refused = refusal();
            if (refused.isEmpty()) {
                on = admit(feed);
            }
        }
        if (on != null) {
            feed.subscribe(on);
        } else if (refused.isPresent()) {
            feed.end(refused);
        }
        return feed;
    }

    private synchronized Optional<SynapClientException> refusal() {
        if (closed) {
            return Optional.of(SynapClientException.of(ClientFault.CLIENT_CLOSED));
        }
        return all.size() < FEEDS_MAX
                ? Optional.empty()
                : Optional.of(SynapClientException.unsent(
                        ClientFault.TOO_MANY_IN_FLIGHT, "the client has " + FEEDS_MAX + " subscriptions"));
    }

    /** Where it can be opened at once, on the calling thread, so that what that thread sends next comes behind it. */
    private synchronized @Nullable Connection admit(OpenFeed feed) {
        all.add(feed);
        if (connection == null || opening >= OPENING_MAX || !pending.isEmpty()) {
            pending.add(feed);
            return null;
        }
        opening++;
        return connection;
    }

    /** Opens what waits for it, as far as the bound allows. Whoever finds somebody at it leaves it to them. */
    private void pump() {
        synchronized (this) {
            if (pumping) {
                return;
            }
            pumping = true;
        }
        while (true) {
            OpenFeed next;
            Connection on;
            synchronized (this) {
                on = connection;
                next = on == null || opening >= OPENING_MAX ? null : pending.poll();
                if (on == null || next == null) {
                    pumping = false;
                    return;
                }
                opening++;
            }
            next.subscribe(on);
        }
    }

    /** A subscription is open, or not: another may be tried. */
    void opened(Connection on) {
        synchronized (this) {
            if (on != connection) {
                return;
            }
            opening--;
        }
        pump();
    }

    /** It is to be opened once more on this connection, when the time has come. */
    synchronized void later(OpenFeed feed) {
        if (connection != null) {
            later.add(feed);
        }
    }

    /** It has missed its connection: it is to be opened on the one that is there, or the next. */
    void again(OpenFeed feed) {
        synchronized (this) {
            if (all.contains(feed)) {
                pending.add(feed);
            }
        }
        pump();
    }

    String name(OpenFeed feed) {
        String name = "c" + names.incrementAndGet();
        named.put(name, feed);
        return name;
    }

    void forget(String name) {
        named.remove(name);
    }

    /** Events that still come for it find nobody. */
    synchronized void remove(OpenFeed feed) {
        all.remove(feed);
        var _ = pending.remove(feed);
        var _ = later.remove(feed);
    }

    void event(WireEvent event) {
        OpenFeed feed = named.get(event.subscription());
        if (feed != null) {
            feed.event(event);
        }
    }

    /** The connection is lost. */
    void interrupted() {
        synchronized (this) {
            connection = null;
            opening = 0;
            later.clear();
            named.clear();
            pending.clear();
            pending.addAll(all);
        }
        all.forEach(OpenFeed::interrupted);
    }

    /** There is a new one. */
    void connected(Connection next) {
        synchronized (this) {
            if (closed) {
                return;
            }
            connection = next;
            pending.clear();
            pending.addAll(all);
        }
        pump();
    }

    void sweep(long now) {
        List<OpenFeed> tooLate = new ArrayList<>();
        synchronized (this) {
            var _ = later.removeIf(feed -> feed.isDue(now) && pending.add(feed));
            for (OpenFeed each : pending) {
                if (each.hasWaitedTooLong(now)) {
                    tooLate.add(each);
                }
            }
        }
        tooLate.forEach(each -> each.end(Optional.of(outbound.notConnected())));
        pump();
    }

    void close() {
        List<OpenFeed> rest;
        synchronized (this) {
            closed = true;
            connection = null;
            rest = List.copyOf(all);
        }
        rest.forEach(each -> each.end(Optional.of(SynapClientException.of(ClientFault.CLIENT_CLOSED))));
    }
}
