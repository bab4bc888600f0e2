package io.synap.bench;

import io.synap.bench.report.ConsoleTable;
import io.synap.bench.report.MarkdownDocument;
import io.synap.bench.report.Results;
import io.synap.bench.report.ResultsFile;
import io.synap.bench.report.Suite;
import io.synap.bench.report.SvgChart;
import io.synap.bench.row.Row;
import io.synap.bench.row.Settings;
import io.synap.bench.row.Stage;
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
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What every command that measures takes, and how its results come out. */
final class CommonOptions {
    private static final int ROUNDS = 3;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(names = "--rounds", description = "Rounds a figure; its median counts (default: 3, quick: 1).")
    private @Nullable Integer rounds;

    @Option(names = "--quick", description = "A fraction of the work: to see that it runs, not to quote.")
    private boolean quick;

    @Option(names = "--set", paramLabel = "path=value", description = "A setting for our server, in every row.")
    private List<String> settings = List.of();

    @Option(
            names = "--work-dir",
            defaultValue = "${sys:java.io.tmpdir}",
            description = "Where data folders go; its disk is what the fsync rows measure (default: ${DEFAULT-VALUE}).")
    private Path workFolder;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the results as JSON.")
    private @Nullable Path json;

    @Option(
            names = "--markdown",
            paramLabel = "FILE",
            description = "Write a document, and a chart (.svg) beside it if there are peers.")
    private @Nullable Path markdown;

    /** picocli fills the fields. */
    @SuppressWarnings("NullAway.Init")
    CommonOptions() {}

    int rounds() {
        return rounds != null ? rounds : quick ? 1 : ROUNDS;
    }

    boolean quick() {
        return quick;
    }

    /** What rows are told that measure for so long. */
    Settings settings(long keys, Duration steady) {
        return new Settings(rounds(), quick, keys, 0, steady, Duration.ZERO, 0);
    }

    /** The seconds that were asked for, else as many as are usual. */
    Duration seconds(@Nullable Integer asked, int usual, int quickly) {
        return Duration.ofSeconds(asked != null ? asked : quick ? quickly : usual);
    }

    /** Whether a peer's program is there; if not, that is said. */
    boolean installed(String program, String peer) {
        boolean installed = Tools.installed(program);
        if (!installed) {
            progress().println(program + " is not installed: without " + peer);
        }
        return installed;
    }

    /** Every process and folder of a run; to be closed at its end. */
    Children children() {
        return new Children(workFolder).closedAtExit();
    }

    /** Our server, started by its launcher. */
    ServerSource ours(Children children) {
        Path home = SynapHome.find()
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "no synap launcher: SYNAP_HOME has to name its folder"));
        return new SynapSource(children, home, settings);
    }

    PrintWriter progress() {
        return spec.commandLine().getErr();
    }

    /** Measures the rows named, and gives the results out; the command's exit code. */
    int measure(Suite suite, Stage stage, Map<String, Row> known, List<String> names, List<ServerSource> peers)
            throws IOException, InterruptedException {
        List<Row> rows = new ArrayList<>();
        for (String name : names) {
            Row row = known.get(name);
            if (row == null) {
                throw new ParameterException(
                        spec.commandLine(), "unknown row " + name + "; rows are " + known.keySet());
            }
            rows.add(row);
        }
        Machine machine = Machine.describe(versions(peers), workFolder, Clock.systemUTC());
        Results results = new Results(machine, commandTyped(), new Runner(stage, progress()).run(rows));
        publish(suite, results);
        return results.failed() ? 1 : 0;
    }

    private static String versions(List<ServerSource> peers) throws IOException, InterruptedException {
        Set<String> versions = new LinkedHashSet<>();
        for (ServerSource peer : peers) {
            versions.add(peer.version());
        }
        return versions.isEmpty() ? "no peers" : String.join(", ", versions);
    }

    private String commandTyped() {
        return "./synap bench "
                + String.join(
                        " ", spec.commandLine().getParent().getParseResult().originalArgs());
    }

    private void publish(Suite suite, Results results) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        out.print(ConsoleTable.render(results));
        out.flush();
        if (json != null) {
            ResultsFile.write(results, json);
        }
        if (markdown != null) {
            String chart = markdown.getFileName().toString().replaceFirst("\\.md$", "") + ".svg";
            Files.writeString(markdown, MarkdownDocument.render(suite, results, chart));
            if (!results.peers().isEmpty()) {
                Files.writeString(markdown.resolveSibling(chart), SvgChart.render(results));
            }
        }
    }
}
