package io.synap.bench.row;

import io.synap.bench.load.ClosedLoop;
import io.synap.bench.load.Requests;
import io.synap.bench.load.RespClient;
import io.synap.bench.report.Better;
import io.synap.bench.report.RowResult;
import io.synap.bench.server.BenchServer;
import io.synap.bench.server.FirstAnswer;
import io.synap.bench.server.LaunchOptions;
import io.synap.bench.server.Persistence;
import io.synap.bench.server.RedisSource;
import io.synap.bench.server.ServerSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Confined to the measuring thread. From the exec to the first good answer: of an empty server, and of one
 * with many keys, ours from a snapshot and a log, Redis from its dump.
 */
final class RestartRow implements Row {
    private static final int LOAD_CONNECTIONS = 4;
    private static final double MILLI = 1e6;

    @Override
    public String name() {
        return "restart";
    }

    @Override
    public Optional<String> obstacle(Stage stage) {
        return stage.ours().startable() ? Optional.empty() : Optional.of("the server runs already");
    }

    @Override
    public RowResult.Measured measure(Stage stage) throws IOException, InterruptedException {
        Samples samples = new Samples();
        for (int round = 0; round < stage.settings().rounds(); round++) {
            for (ServerSource source : stage.sources()) {
                startEmpty(stage, source, samples);
            }
        }
        List<Path> folders = new ArrayList<>();
        for (ServerSource source : stage.sources()) {
            Path folder = stage.newFolder(source);
            folders.add(folder);
            fill(stage, source.launch(options(source, folder)));
        }
        for (int round = 0; round < stage.settings().rounds(); round++) {
            for (int i = 0; i < folders.size(); i++) {
                restart(stage, stage.sources().get(i), folders.get(i), samples);
            }
        }
        folders.forEach(stage.children()::delete);
        String keys = String.format(Locale.ROOT, "%,d keys", stage.settings().keys());
        return new RowResult.Measured(
                name(),
                List.of(
                        samples.figure("restart.empty", "empty start to first answer", "ms", Better.LOWER),
                        samples.figure("restart.loaded", "restart to first GET, " + keys, "ms", Better.LOWER)),
                List.of());
    }

    private static LaunchOptions options(ServerSource source, Path folder) {
        return LaunchOptions.of(isRedis(source.name()) ? Persistence.NONE : Persistence.EVERYSEC, folder);
    }

    private static boolean isRedis(String name) {
        return name.equals(RedisSource.NAME);
    }

    private static void startEmpty(Stage stage, ServerSource source, Samples samples)
            throws IOException, InterruptedException {
        Path folder = stage.newFolder(source);
        try (BenchServer server = source.launch(options(source, folder))) {
            long answered = FirstAnswer.await(server, FirstAnswer.PING, Stage.READY_TIMEOUT);
            samples.add(server.name(), "restart.empty", (answered - server.startedNanos()) / MILLI);
        }
        stage.children().delete(folder);
    }

    private static void fill(Stage stage, BenchServer server) throws IOException, InterruptedException {
        long keys = stage.settings().keys();
        long beforeSnapshot = isRedis(server.name()) ? keys : keys / 10 * 9;
        try (server) {
            server.awaitReady(Stage.READY_TIMEOUT);
            ClosedLoop.load(server.port(), 0, beforeSnapshot, LOAD_CONNECTIONS);
            if (isRedis(server.name())) {
                try (RespClient client = server.connect()) {
                    client.text("SAVE");
                }
            } else {
                new SnapshotWindow(server).takeOne();
                ClosedLoop.load(server.port(), beforeSnapshot, keys, LOAD_CONNECTIONS);
            }
            Reality.requireLoaded(server, keys);
            server.stopCleanly();
        }
        stage.say(server.name() + " filled");
    }

    private static void restart(Stage stage, ServerSource source, Path folder, Samples samples)
            throws IOException, InterruptedException {
        long last = stage.settings().keys() - 1;
        FirstAnswer.Question question = FirstAnswer.Question.get(Requests.keyName(last), new Requests().valueOf(last));
        try (BenchServer server = source.launch(options(source, folder))) {
            long answered = FirstAnswer.await(server, question, Stage.READY_TIMEOUT);
            double millis = (answered - server.startedNanos()) / MILLI;
            Reality.requireLoaded(server, stage.settings().keys());
            samples.add(server.name(), "restart.loaded", millis);
            stage.say(String.format(Locale.ROOT, "%-5s restarted in %,.0f ms", server.name(), millis));
            server.stopCleanly();
        }
    }
}
