package io.synap.server.telemetry;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What the queues hold, at each scrape. Thread-safe. */
final class QueueMetrics implements MetricSource {
    private final LabelNames names;
    private volatile @Nullable QueueGauges gauges;

    QueueMetrics(LabelNames names) {
        this.names = names;
    }

    void watch(QueueGauges queues) {
        gauges = queues;
    }

    @Override
    public void collect(MetricFamilies families) {
        QueueGauges queues = gauges;
        if (queues != null) {
            collectQueues(families, queues);
        }
    }

    private void collectQueues(MetricFamilies families, QueueGauges queues) {
        Map<String, Sum> sums = new TreeMap<>();
        queues.forEach(each -> sums.computeIfAbsent(names.label(names.slotOf(each.queue())), label -> new Sum())
                .add(each));
        gauge(families, sums, "queue_depth", "Messages to be done: ready, delayed and leased.", Sum::depth);
        families.gauge("queue_depth_by_priority", "Messages that can be received, by priority.", points -> {
            sums.forEach((label, sum) -> {
                for (int priority = 0; priority < QueueGauges.PRIORITIES; priority++) {
                    points.add(sum.readyByPriority[priority], "queue", label, "priority", Integer.toString(priority));
                }
            });
        });
        gauge(
                families,
                sums,
                "queue_delayed_messages",
                "Messages that wait for their time, or for an older one with their ordering key.",
                sum -> sum.delayed);
        gauge(families, sums, "queue_in_flight_messages", "Messages that consumers hold.", sum -> sum.leased);
        gauge(families, sums, "queue_dlq_messages", "Dead letters.", sum -> sum.deadLetters);
        gauge(families, sums, "queue_consumers", "Consumers that have messages in flight.", sum -> sum.consumers);
        gauge(
                families,
                sums,
                "queue_oldest_message_age_seconds",
                "Age of the oldest message that can be received; 0 without one.",
                sum -> sum.oldestMillis / 1000.0);
        families.gauge(
                "queue_memory_bytes",
                "Memory of all queues, as the budget counts it.",
                points -> points.add(queues.usedBytes()));
    }

    private static void gauge(
            MetricFamilies families, Map<String, Sum> sums, String name, String help, ToDoubleFunction<Sum> figure) {
        families.gauge(
                name,
                help,
                points -> sums.forEach((label, sum) -> points.add(figure.applyAsDouble(sum), "queue", label)));
    }

    /** The figures of all queues that share a label. */
    private static final class Sum {
        private final long[] readyByPriority = new long[QueueGauges.PRIORITIES];
        private long delayed;
        private long leased;
        private long deadLetters;
        private long consumers;
        private long oldestMillis;

        void add(QueueGauges.Figures queue) {
            for (int priority = 0; priority < readyByPriority.length; priority++) {
                readyByPriority[priority] += queue.readyByPriority().get(priority);
            }
            delayed += queue.delayed();
            leased += queue.leased();
            deadLetters += queue.deadLetters();
            consumers += queue.consumers();
            oldestMillis = Math.max(oldestMillis, queue.oldestMillis());
        }

        long depth() {
            long depth = delayed + leased;
            for (long ready : readyByPriority) {
                depth += ready;
            }
            return depth;
        }
    }
}
