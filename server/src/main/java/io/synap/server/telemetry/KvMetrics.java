package io.synap.server.telemetry;

import io.synap.protocol.Slots;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The metrics of the key-value store, summed over the event loops. Thread-safe. */
final class KvMetrics implements MetricSource {
    private final List<KvCounters> counters = new CopyOnWriteArrayList<>();
    private final List<KvTimer> timers = new CopyOnWriteArrayList<>();
    private volatile @Nullable KvGauges gauges;

    KvCounters newCounters() {
        KvCounters ofLoop = new KvCounters();
        counters.add(ofLoop);
        return ofLoop;
    }

    KvTimer newTimer() {
        KvTimer ofLoop = new KvTimer();
        timers.add(ofLoop);
        return ofLoop;
    }

    void watch(KvGauges store) {
        gauges = store;
    }

    long total(KvCommand command, KvOutcome outcome) {
        return counters.stream()
                .mapToLong(ofLoop -> ofLoop.get(command, outcome))
                .sum();
    }

    @Override
    public void collect(MetricFamilies families) {
        families.counter("kv_operations_total", "Key-value operations.", this::collectOperations);
        families.histogram(
                "kv_operation_duration_seconds",
                "Time that key-value operations took; of a pipelined batch, each the mean.",
                points -> {
                    for (KvCommand command : KvCommand.values()) {
                        points.add(durations(command), "operation", command.label());
                    }
                });
        KvGauges store = gauges;
        if (store != null) {
            collectStore(families, store);
        }
    }

    private void collectOperations(MetricFamilies.Points<Number> points) {
        for (KvCommand command : KvCommand.values()) {
            for (KvOutcome outcome : KvOutcome.values()) {
                long count = total(command, outcome);
                if (count > 0) {
                    points.add(count, "operation", command.label(), "status", outcome.label());
                }
            }
        }
    }

    private Histogram durations(KvCommand command) {
        Histogram sum = Histogram.ofOperations();
        timers.forEach(timer -> sum.add(timer.of(command)));
        return sum;
    }

    private static void collectStore(MetricFamilies families, KvGauges store) {
        families.gauge("kv_keys_total", "Keys now, by shard.", points -> {
            for (int shard = 0; shard < Slots.SHARDS; shard++) {
                points.add(store.keys(shard), "shard", Integer.toString(shard));
            }
        });
        families.gauge(
                "kv_memory_bytes",
                "Memory of the store: what is stored, what is taken for it, and the budget.",
                points -> {
                    points.add(store.usedBytes(), "type", "used");
                    points.add(store.reservedBytes(), "type", "reserved");
                    points.add(store.maxBytes(), "type", "max");
                });
    }
}
