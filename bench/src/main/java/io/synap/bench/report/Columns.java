package io.synap.bench.report;

import java.util.List;
import java.util.Optional;

/**
 * Immutable. The columns of a table of figures, the same in every form. One peer alone heads its column; of several
 * each is named in the figure's title.
 */
record Columns(Optional<String> onlyPeer) {
    static Columns of(Results results) {
        List<String> peers = results.peers();
        return new Columns(peers.size() == 1 ? Optional.of(peers.getFirst()) : Optional.empty());
    }

    List<String> header() {
        return List.of("figure", "unit", "ours", onlyPeer.orElse("theirs"), "ratio", "at least", "");
    }

    List<String> cells(Figure figure) {
        return List.of(
                title(figure),
                figure.unit(),
                Numbers.show(figure.ours().median()),
                Numbers.show(figure.theirs().median()),
                Numbers.showRatio(figure.ratio()),
                figure.target().show(figure.better()),
                figure.mark().sign());
    }

    String title(Figure figure) {
        boolean named = onlyPeer.isEmpty() && !figure.theirs().samples().isEmpty();
        return named ? figure.title() + " vs " + figure.peer() : figure.title();
    }
}
