package io.synap.bench.row;

import io.synap.bench.server.Persistence;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Thread-safe, no state. The catalogue of rows, in the order they are measured. */
public final class Rows {
    private static final long DEEP_COUNT = 3_000_000;
    private static final long MIDDLE_COUNT = 1_500_000;
    private static final long SINGLE_COUNT = 100_000;
    private static final long SYNCED_COUNT = 50_000;

    private Rows() {}

    public static Map<String, Row> all() {
        Map<String, Row> rows = new LinkedHashMap<>();
        List.of(
                        plain("p64", 64, DEEP_COUNT),
                        plain("p16", 16, MIDDLE_COUNT),
                        plain("p1", 1, SINGLE_COUNT),
                        new ThroughputRow(
                                "aof",
                                Persistence.EVERYSEC,
                                List.of(
                                        new ThroughputRow.Work("SET", 16, MIDDLE_COUNT),
                                        new ThroughputRow.Work("SET", 64, DEEP_COUNT))),
                        new ThroughputRow(
                                "always", Persistence.ALWAYS, List.of(new ThroughputRow.Work("SET", 1, SYNCED_COUNT))),
                        new MemoryRow(),
                        new HttpRow(),
                        new RestartRow(),
                        new SnapshotRow())
                .forEach(row -> rows.put(row.name(), row));
        return rows;
    }

    private static Row plain(String name, int pipeline, long count) {
        return new ThroughputRow(
                name,
                Persistence.NONE,
                List.of(
                        new ThroughputRow.Work("SET", pipeline, count),
                        new ThroughputRow.Work("GET", pipeline, count)));
    }
}
