package io.synap.bench.row;

import io.synap.bench.gclog.GcLog;
import io.synap.bench.load.ClosedLoop;
import io.synap.bench.report.Better;
import io.synap.bench.report.Figure;
import io.synap.bench.report.RowResult;
import io.synap.bench.report.Series;
import io.synap.bench.server.BenchServer;
import io.synap.bench.server.LaunchOptions;
import io.synap.bench.server.Persistence;
import io.synap.bench.server.SynapSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** Confined to the measuring thread. Memory with many keys, and the collector's pauses under a mixed load. */
final class MemoryRow implements Row {
    private static final int LOAD_CONNECTIONS = 4;
    private static final int MIXED_CONNECTIONS = 8;
    private static final double MIB = 1 << 20;
    private static final String GC_LOG = "gc-log.txt";

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public RowResult.Measured measure(Stage stage) throws IOException, InterruptedException {
        Samples samples = new Samples();
        List<String> notes = new ArrayList<>();
        Path logFolder = stage.children().temporaryFolder("synap-bench-log-");
        Path log = logFolder.resolve(GC_LOG);
        try (Contestants contestants =
                stage.start(stage.sources(), Persistence.NONE, options -> logged(options, log))) {
            for (BenchServer server : contestants.all()) {
                load(stage, server, samples);
            }
            int linesBefore = lines(log).size();
            mixed(stage, contestants.ours(), samples);
            List<String> during = lines(log);
            for (BenchServer server :
                    contestants.all().subList(1, contestants.all().size())) {
                mixed(stage, server, samples);
            }
            // the log's last lines are written at the end
            contestants.ours().close();
            pauses(GcLog.parse(during.subList(linesBefore, during.size())), log, samples, notes);
            heap(GcLog.parse(lines(log)), samples);
        } finally {
            stage.children().delete(logFolder);
        }
        return new RowResult.Measured(name(), figures(stage, samples), notes);
    }

    /** The JVM would rotate the log at 20 MB otherwise. */
    private static LaunchOptions logged(LaunchOptions options, Path log) {
        return options.withJavaOption("-Xlog:gc*,safepoint:file=" + log + ":uptime,level,tags:filecount=0");
    }

    private static List<String> lines(Path log) throws IOException {
        return Files.exists(log) ? Files.readAllLines(log) : List.of();
    }

    private static void load(Stage stage, BenchServer server, Samples samples)
            throws IOException, InterruptedException {
        long keys = stage.settings().keys();
        Reality.requireEmpty(server);
        long start = System.nanoTime();
        ClosedLoop.load(server.port(), 0, keys, LOAD_CONNECTIONS);
        double seconds = (System.nanoTime() - start) / 1e9;
        Reality.requireLoaded(server, keys);
        samples.add(server.name(), "memory.resident", server.residentKib() / 1024.0);
        stage.say(String.format(Locale.ROOT, "%-5s loaded %,d keys in %.1f s", server.name(), keys, seconds));
    }

    private static void mixed(Stage stage, BenchServer server, Samples samples)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        long done = ClosedLoop.mixed(
                server.port(),
                stage.settings().keys(),
                MIXED_CONNECTIONS,
                stage.settings().mixedLoad());
        double rate = done / ((System.nanoTime() - start) / 1e9);
        Reality.requireLoaded(server, stage.settings().keys());
        samples.add(server.name(), "memory.mixed", rate);
        samples.add(server.name(), "memory.resident.after", server.residentKib() / 1024.0);
        stage.say(String.format(Locale.ROOT, "%-5s mixed load: %,.0f op/s", server.name(), rate));
    }

    private void pauses(GcLog during, Path log, Samples samples, List<String> notes) {
        if (!Files.exists(log)) {
            notes.add("no GC log: the server was not started here, or does not take SYNAP_JAVA_OPTS");
            return;
        }
        Series pauses = new Series(during.pauses());
        Series safepoints = new Series(during.safepoints());
        // no pause at all is a pause of no length
        own(samples, "memory.pause.p99", pauses.quantile(0.99).orElse(0));
        own(samples, "memory.pause.p999", pauses.quantile(0.999).orElse(0));
        own(samples, "memory.pause.max", pauses.quantile(1).orElse(0));
        own(samples, "memory.safepoint.max", safepoints.quantile(1).orElse(0));
        notes.add("%d GC pauses and %d safepoints in the mixed load"
                .formatted(pauses.samples().size(), safepoints.samples().size()));
    }

    private static void heap(GcLog whole, Samples samples) {
        mebibytes(samples, "memory.heap.used", whole.usedBytes());
        mebibytes(samples, "memory.heap.committed", whole.committedBytes());
        mebibytes(samples, "memory.heap.max", whole.maxBytes());
    }

    private static void mebibytes(Samples samples, String id, OptionalLong bytes) {
        if (bytes.isPresent()) {
            own(samples, id, bytes.getAsLong() / MIB);
        }
    }

    private static void own(Samples samples, String id, double value) {
        samples.add(SynapSource.NAME, id, value);
    }

    private static List<Figure> figures(Stage stage, Samples samples) {
        String keys = String.format(Locale.ROOT, "%,d keys", stage.settings().keys());
        List<Figure> all = List.of(
                samples.figure("memory.resident", "resident, " + keys, "MiB", Better.LOWER),
                samples.figure("memory.resident.after", "resident after the mixed load", "MiB", Better.LOWER),
                samples.figure("memory.mixed", "mixed load, pipeline 16", "op/s", Better.HIGHER),
                samples.unguarded("memory.heap.used", "heap used after the last GC", "MiB", Better.LOWER),
                samples.unguarded("memory.heap.committed", "heap committed", "MiB", Better.LOWER),
                samples.unguarded("memory.heap.max", "heap max", "MiB", Better.LOWER),
                samples.unguarded("memory.pause.p99", "GC pause p99", "ms", Better.LOWER),
                samples.unguarded("memory.pause.p999", "GC pause p99.9", "ms", Better.LOWER),
                samples.unguarded("memory.pause.max", "GC pause max", "ms", Better.LOWER),
                samples.unguarded("memory.safepoint.max", "safepoint max", "ms", Better.LOWER));
        return all.stream().filter(figure -> !figure.ours().samples().isEmpty()).toList();
    }
}
