package io.synap.bench.row;

import io.synap.bench.broker.MessageClient;
import io.synap.bench.server.BenchServer;
import io.synap.bench.server.ServerSource;
import io.synap.bench.system.MeasurementException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Immutable. A kind of server used in one way, as it is named in the tables. Two entrants may share a source, and then
 * share its server where they are measured in turns.
 *
 * @param syncs whether it can be made to fsync before it confirms
 */
public record Entrant(String name, ServerSource source, MessageClient client, boolean syncs) {

    /** One whose server runs. */
    record Running(String name, BenchServer server, MessageClient client) {
        private static final Duration SETTLE_TIMEOUT = Duration.ofSeconds(30);
        private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

        /** A name of its own for a queue or a room, with letters that every server takes. */
        String object(String purpose) {
            return purpose + '-' + id(name);
        }

        /** Waits, because some servers count late, until it holds exactly so many; fails if it never does. */
        void requireHeld(String object, long expected) throws IOException, InterruptedException {
            long deadline = System.nanoTime() + SETTLE_TIMEOUT.toNanos();
            long held = client.held(server.port(), object);
            while (held != expected) {
                if (System.nanoTime() - deadline > 0) {
                    throw new MeasurementException("%s holds %d messages, expected %d".formatted(name, held, expected));
                }
                LockSupport.parkNanos(POLL_NANOS);
                held = client.held(server.port(), object);
            }
        }
    }

    /** The name as it stands in ids of figures, and as it is typed. */
    public String id() {
        return id(name);
    }

    static String id(String name) {
        return name.toLowerCase(Locale.ROOT).replace(' ', '-');
    }

    static List<ServerSource> sources(List<Entrant> entrants) {
        return entrants.stream().map(Entrant::source).distinct().toList();
    }

    /** Each with the server of its source. */
    static List<Running> running(List<Entrant> entrants, Contestants contestants) {
        List<ServerSource> sources = sources(entrants);
        List<Running> running = new ArrayList<>();
        for (Entrant entrant : entrants) {
            BenchServer server = contestants.all().get(sources.indexOf(entrant.source()));
            running.add(new Running(entrant.name(), server, entrant.client()));
        }
        return running;
    }

    /** Without ours, which comes first. */
    static List<String> peers(List<Entrant> entrants) {
        return entrants.stream().skip(1).map(Entrant::name).toList();
    }
}
