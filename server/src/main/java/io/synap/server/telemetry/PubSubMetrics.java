package io.synap.server.telemetry;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The metrics of pub/sub, summed over the event loops. Thread-safe. */
final class PubSubMetrics implements MetricSource {
    private final LabelNames names;
    private final List<ChannelCounters> counters = new CopyOnWriteArrayList<>();
    private volatile @Nullable PubSubGauges gauges;

    PubSubMetrics(LabelNames names) {
        this.names = names;
    }

    ChannelCounters newCounters() {
        ChannelCounters ofLoop = new ChannelCounters(names);
        counters.add(ofLoop);
        return ofLoop;
    }

    void watch(PubSubGauges hub) {
        gauges = hub;
    }

    @Override
    public void collect(MetricFamilies families) {
        families.counter("pubsub_messages_total", "Messages published.", points -> {
            int used = names.usedSlots();
            for (int slot = 0; slot < used; slot++) {
                int place = slot;
                long count =
                        counters.stream().mapToLong(ofLoop -> ofLoop.get(place)).sum();
                if (count > 0) {
                    points.add(count, "topic", names.label(slot));
                }
            }
        });
        PubSubGauges hub = gauges;
        if (hub != null) {
            collect(families, hub);
        }
    }

    private void collect(MetricFamilies families, PubSubGauges hub) {
        families.counter(
                "pubsub_operations_total",
                "Operations on pub/sub.",
                points -> hub.operations((operation, status, count) -> {
                    if (count > 0) {
                        points.add(count, "operation", operation, "status", status);
                    }
                }));
        families.gauge(
                "pubsub_subscriptions",
                "Subscriptions now, by channel; those to patterns are among the others.",
                points -> subscriptions(points, hub));
        families.counter(
                "pubsub_deliveries_total", "Messages handed to subscribers.", points -> points.add(hub.deliveries()));
        families.counter(
                "pubsub_dropped_total",
                "Messages that did not reach a subscriber.",
                points -> hub.dropped((reason, count) -> points.add(count, "reason", reason)));
        families.counter(
                "pubsub_slow_consumers_total",
                "Subscribers that did not keep up.",
                points -> points.add(hub.slowConsumers()));
    }

    private void subscriptions(MetricFamilies.Points<Number> points, PubSubGauges hub) {
        long[] bySlot = new long[names.slotCount()];
        hub.channels((channel, count) -> bySlot[names.slotOf(channel)] += count);
        long rest = hub.subscriptions();
        for (int slot = LabelNames.OTHER + 1; slot < bySlot.length; slot++) {
            if (bySlot[slot] > 0) {
                points.add(bySlot[slot], "topic", names.label(slot));
                rest -= bySlot[slot];
            }
        }
        points.add(Math.max(0, rest), "topic", names.label(LabelNames.OTHER));
    }
}
