package io.synap.server.lifecycle;

import io.netty.channel.EventLoop;
import io.synap.server.node.Node;
import io.synap.server.notify.Notifier;
import io.synap.server.pubsub.PubSub;
import io.synap.server.pubsub.PubSubLoop;
import io.synap.server.telemetry.Telemetry;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;

/** Brings what happens to keys to the subscribers, on one event loop, and shows how much it is. Thread-safe. */
record NotifyWiring(PubSub hub, PubSubLoop loop) implements Notifier.Publisher {
    /** Publishes from now on what the settings say. */
    static void start(Node node, PubSub hub, Vertx vertx, Telemetry telemetry) {
        EventLoop eventLoop = ((ContextInternal) vertx.getOrCreateContext()).nettyEventLoop();
        NotifyWiring publisher = new NotifyWiring(hub, hub.loop(eventLoop));
        Notifier notifier = new Notifier(node.notices(), eventLoop, node::synced, publisher);
        node.onSynced(position -> notifier.wake());
        telemetry.add(families -> {
            families.counter(
                    "keyspace_notifications_total",
                    "Events of keys that were published to whoever had subscribed.",
                    points -> points.add(notifier.published()));
            families.counter(
                    "keyspace_notifications_dropped_total",
                    "Events of keys that were dropped because too many waited to be published.",
                    points -> points.add(node.notices().dropped()));
        });
    }

    @Override
    public boolean hasAudience() {
        return !hub.isEmpty();
    }

    @Override
    public void publish(byte[] channel, byte[] payload) {
        if (loop.isHeard(channel)) {
            var _ = loop.publish(hub.ownMessage(channel, payload));
        }
    }
}
