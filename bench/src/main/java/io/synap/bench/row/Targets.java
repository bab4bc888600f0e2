package io.synap.bench.row;

import io.synap.bench.report.Target;
import java.util.Map;

/** Thread-safe, no state. What each figure has to reach; the only place that says so. */
final class Targets {
    private static final Map<String, Target> TARGETS = Map.ofEntries(
            ratio("p64.set.p64.throughput", 2.0),
            ratio("p64.get.p64.throughput", 2.0),
            ratio("p64.set.p64.cpu", 0.6),
            ratio("p64.get.p64.cpu", 0.6),
            ratio("p16.set.p16.throughput", 1.5),
            ratio("p16.get.p16.throughput", 1.5),
            ratio("p16.set.p16.cpu", 0.7),
            ratio("p16.get.p16.cpu", 0.7),
            ratio("p1.set.p1.throughput", 1.0),
            ratio("p1.get.p1.throughput", 1.0),
            ratio("p1.set.p1.cpu", 1.0),
            ratio("p1.get.p1.cpu", 1.0),
            ratio("aof.set.p16.throughput", 1.5),
            ratio("aof.set.p16.cpu", 0.7),
            ratio("aof.set.p64.throughput", 2.0),
            ratio("aof.set.p64.cpu", 0.6),
            ratio("always.set.p1.throughput", 1.0),
            ratio("always.set.p1.cpu", 1.0),
            ratio("memory.resident", 1.0),
            own("memory.pause.p999", 10),
            ratio("restart.loaded", 1.0),
            own("restart.empty", 1500),
            ratio("snapshot.during.p999", 1.0));

    private Targets() {}

    static Target of(String figure) {
        return TARGETS.getOrDefault(figure, Target.none());
    }

    private static Map.Entry<String, Target> ratio(String figure, double bound) {
        return Map.entry(figure, new Target.Ratio(bound));
    }

    private static Map.Entry<String, Target> own(String figure, double bound) {
        return Map.entry(figure, new Target.Own(bound));
    }
}
