package io.synap.server.embedded;

import io.synap.client.error.SynapClientException;
import io.synap.client.transport.Transport;
import io.synap.protocol.error.ErrorCode;
import io.synap.server.http.HttpClients;
import io.synap.server.http.HttpEdge;
import io.synap.server.http.proto.ProtoFrames;
import io.synap.server.presence.Presence;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The way in for clients in this process. Thread-safe.
 *
 * <p>There are a few lanes, each a loop with everything of its own, as the event loops of the other edges have; a
 * thread always uses the same. A thread of this edge's, the helper, does what must happen while no caller is inside a
 * lane: time that is over, logs that are synced, others' events.
 */
public final class EmbeddedEdge implements AutoCloseable {
    private static final int LANES_MAX = 16;
    private static final long PRESENCE_MILLIS = 250;

    private final ScheduledThreadPoolExecutor helper;
    private final List<Lane> lanes = new ArrayList<>();
    private final ProtoFrames frames = new ProtoFrames();
    private final Set<EmbeddedTransport> transports = ConcurrentHashMap.newKeySet();
    private final AtomicInteger made = new AtomicInteger();
    private volatile @Nullable Thread helping;
    private volatile boolean closed;

    /**
     * @param setups makes one for each lane, with meters of its own
     * @param clients the connections that are told of when asked for
     */
    public EmbeddedEdge(Supplier<HttpEdge.Setup> setups, HttpClients clients) {
        helper = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "synap-embedded");
            thread.setDaemon(true);
            helping = thread;
            return thread;
        });
        helper.setRemoveOnCancelPolicy(true);
        int processors = Runtime.getRuntime().availableProcessors();
        int count = Math.min(LANES_MAX, 2 * Integer.highestOneBit(Math.max(1, 2 * processors - 1)));
        for (int i = 0; i < count; i++) {
            lanes.add(new Lane(setups.get(), clients, helper));
        }
        Presence presence = lanes.getFirst().setup().rooms().presence();
        var _ = helper.scheduleWithFixedDelay(
                () -> {
                    var _ = presence.sweep();
                },
                PRESENCE_MILLIS,
                PRESENCE_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    /** Another client's way in; it ends with its client, or with the server. */
    public Transport newTransport() {
        EmbeddedTransport transport =
                new EmbeddedTransport(this, lanes.get(made.getAndIncrement() & (lanes.size() - 1)));
        transports.add(transport);
        if (closed) {
            transport.close(stopped());
        }
        return transport;
    }

    private static SynapClientException stopped() {
        return SynapClientException.ofServer(ErrorCode.SHUTTING_DOWN.name(), ErrorCode.SHUTTING_DOWN.message());
    }

    void closed(EmbeddedTransport transport) {
        transports.remove(transport);
    }

    /** The lane of the calling thread. */
    Lane lane() {
        return lanes.get((int) Thread.currentThread().threadId() & (lanes.size() - 1));
    }

    List<Lane> lanes() {
        return lanes;
    }

    ProtoFrames frames() {
        return frames;
    }

    /** Whether the calling thread is the helper. */
    boolean isHelping() {
        return Thread.currentThread().equals(helping);
    }

    /** Ends all transports; nothing is executed from its return on. */
    @Override
    public void close() {
        closed = true;
        List.copyOf(transports).forEach(each -> each.close(stopped()));
        lanes.forEach(Lane::close);
        helper.shutdownNow();
    }
}
