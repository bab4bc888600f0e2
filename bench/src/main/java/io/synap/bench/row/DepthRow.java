package io.synap.bench.row;

import io.synap.bench.broker.Crew;
import io.synap.bench.broker.MessageClient;
import io.synap.bench.report.Better;
import io.synap.bench.report.Figure;
import io.synap.bench.report.RowResult;
import io.synap.bench.report.Series;
import io.synap.bench.server.BenchServer;
import io.synap.bench.server.FirstAnswer;
import io.synap.bench.server.LaunchOptions;
import io.synap.bench.server.Persistence;
import io.synap.bench.server.SynapSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Confined to the measuring thread. Whether a deep queue is as fast for each message as a shallow one: published to,
 * received from, recovered. Only ours is asked.
 */
final class DepthRow implements Row {
    private static final String DEEP = "deep";
    private static final String SHALLOW = "shallow";
    private static final long SHALLOW_MESSAGES = 5_000;
    private static final int CONNECTIONS = 4;
    private static final int FILL_BATCH = 512;
    private static final int BATCH = 32;
    /** What a turn publishes and then takes again: long enough that starting the threads does not count. */
    private static final long TURN_MESSAGES = 16_384;

    private static final double MILLI = 1e6;
    /** Two starts differ by tens of milliseconds anyway; below this their quotient would be chance. */
    private static final double GROWTH_MILLIS_MIN = 300;

    private final Entrant ours;
    private final Samples samples = new Samples();
    private final List<Figure> figures = new ArrayList<>();

    DepthRow(Entrant ours) {
        this.ours = ours;
    }

    @Override
    public String name() {
        return "depth";
    }

    @Override
    public RowResult.Measured measure(Stage stage) throws IOException, InterruptedException {
        long messages = stage.settings().keys();
        Path folder = stage.newFolder(ours.source());
        try {
            recoveries(stage, folder, messages);
            rates(stage, folder);
        } finally {
            stage.children().delete(folder);
        }
        figures(messages);
        return new RowResult.Measured(
                name(),
                figures,
                List.of(String.format(
                        Locale.ROOT,
                        "deep: %,d messages, shallow: %,d; turns of %,d messages in batches of %d",
                        messages,
                        SHALLOW_MESSAGES,
                        TURN_MESSAGES,
                        BATCH)));
    }

    /** The queue grows from restart to restart: half of the messages, then all. */
    private void recoveries(Stage stage, Path folder, long messages) throws IOException, InterruptedException {
        double shallow = recovery(stage, folder, SHALLOW, 0, SHALLOW_MESSAGES);
        double half = recovery(stage, folder, DEEP, 0, messages / 2);
        double whole = recovery(stage, folder, DEEP, messages / 2, messages);
        own("restart.shallow", shallow);
        own("restart.deep", whole);
        own("restart.each", whole * 1e3 / messages);
        if (half - shallow >= GROWTH_MILLIS_MIN) {
            own("restart.growth", (whole - half) / (half - shallow));
        }
    }

    /** Fills the queue up, stops the server and gives the milliseconds of the next start, the median of the rounds. */
    private double recovery(Stage stage, Path folder, String queue, long from, long to)
            throws IOException, InterruptedException {
        try (BenchServer server = launch(folder)) {
            server.awaitReady(Stage.READY_TIMEOUT);
            if (from == 0) {
                ours.client().create(server.port(), queue);
            }
            long beforeSnapshot = from + (to - from) / 10 * 9;
            fill(server, queue, beforeSnapshot - from);
            new SnapshotWindow(server).takeOne();
            fill(server, queue, to - beforeSnapshot);
            running(server).requireHeld(queue, to);
            server.stopCleanly();
        }
        FirstAnswer.Question question = new FirstAnswer.Question(List.of("QLEN", queue), Long.toString(to));
        List<Double> restarts = new ArrayList<>();
        for (int round = 0; round < stage.settings().rounds(); round++) {
            try (BenchServer server = launch(folder)) {
                long answered = FirstAnswer.await(server, question, Stage.READY_TIMEOUT);
                restarts.add((answered - server.startedNanos()) / MILLI);
                server.stopCleanly();
            }
        }
        double millis = new Series(restarts).median().orElseThrow();
        stage.say(String.format(Locale.ROOT, "restarted with %,d messages in %,.0f ms", to, millis));
        return millis;
    }

