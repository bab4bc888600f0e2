package io.synap.server.lifecycle;

import io.synap.engine.Engine;
import io.synap.engine.session.SessionSpace;
import io.synap.protocol.Slots;
import io.synap.server.telemetry.MetricFamilies;
import io.synap.server.telemetry.MetricSource;
import java.util.function.ToLongFunction;

/** The figures of sessions. Thread-safe, no state. */
record SessionMetrics(Engine engine) implements MetricSource {
    @Override
    public void collect(MetricFamilies families) {
        families.gauge(
                "sessions",
                "Sessions that shards remember, summed over the shards: one counts in each that it has written to.",
                points -> points.add(sum(SessionSpace::count)));
        families.gauge(
                "session_bytes",
                "Bytes of what is remembered of sessions; a part of the memory that is used.",
                points -> points.add(sum(SessionSpace::usedBytes)));
        families.counter(
                "session_repeats_total",
                "Repeats that were answered from what was remembered.",
                points -> points.add(sum(SessionSpace::repeats)));
    }

    private long sum(ToLongFunction<SessionSpace> figure) {
        long sum = 0;
        for (int shard = 0; shard < Slots.SHARDS; shard++) {
            sum += figure.applyAsLong(engine.shard(shard).sessions());
        }
        return sum;
    }
}
