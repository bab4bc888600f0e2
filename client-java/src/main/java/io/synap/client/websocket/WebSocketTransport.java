package io.synap.client.websocket;

import io.synap.client.transport.Call;
import io.synap.client.transport.CallObserver;
import io.synap.client.transport.Feed;
import io.synap.client.transport.Transport;
import io.synap.client.wire.WireEvent;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One WebSocket to one of several endpoints, made again whenever it is lost. Thread-safe.
 *
 * <p>Threads: the link connects, reads and completes calls; the sender writes frames; the timer pings, and ends what has
 * waited too long. All three end with {@link #close}.
 */
public final class WebSocketTransport implements Transport, Connection.Owner {
    private static final System.Logger LOG = System.getLogger(WebSocketTransport.class.getName());
    private static final long SWEEP_MILLIS = 20;
    private static final long LEAVE_MILLIS_MAX = 500;
    private static final int NORMAL_CLOSURE = 1000;

    private final WebSocketOptions options;
    private final List<CallObserver> observers;
    private final Dialer dialer;
    private final Outbound outbound;
    private final Feeds feeds;
    private final ClientThread link = new ClientThread(this::keepConnected, "synap-client-link");
    private final ClientThread sender;
    private final ClientThread timer = new ClientThread(this::watch, "synap-client-timer");

    /** Confined to the timer. */
    private long pingedNanos;

    // Guarded by this.
    private boolean closed;

    /** One that nobody observes. */
    public WebSocketTransport(WebSocketOptions options, Duration feedDeadline) {
        this(options, feedDeadline, List.of());
    }

    /**
     * Begins to connect; calls may be sent at once.
     *
     * @param observers told of connections alone
     */
    public WebSocketTransport(WebSocketOptions options, Duration feedDeadline, List<CallObserver> observers) {
        this.options = options;
        this.observers = List.copyOf(observers);
        this.dialer =
                new Dialer(this, options.inFlightMax(), options.connectTimeout().toNanos());
        this.outbound = new Outbound(options.inFlightMax(), options.messageBytesMax());
        this.feeds = new Feeds(outbound, feedDeadline.toNanos());
        this.sender = new ClientThread(outbound, "synap-client-sender");
        link.start();
        sender.start();
        timer.start();
    }

    @Override
    public void send(Call<?> call) {
        outbound.send(new Flight(call, null));
    }

    @Override
    public Feed open(Feed.Request request, Feed.Listener listener) {
        return feeds.open(request, listener);
    }

    @Override
    public boolean isConnected() {
        return outbound.connection() != null;
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /** The link. */
    private void keepConnected() {
        int count = options.endpoints().size();
        Backoff backoff = new Backoff(
                count,
                options.backoffMin().toMillis(),
                options.backoffMax().toMillis(),
                new SplittableRandom(System.nanoTime()));
        int endpoint = 0;
        while (!isClosed()) {
            long began = System.nanoTime();
            if (servedAt(options.endpoints().get(endpoint % count))
                    && System.nanoTime() - began > options.backoffMax().toNanos()) {
                // It held: the same endpoint again, and at once.
                backoff.reset();
            } else {
                endpoint++;
                pause(backoff.failed());
            }
        }
    }

    /** Whatever is thrown, by an observer for example, the link goes on. */
    private boolean servedAt(URI endpoint) {
        try {
            return serve(endpoint);
        } catch (RuntimeException | Error unexpected) {
            LOG.log(System.Logger.Level.ERROR, "the link goes on after an error", unexpected);
            return false;
        }
    }

    /** Connects, and serves the connection to its end; false when there was none. */
    private boolean serve(URI endpoint) {
        Connection connection;
        try {
            connection = dialer.dial(endpoint);
        } catch (IOException | RuntimeException failed) {
            LOG.log(System.Logger.Level.DEBUG, "cannot connect to {0}: {1}", endpoint, failed);
            outbound.troubled("cannot connect to " + endpoint + ": " + sentence(failed));
            return false;
        }
        LOG.log(System.Logger.Level.DEBUG, "connected to {0}", endpoint);
        int code = 0;
        String reason = "";
        try {
            observers.forEach(each -> each.connected(endpoint));
            feeds.connected(connection);
            if (begin(connection)) {
                FrameInput.Closing closing = connection.readAll();
                code = closing.code();
                reason = ("the server closed it: " + code + " " + closing.reason()).strip();
                outbound.farewell(connection, NORMAL_CLOSURE);
            }
        } catch (IOException lost) {
            reason = sentence(lost);
        } catch (RuntimeException | Error unexpected) {
            LOG.log(System.Logger.Level.ERROR, "the connection to " + endpoint + " is given up", unexpected);
            reason = sentence(unexpected);
        } finally {
            LOG.log(System.Logger.Level.DEBUG, "connection to {0} lost: {1}", endpoint, reason);
            feeds.interrupted();
            outbound.lost(connection, code, endpoint + ": " + reason);
            observers.forEach(each -> each.disconnected(endpoint));
        }
        return true;
    }

    /** False when the client was closed meanwhile. */
    private synchronized boolean begin(Connection connection) {
        if (closed) {
            return false;
        }
        outbound.use(connection);
        return true;
    }

    private static String sentence(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }

    private synchronized void pause(long millis) {
        try {
            long until = System.nanoTime() + millis * 1_000_000;
            for (long left = millis; left > 0 && !closed; left = (until - System.nanoTime()) / 1_000_000) {
                wait(left);
            }
        } catch (InterruptedException nobodyDoes) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void answered(Flight flight) {
        outbound.answered(flight);
    }

    @Override
    public void event(WireEvent event) {
        feeds.event(event);
    }

    @Override
    public void pinged() {
        outbound.urge();
    }

    /** The timer. */
    private void watch() {
        while (!isClosed()) {
            try {
                sweep(System.nanoTime());
            } catch (RuntimeException | Error unexpected) {
                LOG.log(System.Logger.Level.ERROR, "the timer goes on after an error", unexpected);
            }
            pause(SWEEP_MILLIS);
        }
    }

    private void sweep(long now) {
        dialer.sweep(now);
        outbound.sweep(now);
        feeds.sweep(now);
        Connection open = outbound.connection();
        if (open == null) {
            return;
        }
        long alive = open.aliveNanos();
        if (now - alive > options.silenceMax().toNanos()) {
            LOG.log(System.Logger.Level.DEBUG, "no sign of life from the server");
            open.abort();
        } else if (now - Math.max(alive, pingedNanos) > options.pingEvery().toNanos()) {
            pingedNanos = now;
            open.askForSign();
            outbound.urge();
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            notifyAll();
        }
        feeds.close();
        dialer.close();
        Connection open = outbound.connection();
        outbound.close();
        if (open != null) {
            // A polite server ends it now, and the link with it.
            link.awaitEnd(LEAVE_MILLIS_MAX);
            open.abort();
        }
        link.awaitEnd(LEAVE_MILLIS_MAX);
        sender.awaitEnd(LEAVE_MILLIS_MAX);
        timer.awaitEnd(LEAVE_MILLIS_MAX);
    }
}
