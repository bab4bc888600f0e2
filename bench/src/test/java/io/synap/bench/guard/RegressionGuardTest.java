package io.synap.bench.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.synap.bench.report.Better;
import io.synap.bench.report.Figure;
import io.synap.bench.report.Results;
import io.synap.bench.report.ResultsFile;
import io.synap.bench.report.RowResult;
import io.synap.bench.report.Series;
import io.synap.bench.report.Target;
import io.synap.bench.system.Machine;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class RegressionGuardTest {
    private static final Machine MACHINE = new Machine("CPU", 2, "Linux", "25", "Redis", "ext4", "2026-01-02");

    @Test
    void severityFollowsThePartLost() {
        assertThat(throughput(100, 81)).isEqualTo(Severity.FINE);
        assertThat(throughput(100, 80)).isEqualTo(Severity.WARNING);
        assertThat(throughput(100, 75)).isEqualTo(Severity.FAILURE);
        assertThat(throughput(100, 50)).isEqualTo(Severity.CRITICAL);
        assertThat(throughput(100, 300)).isEqualTo(Severity.FINE);
    }

    @Test
    void whereLessIsBetterMoreIsWorse() {
        Results before = results(figure("x", Better.LOWER, 1.0, Series.NONE));

        assertThat(RegressionGuard.compare(before, results(figure("x", Better.LOWER, 1.25, Series.NONE)))
                        .worst())
                .isEqualTo(Severity.FAILURE);
        assertThat(RegressionGuard.compare(before, results(figure("x", Better.LOWER, 0.4, Series.NONE)))
                        .worst())
                .isEqualTo(Severity.FINE);
    }

    @Test
    void aSlowerMachineIsNoRegressionAsLongAsTheRatioHolds() {
        Results before = results(figure("x", Better.HIGHER, 200, Series.of(100)));
        Results now = results(figure("x", Better.HIGHER, 100, Series.of(50)));

        assertThat(RegressionGuard.compare(before, now).worst()).isEqualTo(Severity.FINE);
    }

    @Test
    void aRowThatFailsNowIsAFailureAndAFigureLeftOutIsSaid() {
        Results before = results(figure("x", Better.HIGHER, 200, Series.NONE));
        Results now = new Results(MACHINE, "", List.of(new RowResult.Failed("row", "no")));
        RegressionGuard.Report report = RegressionGuard.compare(before, now);

        assertThat(report.worst()).isEqualTo(Severity.FAILURE);
        assertThat(report.render()).isEqualTo("row: its measurement FAILED\nx: not measured now\n");
    }

    @Test
    void commandAnswersWithTheExitCode(@TempDir Path folder) throws IOException {
        Path base = folder.resolve("base.json");
        Path worse = folder.resolve("worse.json");
        ResultsFile.write(results(figure("x", Better.HIGHER, 100, Series.NONE)), base);
        ResultsFile.write(results(figure("x", Better.HIGHER, 40, Series.NONE)), worse);
        StringWriter out = new StringWriter();
        CommandLine command = new CommandLine(new CompareCommand()).setOut(new PrintWriter(out));

        assertThat(command.execute(base.toString(), base.toString())).isZero();
        assertThat(command.execute(base.toString(), worse.toString())).isEqualTo(4);
        assertThat(out.toString()).contains("-60.0 %  CRITICAL");
    }

    private static Severity throughput(double before, double now) {
        return RegressionGuard.compare(
                        results(figure("x", Better.HIGHER, before, Series.NONE)),
                        results(figure("x", Better.HIGHER, now, Series.NONE)))
                .worst();
    }

    private static Figure figure(String id, Better better, double ours, Series theirs) {
        return new Figure(id, id, "unit", better, Target.none(), true, Series.of(ours), "Redis", theirs);
    }

    private static Results results(Figure figure) {
        return new Results(MACHINE, "", List.of(new RowResult.Measured("row", List.of(figure), List.of())));
    }
}
