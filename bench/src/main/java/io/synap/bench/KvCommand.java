package io.synap.bench;

import io.synap.bench.report.Suite;
import io.synap.bench.row.Rows;
import io.synap.bench.row.Settings;
import io.synap.bench.row.Stage;
import io.synap.bench.server.AttachedSource;
import io.synap.bench.server.RedisSource;
import io.synap.bench.server.ServerSource;
import io.synap.bench.system.Children;
import io.synap.bench.system.Tools;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench kv}: the key-value rows. */
@Command(
        name = "kv",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Key-value benchmarks beside Redis.",
            "Starts its own servers for each row: ours by $SYNAP_HOME/synap (or the launcher above this program),"
                    + " Redis if it is installed;",
            "or measures one that runs already (--port)."
        })
final class KvCommand implements Callable<Integer> {
    private static final long KEYS = 5_000_000;
    private static final long QUICK_KEYS = 200_000;
    private static final int STEADY_SECONDS = 20;
    private static final int QUICK_STEADY_SECONDS = 3;
    private static final int MIXED_SECONDS = 30;
    private static final int QUICK_MIXED_SECONDS = 3;

    @Mixin
    private CommonOptions common;

    @Option(
            names = "--rows",
            split = ",",
            defaultValue = "p64,p16,p1,aof,always,memory,http,restart,snapshot",
            description = "Which rows, of: ${DEFAULT-VALUE}.")
    private List<String> rows;

    @Option(names = "--port", description = "RESP port of a server that runs already.")
    private @Nullable Integer port;

    @Option(names = "--http-port", defaultValue = "15500", description = "Its HTTP port (default: ${DEFAULT-VALUE}).")
    private int httpPort;

    @Option(names = "--pid", description = "Its process (default: asked with INFO).")
    private @Nullable Long pid;

    @Option(names = "--no-redis", description = "Measure ours alone.")
    private boolean alone;

    @Option(names = "--clients", defaultValue = "50", description = "Connections (default: ${DEFAULT-VALUE}).")
    private int clients;

    @Option(names = "--keys", description = "Keys of the memory, restart and snapshot rows (default: 5,000,000).")
    private @Nullable Long keys;

    @Option(
            names = "--rate",
            defaultValue = "20000",
            description = "Open loop, requests/s (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(names = "--seconds", description = "Open loop without a snapshot (default: 20, quick: 3).")
    private @Nullable Integer seconds;

    /** picocli fills the fields before it calls {@link #call}. */
    @SuppressWarnings("NullAway.Init")
    KvCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (Children children = common.children()) {
            Optional<ServerSource> theirs = theirs(children);
            Stage stage = new Stage(children, ours(children), theirs, settings(), common.progress());
            return common.measure(
                    Suite.KV, stage, Rows.keys(), rows, theirs.stream().toList());
        }
    }

    private Settings settings() {
        boolean quick = common.quick();
        return new Settings(
                common.rounds(),
                quick,
                keys != null ? keys : quick ? QUICK_KEYS : KEYS,
                rate,
                Duration.ofSeconds(seconds != null ? seconds : quick ? QUICK_STEADY_SECONDS : STEADY_SECONDS),
                Duration.ofSeconds(quick ? QUICK_MIXED_SECONDS : MIXED_SECONDS),
                clients);
    }

    private ServerSource ours(Children children) {
        return port != null
                ? new AttachedSource(port, httpPort, pid == null ? OptionalLong.empty() : OptionalLong.of(pid))
                : common.ours(children);
    }

    private Optional<ServerSource> theirs(Children children) {
        if (alone) {
            return Optional.empty();
        }
        if (!Tools.installed(RedisSource.PROGRAM)) {
            common.progress().println("redis-server is not installed: nothing beside ours");
            return Optional.empty();
        }
        return Optional.of(new RedisSource(children));
    }
}
