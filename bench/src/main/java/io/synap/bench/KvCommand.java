package io.synap.bench;

import io.synap.bench.report.ConsoleTable;
import io.synap.bench.report.MarkdownDocument;
import io.synap.bench.report.Results;
import io.synap.bench.report.ResultsFile;
import io.synap.bench.report.SvgChart;
import io.synap.bench.row.Row;
import io.synap.bench.row.Rows;
import io.synap.bench.row.Settings;
import io.synap.bench.row.Stage;
import io.synap.bench.server.AttachedSource;
import io.synap.bench.server.RedisSource;
import io.synap.bench.server.ServerSource;
import io.synap.bench.server.SynapHome;
import io.synap.bench.server.SynapSource;
import io.synap.bench.system.Children;
import io.synap.bench.system.Machine;
import io.synap.bench.system.Tools;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--rows",
            split = ",",
            defaultValue = "p64,p16,p1,aof,always,memory,http,restart,snapshot",
            description = "Which rows, of: ${DEFAULT-VALUE}.")
    private List<String> rows;

    @Option(names = "--rounds", description = "Rounds a figure; its median counts (default: 3, quick: 1).")
    private @Nullable Integer rounds;

    @Option(names = "--quick", description = "A tenth of the work: to see that it runs, not to quote.")
    private boolean quick;

    @Option(names = "--port", description = "RESP port of a server that runs already.")
    private @Nullable Integer port;

    @Option(names = "--http-port", defaultValue = "15500", description = "Its HTTP port (default: ${DEFAULT-VALUE}).")
    private int httpPort;

    @Option(names = "--pid", description = "Its process (default: asked with INFO).")
    private @Nullable Long pid;

    @Option(names = "--set", paramLabel = "path=value", description = "A setting for our server, in every row.")
    private List<String> settings = List.of();

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

    @Option(
            names = "--work-dir",
            defaultValue = "${sys:java.io.tmpdir}",
            description = "Where data folders go; its disk is what the fsync rows measure (default: ${DEFAULT-VALUE}).")
    private Path workFolder;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the results as JSON.")
    private @Nullable Path json;

    @Option(names = "--markdown", paramLabel = "FILE", description = "Write a document, and a chart (.svg) beside it.")
    private @Nullable Path markdown;

    /** picocli fills the fields before it calls {@link #call}. */
    @SuppressWarnings("NullAway.Init")
    KvCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        Map<String, Row> known = Rows.all();
        for (String row : rows) {
            if (!known.containsKey(row)) {
                throw new ParameterException(spec.commandLine(), "unknown row " + row + "; rows are " + known.keySet());
            }
        }
        try (Children children = new Children(workFolder).closedAtExit()) {
            ServerSource ours = ours(children);
            Machine machine = Machine.describe(children, workFolder, Clock.systemUTC());
            PrintWriter progress = spec.commandLine().getErr();
            Stage stage = new Stage(children, ours, theirs(children, progress), settings(), progress);
            Runner runner = new Runner(stage, progress);
            Results results = new Results(
                    machine,
                    commandTyped(),
                    runner.run(rows.stream().map(known::get).toList()));
            publish(results);
            return results.failed() ? 1 : 0;
        }
    }

    private Settings settings() {
        return new Settings(
                or(rounds, quick ? 1 : 3),
                quick,
                keys != null ? keys : quick ? QUICK_KEYS : KEYS,
                rate,
                Duration.ofSeconds(or(seconds, quick ? QUICK_STEADY_SECONDS : STEADY_SECONDS)),
                Duration.ofSeconds(quick ? QUICK_MIXED_SECONDS : MIXED_SECONDS),
                clients);
    }

    private static int or(@Nullable Integer given, int otherwise) {
        return given != null ? given : otherwise;
    }

    private ServerSource ours(Children children) {
        if (port != null) {
            return new AttachedSource(port, httpPort, pid == null ? OptionalLong.empty() : OptionalLong.of(pid));
        }
        Path home = SynapHome.find()
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "no synap launcher: SYNAP_HOME has to name its folder; or give --port of a running server"));
        return new SynapSource(children, home, settings);
    }

    private Optional<ServerSource> theirs(Children children, PrintWriter progress) {
        if (alone) {
            return Optional.empty();
        }
        if (!Tools.installed("redis-server")) {
            progress.println("redis-server is not installed: nothing beside ours");
            return Optional.empty();
        }
        return Optional.of(new RedisSource(children));
    }

    private String commandTyped() {
        return "./synap bench "
                + String.join(
                        " ", spec.commandLine().getParent().getParseResult().originalArgs());
    }

    private void publish(Results results) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        out.print(ConsoleTable.render(results));
        out.flush();
        if (json != null) {
            ResultsFile.write(results, json);
        }
        if (markdown != null) {
            String chart = markdown.getFileName().toString().replaceFirst("\\.md$", "") + ".svg";
            Files.writeString(markdown, MarkdownDocument.render(results, chart));
            Files.writeString(markdown.resolveSibling(chart), SvgChart.render(results));
        }
    }
}
