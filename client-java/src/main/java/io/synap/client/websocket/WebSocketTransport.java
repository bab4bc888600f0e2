package io.synap.client.websocket;

import io.synap.client.error.ClientFault;
import io.synap.client.error.SynapClientException;
import io.synap.client.transport.Call;
import io.synap.client.transport.Feed;
import io.synap.client.transport.Transport;
import io.synap.client.wire.WireEvent;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket to one of several endpoints, made again whenever it is lost. Thread-safe.
 *
 * <p>Threads: the sender writes frames, the receiver reads them and completes calls, the timer connects, pings and
 * ends what has waited too long.
 */
public final class WebSocketTransport implements Transport, Connection.Owner {
    private static final System.Logger LOG = System.getLogger(WebSocketTransport.class.getName());
    private static final String SUBPROTOCOL = "synap.v1.proto";
    private static final long SWEEP_MILLIS = 20;

    private final WebSocketOptions options;
    private final ExecutorService receiver;
    private final ScheduledExecutorService timer;
    private final HttpClient http;
    private final Outbound outbound;
    private final Feeds feeds;
    private final Thread sender;

    // Guarded by this.
    private @Nullable Connection connection;
    private int attempts;
    private long pingedNanos;
    private boolean closed;

    /** Begins to connect; calls may be sent at once. */
    public WebSocketTransport(WebSocketOptions options, Duration feedDeadline) {
        this.options = options;
        this.receiver = Executors.newSingleThreadExecutor(task -> new ClientThread(task, "synap-client-receiver"));
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> new ClientThread(task, "synap-client-timer"));
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .executor(receiver)
                .connectTimeout(options.connectTimeout())
                .build();
        this.outbound = new Outbound(options.inFlightMax());
        this.feeds = new Feeds(this, feedDeadline.toNanos());
        this.sender = new ClientThread(outbound, "synap-client-sender");
        sender.start();
        timer.execute(this::connect);
        var _ = timer.scheduleWithFixedDelay(this::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void send(Call<?> call) {
        if (isClosed()) {
            call.failed(SynapClientException.of(ClientFault.CLIENT_CLOSED));
            return;
        }
        outbound.put(new Flight(call));
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

    private void connect() {
        URI endpoint;
        Connection next = new Connection(this, options.inFlightMax());
        synchronized (this) {
            if (closed) {
                return;
            }
            endpoint = options.endpoints().get(attempts % options.endpoints().size());
            attempts++;
        }
        var _ = http.newWebSocketBuilder()
                .subprotocols(SUBPROTOCOL)
                .connectTimeout(options.connectTimeout())
                .buildAsync(endpoint, next)
                .whenCompleteAsync((socket, failure) -> connected(next, endpoint, socket, failure), timer);
    }

    private void connected(Connection next, URI endpoint, @Nullable WebSocket socket, @Nullable Throwable failure) {
        if (socket == null) {
            LOG.log(System.Logger.Level.DEBUG, "cannot connect to {0}: {1}", endpoint, failure);
            retry();
            return;
        }
        synchronized (this) {
            if (closed) {
                next.close(false);
                return;
            }
            attempts = 0;
            connection = next;
        }
        LOG.log(System.Logger.Level.DEBUG, "connected to {0}", endpoint);
        outbound.use(next);
        feeds.reopen();
    }

    private synchronized void retry() {
        if (closed) {
            return;
        }
        int round = attempts / options.endpoints().size();
        long most =
                Math.min(options.backoffMax().toMillis(), options.backoffMin().toMillis() << Math.min(round, 20));
        long delay = attempts % options.endpoints().size() != 0
                ? 0
                : most / 2 + ThreadLocalRandom.current().nextLong(most / 2 + 1);
        var _ = timer.schedule(this::connect, delay, TimeUnit.MILLISECONDS);
    }

    @Override
    public void lost(Connection gone, String reason) {
        gone.close(false);
        synchronized (this) {
            if (connection != gone) {
                return;
            }
            connection = null;
        }
        LOG.log(System.Logger.Level.DEBUG, "connection lost: {0}", reason);
        outbound.use(null);
        feeds.interrupted();
        outbound.repeat(gone.inFlight.close(), reason);
        retry();
    }

    @Override
    public void done(Flight flight) {
        outbound.done(flight);
    }

    @Override
    public void event(WireEvent event) {
        feeds.event(event);
    }

    private void sweep() {
        long now = System.nanoTime();
        outbound.sweep(now);
        Connection open = outbound.connection();
        if (open == null) {
            return;
        }
        if (now - open.heardNanos() > options.silenceMax().toNanos()) {
            lost(open, "no sign of life from the server");
        } else if (now - Math.max(open.heardNanos(), pingedNanos)
                > options.pingEvery().toNanos()) {
            pingedNanos = now;
            open.ping();
        }
    }

    @Override
    public void close() {
        Connection open;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            open = connection;
            connection = null;
        }
        feeds.close();
        outbound.close();
        if (open != null) {
            open.inFlight.close().forEach(each -> each.call.failed(SynapClientException.of(ClientFault.CLIENT_CLOSED)));
            open.close(true);
        }
        sender.interrupt();
        timer.shutdown();
        http.shutdownNow();
        receiver.shutdown();
    }
}
