package io.synap.bench;

import io.synap.bench.report.Suite;
import io.synap.bench.row.Entrant;
import io.synap.bench.row.Row;
import io.synap.bench.row.Settings;
import io.synap.bench.row.Stage;
import io.synap.bench.server.ServerSource;
import io.synap.bench.system.Children;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code bench queue} and {@code bench stream} have in common: ours among several peers, one generator. */
abstract class MessagesCommand implements Callable<Integer> {
    private static final long HELD = 5_000_000;
    private static final long QUICK_HELD = 1_000_000;
    private static final int SECONDS = 5;
    private static final int QUICK_SECONDS = 2;

    @Mixin
    private CommonOptions common;

    @Option(names = "--alone", description = "Measure ours without peers.")
    private boolean alone;

    @Option(
            names = "--held",
            description = "Messages or events held where memory and depth are measured (default: 5,000,000).")
    private @Nullable Long held;

    @Option(names = "--seconds", description = "How long one measurement takes (default: 5, quick: 2).")
    private @Nullable Integer seconds;

    /** picocli fills the fields before it calls {@link #call}. */
    @SuppressWarnings("NullAway.Init")
    MessagesCommand() {}

    /** An entrant, and the programs that have to be installed. */
    record Peer(Entrant entrant, List<String> programs) {}

    abstract Suite suite();

    abstract Entrant ours(ServerSource source);

    abstract List<Peer> peers(Children children);

    abstract Map<String, Row> known(List<Entrant> entrants);

    abstract List<String> rows();

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (Children children = common.children()) {
            ServerSource source = common.ours(children);
            List<Entrant> entrants = new ArrayList<>(List.of(ours(source)));
            if (!alone) {
                entrants.addAll(installed(peers(children)));
            }
            Stage stage = new Stage(children, source, Optional.empty(), settings(), common.progress());
            List<ServerSource> others =
                    entrants.stream().skip(1).map(Entrant::source).toList();
            return common.measure(suite(), stage, known(entrants), rows(), others);
        }
    }

    private List<Entrant> installed(List<Peer> peers) {
        return peers.stream()
                .filter(peer -> peer.programs().stream()
                        .allMatch(program ->
                                common.installed(program, peer.entrant().name())))
                .map(Peer::entrant)
                .toList();
    }

    private Settings settings() {
        long kept = held != null ? held : common.quick() ? QUICK_HELD : HELD;
        return common.settings(kept, common.seconds(seconds, SECONDS, QUICK_SECONDS));
    }
}
