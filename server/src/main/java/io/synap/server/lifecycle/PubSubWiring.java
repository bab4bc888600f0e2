package io.synap.server.lifecycle;

import io.synap.server.config.PubSubConfig;
import io.synap.server.config.SlowConsumer;
import io.synap.server.config.SynapConfig;
import io.synap.server.http.pubsub.ChannelLimits;
import io.synap.server.pubsub.DropReason;
import io.synap.server.pubsub.PubSub;
import io.synap.server.pubsub.PubSubLimits;
import io.synap.server.pubsub.PubSubMeter;
import io.synap.server.telemetry.ChannelCounters;
import io.synap.server.telemetry.PubSubGauges;
import io.synap.server.telemetry.Telemetry;
import java.time.Clock;
import java.util.function.ObjIntConsumer;
import java.util.function.ObjLongConsumer;

/** Gives pub/sub its limits, and shows its figures to telemetry. Thread-safe. */
record PubSubWiring(PubSub hub) implements PubSubGauges {
    /** Pub/sub for a server, counted from the start. */
    static PubSub start(SynapConfig config, Clock clock, Telemetry telemetry) {
        PubSubLimits limits = new PubSubLimits(
                config.pubsub().subscriptionsMax(),
                Math.toIntExact(config.pubsub().channelBytesMax()),
                Math.toIntExact(config.limits().messageBytesMax()));
        PubSub hub = new PubSub(limits, clock, () -> new Meter(telemetry.newChannelCounters()));
        telemetry.watch(new PubSubWiring(hub));
        return hub;
    }

    /** What may wait for subscribers over HTTP. */
    static ChannelLimits channels(PubSubConfig config) {
        return new ChannelLimits(
                config.bufferMessagesMax(), config.bufferBytesMax(), config.slowConsumer() == SlowConsumer.DROP_OLDEST);
    }

    private record Meter(ChannelCounters counters) implements PubSubMeter {
        @Override
        public int topic(byte[] channel, boolean heard) {
            return counters.place(channel, heard);
        }

        @Override
        public void published(int topic) {
            counters.published(topic);
        }
    }

    @Override
    public void operations(Operations operations) {
        operations.add("publish", "success", hub.published());
        operations.add("subscribe", "success", hub.subscribed());
        operations.add("subscribe", "error", hub.refused());
        operations.add("unsubscribe", "success", hub.unsubscribed());
    }

    @Override
    public int subscriptions() {
        return hub.subscriptions();
    }

    @Override
    public void channels(ObjIntConsumer<String> channels) {
        hub.forEachChannel(channels);
    }

    @Override
    public long deliveries() {
        return hub.deliveries();
    }

    @Override
    public void dropped(ObjLongConsumer<String> reasons) {
        for (DropReason reason : DropReason.values()) {
            reasons.accept(reason.label(), hub.dropped(reason));
        }
    }

    @Override
    public long slowConsumers() {
        return hub.slowConsumers();
    }
}