    private BenchServer launch(Path folder) throws IOException, InterruptedException {
        return ours.source().launch(LaunchOptions.of(Persistence.EVERYSEC, folder));
    }

    private Entrant.Running running(BenchServer server) {
        return new Entrant.Running(ours.name(), server, ours.client());
    }

    private void fill(BenchServer server, String queue, long count) throws IOException, InterruptedException {
        try (Crew crew = crew(server, queue, 0, FILL_BATCH)) {
            var _ = crew.publish(count);
        }
    }

    private Crew crew(BenchServer server, String queue, int takers, int batch)
            throws IOException, InterruptedException {
        MessageClient client = ours.client();
        return Crew.of(
                CONNECTIONS,
                takers,
                batch,
                () -> client.publisher(server.port(), queue),
                () -> client.taker(server.port(), queue, batch));
    }

    /** Both queues on one server, in turns. */
    private void rates(Stage stage, Path folder) throws IOException, InterruptedException {
        try (BenchServer server = launch(folder)) {
            server.awaitReady(Stage.READY_TIMEOUT);
            try (Crew deep = crew(server, DEEP, CONNECTIONS, BATCH);
                    Crew shallow = crew(server, SHALLOW, CONNECTIONS, BATCH)) {
                turns(stage, server, shallow, "warm");
                turns(stage, server, deep, "warm");
                for (int round = 0; round < stage.settings().rounds(); round++) {
                    turns(stage, server, shallow, SHALLOW);
                    turns(stage, server, deep, DEEP);
                }
            }
            running(server).requireHeld(DEEP, stage.settings().keys());
            running(server).requireHeld(SHALLOW, SHALLOW_MESSAGES);
            server.stopCleanly();
        }
    }

    private void turns(Stage stage, BenchServer server, Crew crew, String which)
            throws IOException, InterruptedException {
        long publishNanos = 0;
        long takeNanos = 0;
        long messages = 0;
        long cpuBefore = server.cpuMicros();
        long end = System.nanoTime() + stage.settings().steady().toNanos();
        while (System.nanoTime() - end < 0) {
            publishNanos += crew.publish(TURN_MESSAGES);
            takeNanos += crew.take(TURN_MESSAGES);
            messages += TURN_MESSAGES;
        }
        double cpu = (double) (server.cpuMicros() - cpuBefore) / messages;
        own("publish." + which, messages * 1e9 / publishNanos);
        own("take." + which, messages * 1e9 / takeNanos);
        own("cpu." + which, cpu);
        stage.say(String.format(
                Locale.ROOT,
                "%-8s publish %,.0f msg/s, receive and ack %,.0f msg/s, %.2f µs CPU/msg",
                which,
                messages * 1e9 / publishNanos,
                messages * 1e9 / takeNanos,
                cpu));
    }

    private void figures(long messages) {
        String deep = String.format(Locale.ROOT, ", %,d deep", messages);
        compared("publish", "publish" + deep, "msg/s", Better.HIGHER);
        compared("take", "receive, ack" + deep, "msg/s", Better.HIGHER);
        compared("cpu", "publish, receive, ack" + deep, "µs CPU/msg", Better.LOWER);
        figures.add(figure("restart.shallow", "restart, shallow", "ms", Better.LOWER));
        figures.add(figure("restart.deep", "restart" + deep, "ms", Better.LOWER));
        figures.add(figure("restart.each", "restart" + deep, "µs/msg", Better.LOWER));
        Figure growth = samples.ownUnguarded(
                full("restart.growth"), "restart, second half of the messages / first half", "×", Better.LOWER);
        if (!growth.ours().samples().isEmpty()) {
            figures.add(growth);
        }
    }

    private void compared(String id, String title, String unit, Better better) {
        double ratio = samples.median(SynapSource.NAME, full(id + '.' + DEEP))
                / samples.median(SynapSource.NAME, full(id + '.' + SHALLOW));
        own(id + ".ratio", ratio);
        figures.add(figure(id + '.' + DEEP, title, unit, better));
        figures.add(figure(id + ".ratio", title + " / shallow", "×", better));
    }

    private Figure figure(String id, String title, String unit, Better better) {
        return samples.own(full(id), title, unit, better);
    }

    private void own(String id, double value) {
        samples.add(SynapSource.NAME, full(id), value);
    }

    private static String full(String id) {
        return "queue.depth." + id;
    }
}
