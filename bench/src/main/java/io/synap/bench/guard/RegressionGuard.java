package io.synap.bench.guard;

import io.synap.bench.report.Better;
import io.synap.bench.report.Figure;
import io.synap.bench.report.Results;
import io.synap.bench.report.RowResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Thread-safe, no state. Compares new results with a stored baseline, figure by figure. Where both have a
 * ratio to Redis the ratios are compared, because they hold across machines; otherwise our own figures.
 */
public final class RegressionGuard {
    private RegressionGuard() {}

    /** A guarded figure of both, and by which part it has become worse (negative: better). */
    public record Finding(String id, String compared, double before, double now, double worseBy) {
        public Severity severity() {
            // 0.75 against 1.00 is worse by a quarter, whatever its last binary digit says
            return Severity.of(worseBy + 1e-9);
        }
    }

    /** All findings, and the rows that failed in the new results. */
    public record Report(List<Finding> findings, List<String> failedRows, List<String> notMeasured) {
        public Severity worst() {
            Severity worst = failedRows.isEmpty() ? Severity.FINE : Severity.FAILURE;
            for (Finding finding : findings) {
                worst = finding.severity().compareTo(worst) > 0 ? finding.severity() : worst;
            }
            return worst;
        }

        public String render() {
            StringBuilder text = new StringBuilder();
            for (Finding finding : findings) {
                text.append(String.format(
                                Locale.ROOT,
                                "%-32s %-6s %12.3f -> %12.3f  %+7.1f %%  %s",
                                finding.id(),
                                finding.compared(),
                                finding.before(),
                                finding.now(),
                                -100 * finding.worseBy(),
                                finding.severity().label())
                        .stripTrailing());
                text.append('\n');
            }
            failedRows.forEach(row -> text.append(row).append(": its measurement FAILED\n"));
            notMeasured.forEach(id -> text.append(id).append(": not measured now\n"));
            return text.toString();
        }
    }

    public static Report compare(Results baseline, Results current) {
        List<Finding> findings = new ArrayList<>();
        List<String> notMeasured = new ArrayList<>();
        baseline.figures().filter(Figure::guarded).forEach(before -> {
            Optional<Finding> finding = current.figure(before.id()).flatMap(now -> compare(before, now));
            finding.ifPresentOrElse(findings::add, () -> notMeasured.add(before.id()));
        });
        List<String> failed = current.rows().stream()
                .filter(RowResult.Failed.class::isInstance)
                .map(RowResult::row)
                .toList();
        return new Report(findings, failed, notMeasured);
    }

    private static Optional<Finding> compare(Figure before, Figure now) {
        boolean ratios = before.ratio().isPresent() && now.ratio().isPresent();
        OptionalDouble old = ratios ? before.ratio() : before.ours().median();
        OptionalDouble recent = ratios ? now.ratio() : now.ours().median();
        if (old.isEmpty() || recent.isEmpty() || old.getAsDouble() == 0) {
            return Optional.empty();
        }
        double change = recent.getAsDouble() / old.getAsDouble() - 1;
        double worseBy = before.better() == Better.HIGHER ? -change : change;
        String compared = ratios ? "ratio" : "own";
        return Optional.of(new Finding(before.id(), compared, old.getAsDouble(), recent.getAsDouble(), worseBy));
    }
}
