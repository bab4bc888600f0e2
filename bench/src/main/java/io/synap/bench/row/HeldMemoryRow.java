package io.synap.bench.row;

import io.synap.bench.broker.Crew;
import io.synap.bench.report.Better;
import io.synap.bench.report.Figure;
import io.synap.bench.report.RowResult;
import io.synap.bench.server.Persistence;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** Confined to the measuring thread. Resident memory for each message or event held, of each server on its own. */
final class HeldMemoryRow implements Row {
    private static final int CONNECTIONS = 4;
    private static final int BATCH = 512;
    private static final double BYTES_PER_KIB = 1024;
    /** Peers are only for information, and the slowest of them takes a minute for a million. */
    private static final long PEER_SHARE = 5;

    private final String group;
    private final String item;
    private final List<Entrant> entrants;

    /** {@code group} is the first part of the ids of its figures; {@code item} what is held, in the plural. */
    HeldMemoryRow(String group, String item, List<Entrant> entrants) {
        this.group = group;
        this.item = item;
        this.entrants = entrants;
    }

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public RowResult.Measured measure(Stage stage) throws IOException, InterruptedException {
        Samples samples = new Samples();
        long ours = stage.settings().keys();
        long theirs = ours / PEER_SHARE;
        for (Entrant entrant : entrants) {
            measure(stage, entrant, entrant.equals(entrants.getFirst()) ? ours : theirs, samples);
        }
        List<Figure> figures = new ArrayList<>();
        figures.add(samples.own(
                group + ".memory.bytes", String.format(Locale.ROOT, "%,d %s", ours, item), "B each", Better.LOWER));
        if (entrants.size() > 1) {
            figures.addAll(samples.beside(
                    Entrant.peers(entrants), group + ".memory.each", "memory of " + item, "B each", Better.LOWER));
        }
        return new RowResult.Measured(
                name(), figures, List.of(String.format(Locale.ROOT, "peers hold %,d %s", theirs, item)));
    }

    private void measure(Stage stage, Entrant entrant, long count, Samples samples)
            throws IOException, InterruptedException {
        List<Entrant> alone = List.of(entrant);
        try (Contestants contestants =
                stage.start(Entrant.sources(alone), Persistence.EVERYSEC, UnaryOperator.identity())) {
            Entrant.Running one = Entrant.running(alone, contestants).getFirst();
            String object = one.object(name());
            int port = one.server().port();
            one.client().create(port, object);
            long emptyKib = one.server().residentKib();
            try (Crew crew = Crew.of(
                    CONNECTIONS,
                    0,
                    BATCH,
                    () -> one.client().publisher(port, object),
                    () -> one.client().taker(port, object, BATCH))) {
                var _ = crew.publish(count);
            }
            one.requireHeld(object, count);
            double each = (one.server().residentKib() - emptyKib) * BYTES_PER_KIB / count;
            samples.add(one.name(), group + ".memory.bytes", each);
            samples.add(one.name(), group + ".memory.each", each);
            stage.say(String.format(
                    Locale.ROOT, "%-16s %.1f B for each of %,d; %,d KiB empty", one.name(), each, count, emptyKib));
        }
    }
}
