package io.synap.bench;

import io.synap.bench.report.Suite;
import io.synap.bench.row.Rows;
import io.synap.bench.row.Settings;
import io.synap.bench.row.Stage;
import io.synap.bench.system.Children;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench ws}: the rows of WebSockets. */
@Command(
        name = "ws",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "WebSocket benchmarks: a room with many subscribers, idle connections, a queue.",
            "Starts its own server for each row, on free ports and in folders of their own."
        })
final class WsCommand implements Callable<Integer> {
    private static final int SECONDS = 10;
    private static final int QUICK_SECONDS = 2;

    @Mixin
    private CommonOptions common;

    @Option(
            names = "--rows",
            split = ",",
            defaultValue = "room-1000,idle-20000,queue",
            description = "Which rows, of: ${DEFAULT-VALUE}.")
    private List<String> rows;

    @Option(names = "--seconds", description = "How long one measurement of the room takes (default: 10, quick: 2).")
    private @Nullable Integer seconds;

    /** picocli fills the fields before it calls {@link #call}. */
    @SuppressWarnings("NullAway.Init")
    WsCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (Children children = common.children()) {
            Settings settings = common.settings(0, common.seconds(seconds, SECONDS, QUICK_SECONDS));
            Stage stage = new Stage(children, common.ours(children), Optional.empty(), settings, common.progress());
            return common.measure(Suite.WEBSOCKET, stage, Rows.webSocket(), rows, List.of());
        }
    }
}
