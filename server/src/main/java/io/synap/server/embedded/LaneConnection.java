package io.synap.server.embedded;

import io.netty.util.concurrent.EventExecutor;
import io.synap.protocol.error.SynapException;
import io.synap.server.http.live.LiveConnection;
import io.synap.server.http.live.LiveEvent;
import io.synap.server.http.live.LiveOutlet;
import io.synap.server.http.live.LiveSubscriptions;
import io.synap.server.http.live.SubscriptionMetrics;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client in this process, as its subscriptions see it. Confined to the client's lane. */
final class LaneConnection implements LiveConnection {
    /** Events that a source may send before it asks again. */
    private static final int EVENTS_MAX = 256;

    private static final byte[] NOTHING = new byte[0];

    /** An event on its way. */
    private record Sent(LaneFeed feed, LiveEvent event) {}

    private final EmbeddedTransport transport;
    private final Lane lane;
    private final LiveSubscriptions subscriptions = new LiveSubscriptions(this);
    /** What was sent since the last flush. */
    private List<Sent> sent = new ArrayList<>();

    LaneConnection(EmbeddedTransport transport, Lane lane) {
        this.transport = transport;
        this.lane = lane;
    }

    @Override
    public EventExecutor executor() {
        return lane.executor();
    }

    @Override
    public boolean isClosing() {
        return transport.isClosed();
    }

    @Override
    public LiveSubscriptions subscriptions() {
        return subscriptions;
    }

    @Override
    public int subscriptionsMax() {
        return lane.setup().webSockets().subscriptionsMax();
    }

    @Override
    public SubscriptionMetrics metrics() {
        return SubscriptionMetrics.NONE;
    }

    @Override
    public byte[] eventHead(@Nullable String name) {
        return NOTHING;
    }

    /** Credit alone bounds what waits. */
    @Override
    public int eventRoom() {
        return EVENTS_MAX;
    }

    @Override
    public void starved(LiveOutlet outlet) {
        throw new IllegalStateException("there is always room");
    }

    @Override
    public void later(LiveOutlet outlet) {
        lane.executor().execute(outlet::resume);
    }

    @Override
    public void event(LiveOutlet outlet, LiveEvent event) {
        String name = outlet.name();
        LaneFeed feed = name == null ? null : transport.feed(name);
        if (feed != null) {
            // What it is made of may be gone when it is told.
            var _ = event.proto();
            sent.add(new Sent(feed, event));
        }
    }

    @Override
    public void flush(long position) {
        List<Sent> batch = sent;
        if (!batch.isEmpty()) {
            sent = new ArrayList<>();
            lane.loop().gate().await(position, () -> tell(batch));
        }
    }

    private void tell(List<Sent> batch) {
        LaneFeed before = null;
        for (Sent each : batch) {
            each.feed().event(each.event());
            if (each.feed() != before) {
                before = each.feed();
                lane.touched(before);
            }
        }
    }

    @Override
    public void ended(SynapException reason) {
        throw new IllegalStateException("no subscription without a name", reason);
    }

    /** Gives a subscription more credit. One that is gone needs none. */
    void credit(String name, long more) {
        if (subscriptions.find(name) != null) {
            var _ = subscriptions.credit(name, more);
        }
    }
}
