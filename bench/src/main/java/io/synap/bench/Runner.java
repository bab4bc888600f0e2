package io.synap.bench;

import io.synap.bench.report.RowResult;
import io.synap.bench.row.Row;
import io.synap.bench.row.Stage;
import io.synap.bench.system.MeasurementException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Confined to the measuring thread. Measures row after row; one that fails does not stop the others. */
final class Runner {
    private final Stage stage;
    private final PrintWriter progress;

    Runner(Stage stage, PrintWriter progress) {
        this.stage = stage;
        this.progress = progress;
    }

    List<RowResult> run(List<Row> rows) throws InterruptedException {
        List<RowResult> results = new ArrayList<>();
        for (Row row : rows) {
            progress.println(row.name());
            progress.flush();
            results.add(run(row));
        }
        return results;
    }

    private RowResult run(Row row) throws InterruptedException {
        Optional<String> obstacle = row.obstacle(stage);
        if (obstacle.isPresent()) {
            return new RowResult.Skipped(row.name(), obstacle.get());
        }
        try {
            return row.measure(stage);
        } catch (MeasurementException e) {
            return new RowResult.Failed(row.name(), String.valueOf(e.getMessage()));
        } catch (IOException | UncheckedIOException e) {
            return new RowResult.Failed(row.name(), e.toString());
        }
    }
}
