package io.synap.bench.report;

import io.synap.bench.system.Machine;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Immutable. One run of the benchmark.
 *
 * @param command as it was typed, so that it can be repeated
 */
public record Results(Machine machine, String command, List<RowResult> rows) {
    public Results {
        rows = List.copyOf(rows);
    }

    public Stream<Figure> figures() {
        return rows.stream()
                .flatMap(row -> row instanceof RowResult.Measured measured ? measured.figures().stream() : Stream.of());
    }

    /** The names of those measured beside ours, in the order they first appear. */
    public List<String> peers() {
        return figures()
                .filter(figure -> !figure.theirs().samples().isEmpty())
                .map(Figure::peer)
                .distinct()
                .toList();
    }

    public Optional<Figure> figure(String id) {
        return figures().filter(figure -> figure.id().equals(id)).findFirst();
    }

    public boolean failed() {
        return rows.stream().anyMatch(RowResult.Failed.class::isInstance);
    }
}
