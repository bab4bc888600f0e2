package io.synap.bench;

import io.synap.bench.pubsub.Dialect;
import io.synap.bench.pubsub.NatsDialect;
import io.synap.bench.pubsub.RespDialect;
import io.synap.bench.report.Suite;
import io.synap.bench.row.FanoutRow;
import io.synap.bench.row.Rows;
import io.synap.bench.row.Settings;
import io.synap.bench.row.Stage;
import io.synap.bench.server.NatsSource;
import io.synap.bench.server.RedisSource;
import io.synap.bench.server.ServerSource;
import io.synap.bench.system.Children;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench pubsub}: the rows of pub/sub. */
@Command(
        name = "pubsub",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Pub/sub benchmarks beside Redis and NATS, those that are installed.",
            "Starts its own servers for each row, on free ports and in folders of their own."
        })
final class PubSubCommand implements Callable<Integer> {
    private static final int SECONDS = 5;
    private static final int QUICK_SECONDS = 2;

    @Mixin
    private CommonOptions common;

    @Option(
            names = "--rows",
            split = ",",
            defaultValue = "resp-1,resp-10,patterns,many-channels",
            description = "Which rows, of: ${DEFAULT-VALUE}.")
    private List<String> rows;

    @Option(names = "--alone", description = "Measure ours without peers.")
    private boolean alone;

    @Option(names = "--seconds", description = "How long one measurement takes (default: 5, quick: 2).")
    private @Nullable Integer seconds;

    /** picocli fills the fields before it calls {@link #call}. */
    @SuppressWarnings("NullAway.Init")
    PubSubCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (Children children = common.children()) {
            ServerSource source = common.ours(children);
            List<FanoutRow.Side> sides =
                    new ArrayList<>(List.of(new FanoutRow.Side(source.name(), source, new RespDialect())));
            if (!alone) {
                peer(sides, RedisSource.PROGRAM, "Redis", new RedisSource(children), new RespDialect());
                peer(sides, NatsSource.PROGRAM, "NATS", NatsSource.core(children), new NatsDialect());
            }
            Settings settings = common.settings(0, common.seconds(seconds, SECONDS, QUICK_SECONDS));
            Stage stage = new Stage(children, source, Optional.empty(), settings, common.progress());
            List<ServerSource> others =
                    sides.stream().skip(1).map(FanoutRow.Side::source).toList();
            return common.measure(Suite.PUBSUB, stage, Rows.pubsub(sides), rows, others);
        }
    }

    private void peer(List<FanoutRow.Side> sides, String program, String name, ServerSource source, Dialect dialect) {
        if (common.installed(program, name)) {
            sides.add(new FanoutRow.Side(name, source, dialect));
        }
    }
}
