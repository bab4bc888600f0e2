package io.synap.bench.row;

import io.synap.bench.report.Better;
import io.synap.bench.report.RowResult;
import io.synap.bench.server.BenchServer;
import io.synap.bench.server.Persistence;
import io.synap.bench.server.SynapSource;
import io.synap.bench.system.ProcFile;
import io.synap.bench.websocket.IdleSockets;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Confined to the measuring thread. What an idle WebSocket costs the server's memory. */
final class IdleRow implements Row {
    private static final int SOCKETS = 20_000;
    private static final int QUICK_SOCKETS = 2_000;
    /** Come and gone before, so that what the server needs once is not counted. */
    private static final int WARM_SOCKETS = 500;
    /** Files, and other connections, of the server and of this process. */
    private static final int OTHER_FILES = 400;

    private static final Duration SETTLING = Duration.ofSeconds(60);
    private static final Duration QUICK_SETTLING = Duration.ofSeconds(3);
    private static final String PATH = "/ws";
    private static final double BYTES_PER_KIB = 1024;

    /** All in bytes. */
    private record Memory(double resident, double heap, double direct) {
        static Memory of(BenchServer server) throws IOException {
            double heap = server.metric("synap_process_memory_bytes{type=\"heap_used\"}");
            double direct = server.metric("synap_process_memory_bytes{type=\"direct\"}");
            return new Memory(server.residentKib() * BYTES_PER_KIB, heap, direct);
        }

        Memory growthEach(Memory before, int count) {
            return new Memory(
                    (resident - before.resident) / count,
                    (heap - before.heap) / count,
                    (direct - before.direct) / count);
        }
    }

    private final Samples samples = new Samples();

    @Override
    public String name() {
        return "idle-20000";
    }

    @Override
    public RowResult.Measured measure(Stage stage) throws IOException, InterruptedException {
        boolean quick = stage.settings().quick();
        Duration settling = quick ? QUICK_SETTLING : SETTLING;
        int wanted = quick ? QUICK_SOCKETS : SOCKETS;
        int count = (int) Math.min(wanted, ProcFile.openFilesMax() - OTHER_FILES);
        String note;
        try (Contestants contestants = stage.start(
                List.of(stage.ours()),
                Persistence.NONE,
                options -> options.withSettings("http.connections_max=" + 2 * SOCKETS))) {
            BenchServer server = contestants.ours();
            try (IdleSockets first = new IdleSockets(server.httpPort())) {
                first.connect(WARM_SOCKETS, PATH);
            }
            Memory before = Memory.of(server);
            try (IdleSockets idle = new IdleSockets(server.httpPort())) {
                idle.connect(count, PATH);
                Memory connected = Memory.of(server).growthEach(before, count);
                stage.say(String.format(Locale.ROOT, "%,d connected: %,.0f B each", count, connected.resident()));
                idle.pass(settling);
                Memory settled = Memory.of(server).growthEach(before, count);
                stage.say(String.format(Locale.ROOT, "settled: %,.0f B each", settled.resident()));
                samples.add(SynapSource.NAME, id("connected"), connected.resident());
                samples.add(SynapSource.NAME, id("settled"), settled.resident());
                note = String.format(
                        Locale.ROOT,
                        "%,d WebSockets%s, %,d pings answered; growth that /metrics shows: heap %,.0f B each (with"
                                + " garbage), direct memory %,.0f B each",
                        count,
                        count < wanted ? " (what `ulimit -n` allows)" : "",
                        idle.pings(),
                        settled.heap(),
                        settled.direct());
            }
        }
        return new RowResult.Measured(
                name(),
                List.of(
                        samples.own(id("connected"), "idle WebSocket, just connected", "B each", Better.LOWER),
                        samples.own(
                                id("settled"),
                                "idle WebSocket, " + settling.toSeconds() + " s later",
                                "B each",
                                Better.LOWER)),
                List.of(note));
    }

    private String id(String figure) {
        return "ws." + name() + '.' + figure;
    }
}
