package io.synap.server.telemetry;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The operations of a {@link NamedFamily}, summed over the event loops. Thread-safe. */
final class NamedMetrics implements MetricSource {
    private final NamedFamily family;
    private final LabelNames names;
    private final List<NamedCounters> counters = new CopyOnWriteArrayList<>();

    NamedMetrics(NamedFamily family, LabelNames names) {
        this.family = family;
        this.names = names;
    }

    NamedCounters newCounters() {
        NamedCounters ofLoop = new NamedCounters(names, family.operationCount());
        counters.add(ofLoop);
        return ofLoop;
    }

    /** The label of a name, which takes one if there is one left. */
    String label(String name) {
        return names.label(names.slotOf(name));
    }

    @Override
    public void collect(MetricFamilies families) {
        families.counter(
                family.prefix() + "_operations_total",
                "Operations on " + family.plural() + ".",
                points -> forEach((place, name, operation) -> collectOutcomes(points, place, name, operation)));
        families.histogram(
                family.prefix() + "_operation_duration_seconds",
                "Time that operations on " + family.plural() + " took; of a pipelined batch, each the mean.",
                points -> forEach((place, name, operation) -> {
                    Histogram sum = Histogram.ofOperations();
                    counters.forEach(ofLoop -> ofLoop.addDurations(place, sum));
                    if (sum.count() > 0) {
                        points.add(sum, family.label(), name, "operation", operation);
                    }
                }));
    }

    /** Takes one name's operation. */
    private interface PlaceAction {
        void accept(int place, String name, String operation);
    }

    private void forEach(PlaceAction action) {
        int used = names.usedSlots();
        for (int slot = 0; slot < used; slot++) {
            for (int operation = 0; operation < family.operationCount(); operation++) {
                action.accept(
                        slot * family.operationCount() + operation, names.label(slot), family.operation(operation));
            }
        }
    }

    private void collectOutcomes(MetricFamilies.Points<Number> points, int place, String name, String operation) {
        for (NamedOutcome outcome : NamedOutcome.values()) {
            long count = counters.stream()
                    .mapToLong(ofLoop -> ofLoop.get(place, outcome))
                    .sum();
            if (count > 0) {
                points.add(count, family.label(), name, "operation", operation, "status", outcome.label());
            }
        }
    }
}
