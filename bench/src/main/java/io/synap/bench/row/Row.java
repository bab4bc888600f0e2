package io.synap.bench.row;

import io.synap.bench.report.RowResult;
import java.io.IOException;
import java.util.Optional;

/** One group of figures, measured on servers of its own. */
public interface Row {
    String name();

    /** Why it cannot be measured here, if so. */
    default Optional<String> obstacle(Stage stage) {
        return Optional.empty();
    }

    /** Starts what it needs, measures, checks, stops; a figure that is not real is an exception. */
    RowResult.Measured measure(Stage stage) throws IOException, InterruptedException;
}
