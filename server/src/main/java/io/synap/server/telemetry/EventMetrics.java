package io.synap.server.telemetry;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The events appended to rooms, summed over the event loops. Thread-safe. */
final class EventMetrics implements MetricSource {
    /** Types that are shown; every room may have all of them. */
    static final int TYPES_MAX = 50;

    private final LabelNames rooms;
    private final LabelNames types = new LabelNames(TYPES_MAX);
    private final List<EventCounters> counters = new CopyOnWriteArrayList<>();

    EventMetrics(LabelNames rooms) {
        this.rooms = rooms;
    }

    EventCounters newCounters() {
        EventCounters ofLoop = new EventCounters(rooms, types);
        counters.add(ofLoop);
        return ofLoop;
    }

    @Override
    public void collect(MetricFamilies families) {
        families.counter("stream_events_total", "Events appended to rooms; without a type it is empty.", points -> {
            int roomCount = rooms.usedSlots();
            int typeCount = types.usedSlots();
            for (int room = 0; room < roomCount; room++) {
                for (int type = 0; type < typeCount; type++) {
                    collect(points, room, type);
                }
            }
        });
    }

    private void collect(MetricFamilies.Points<Number> points, int room, int type) {
        long count =
                counters.stream().mapToLong(ofLoop -> ofLoop.get(room, type)).sum();
        if (count > 0) {
            points.add(count, "room", rooms.label(room), "event_type", types.label(type));
        }
    }
}
