package io.synap.bench.row;

import io.synap.bench.report.Better;
import io.synap.bench.report.Figure;
import io.synap.bench.report.Series;
import io.synap.bench.server.RedisSource;
import io.synap.bench.server.SynapSource;
import io.synap.bench.system.MeasurementException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Confined to the measuring thread. Gathers the samples of a row's figures by contestant, round by round. */
final class Samples {
    private final Map<String, Map<String, List<Double>>> byContestant = new HashMap<>();

    void add(String contestant, String id, double value) {
        byContestant
                .computeIfAbsent(contestant, _ -> new HashMap<>())
                .computeIfAbsent(id, _ -> new ArrayList<>())
                .add(value);
    }

    /** A figure beside Redis that the regression guard judges. */
    Figure figure(String id, String title, String unit, Better better) {
        return new Figure(
                id, title, unit, better, Targets.of(id), true, ours(id), "Redis", series(RedisSource.NAME, id));
    }

    /** A figure beside Redis that is too noisy for the guard. */
    Figure unguarded(String id, String title, String unit, Better better) {
        return new Figure(
                id, title, unit, better, Targets.of(id), false, ours(id), "Redis", series(RedisSource.NAME, id));
    }

    /** A figure of ours that has nothing beside it. */
    Figure own(String id, String title, String unit, Better better) {
        return new Figure(id, title, unit, better, Targets.of(id), true, ours(id), "", Series.NONE);
    }

    /** A figure of ours that has nothing beside it and is too noisy for the guard. */
    Figure ownUnguarded(String id, String title, String unit, Better better) {
        return new Figure(id, title, unit, better, Targets.of(id), false, ours(id), "", Series.NONE);
    }

    /**
     * A figure for each of the peers, judged by the guard. The peer's name stands before the last part of the id,
     * {@code queue.everysec.rabbitmq-quorum.throughput}; the samples are those of the id without it. Without peers
     * ours stands alone.
     */
    List<Figure> beside(List<String> peers, String id, String title, String unit, Better better) {
        List<Figure> figures = new ArrayList<>();
        for (String peer : peers) {
            if (!series(peer, id).samples().isEmpty()) {
                String full = insert(peer, id);
                figures.add(new Figure(
                        full, title, unit, better, Targets.of(full), true, ours(id), peer, series(peer, id)));
            }
        }
        return figures.isEmpty() ? List.of(own(id, title, unit, better)) : figures;
    }

    /** Of samples that have to be there. */
    double median(String contestant, String id) {
        return series(contestant, id)
                .median()
                .orElseThrow(() -> new MeasurementException("no sample of " + id + " for " + contestant));
    }

    private static String insert(String peer, String id) {
        int last = id.lastIndexOf('.');
        return id.substring(0, last) + '.' + Entrant.id(peer) + id.substring(last);
    }

    private Series ours(String id) {
        return series(SynapSource.NAME, id);
    }

    private Series series(String contestant, String id) {
        return new Series(byContestant.getOrDefault(contestant, Map.of()).getOrDefault(id, List.of()));
    }
}
