package io.synap.bench.guard;

import io.synap.bench.report.ResultsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bench compare BASE NEW}. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = "Compare benchmark results with a stored baseline.",
        footer = {
            "",
            "Worse by 20 %% is a warning (exit code 0), by 25 %% a failure (3), by 50 %% critical (4);",
            "a row that could not be measured now is a failure."
        })
public final class CompareCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "BASE", description = "The baseline, a file written by --json.")
    private Path base;

    @Parameters(index = "1", paramLabel = "NEW", description = "The new results.")
    private Path current;

    /** picocli fills the fields before it calls {@link #call}. */
    @SuppressWarnings("NullAway.Init")
    public CompareCommand() {}

    @Override
    public Integer call() throws IOException {
        RegressionGuard.Report report = RegressionGuard.compare(ResultsFile.read(base), ResultsFile.read(current));
        spec.commandLine().getOut().print(report.render());
        spec.commandLine().getOut().flush();
        return report.worst().exitCode();
    }
}
