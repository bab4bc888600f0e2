package io.synap.bench.row;

import io.synap.bench.server.BenchServer;
import io.synap.bench.server.LaunchOptions;
import io.synap.bench.server.Persistence;
import io.synap.bench.server.ServerSource;
import io.synap.bench.system.Children;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Confined to the measuring thread. What rows have to work with: ours and, for keys, Redis beside it; settings. */
public final class Stage {
    static final Duration READY_TIMEOUT = Duration.ofMinutes(5);

    private final Children children;
    private final ServerSource ours;
    private final Optional<ServerSource> theirs;
    private final Settings settings;
    private final PrintWriter progress;

    public Stage(
            Children children,
            ServerSource ours,
            Optional<ServerSource> theirs,
            Settings settings,
            PrintWriter progress) {
        this.children = children;
        this.ours = ours;
        this.theirs = theirs;
        this.settings = settings;
        this.progress = progress;
    }

    Children children() {
        return children;
    }

    Settings settings() {
        return settings;
    }

    ServerSource ours() {
        return ours;
    }

    /** Ours first, then the other if it is here. */
    List<ServerSource> sources() {
        List<ServerSource> sources = new ArrayList<>(List.of(ours));
        theirs.ifPresent(sources::add);
        return sources;
    }

    /** Starts every source with the same persistence, each in an empty folder, and waits for all. */
    Contestants start(Persistence persistence) throws IOException, InterruptedException {
        return start(sources(), persistence, UnaryOperator.identity());
    }

    Contestants start(List<ServerSource> sources, Persistence persistence, UnaryOperator<LaunchOptions> adjust)
            throws IOException, InterruptedException {
        Contestants contestants = new Contestants(children);
        try {
            for (ServerSource source : sources) {
                Path folder = newFolder(source);
                contestants.add(source.launch(adjust.apply(LaunchOptions.of(persistence, folder))), folder);
            }
            for (BenchServer server : contestants.all()) {
                server.awaitReady(READY_TIMEOUT);
            }
            return contestants;
        } catch (IOException | InterruptedException | RuntimeException e) {
            contestants.close();
            throw e;
        }
    }

    Path newFolder(ServerSource source) throws IOException {
        return children.temporaryFolder("synap-bench-" + source.name() + "-");
    }

    /** A line for whoever watches. */
    void say(String line) {
        progress.println("  " + line);
        progress.flush();
    }
}
