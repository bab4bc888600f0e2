package io.synap.bench.row;

import io.synap.bench.report.Better;
import io.synap.bench.report.Figure;
import io.synap.bench.report.Series;
import io.synap.bench.server.RedisSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Confined to the measuring thread. Gathers the samples of a row's figures by server, round by round. */
final class Samples {
    private final Map<String, List<Double>> ours = new HashMap<>();
    private final Map<String, List<Double>> theirs = new HashMap<>();

    void add(String server, String id, double value) {
        side(server).computeIfAbsent(id, _ -> new ArrayList<>()).add(value);
    }

    /** A figure the regression guard judges. */
    Figure figure(String id, String title, String unit, Better better) {
        return figure(id, title, unit, better, true);
    }

    /** A figure that is too noisy for the guard. */
    Figure unguarded(String id, String title, String unit, Better better) {
        return figure(id, title, unit, better, false);
    }

    private Figure figure(String id, String title, String unit, Better better, boolean guarded) {
        Series mine = new Series(ours.getOrDefault(id, List.of()));
        Series other = new Series(theirs.getOrDefault(id, List.of()));
        return new Figure(id, title, unit, better, Targets.of(id), guarded, mine, other);
    }

    private Map<String, List<Double>> side(String server) {
        return server.equals(RedisSource.NAME) ? theirs : ours;
    }
}
