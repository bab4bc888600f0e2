package io.synap.bench.row;

import io.synap.bench.load.RespClient;
import io.synap.bench.load.Window;
import io.synap.bench.server.BenchServer;
import io.synap.bench.system.MeasurementException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The stretch in which a server takes one snapshot: from BGSAVE until LASTSAVE changes. The commands go out
 * on a thread of their own, so that the generator which asks {@link #open} never waits for them.
 */
final class SnapshotWindow implements Window {
    private static final Duration SNAPSHOT_TIMEOUT = Duration.ofMinutes(5);
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final BenchServer server;
    private CompletableFuture<Double> seconds = new CompletableFuture<>();

    SnapshotWindow(BenchServer server) {
        this.server = server;
    }

    @Override
    public void begin(long nowNanos) {
        seconds = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("snapshot").start(() -> {
            try {
                seconds.complete(takeOne());
            } catch (IOException | RuntimeException e) {
                seconds.completeExceptionally(e);
            }
        });
    }

    @Override
    public boolean open(long nowNanos) {
        return !seconds.isDone();
    }

    /** How long it took; an error that the server or the wait met is thrown here. */
    double seconds() {
        try {
            return seconds.join();
        } catch (CompletionException e) {
            throw new MeasurementException(
                    Optional.ofNullable(e.getCause()).orElse(e).getMessage() + " (while taking a snapshot)", e);
        }
    }

    /** Waits for the snapshot too; gives the seconds it took, to about ten milliseconds. */
    double takeOne() throws IOException {
        try (RespClient client = server.connect()) {
            long before = client.number("LASTSAVE");
            long start = System.nanoTime();
            client.text("BGSAVE");
            while (client.number("LASTSAVE") == before) {
                if (System.nanoTime() - start > SNAPSHOT_TIMEOUT.toNanos()) {
                    throw new MeasurementException(server.name() + " took no snapshot within five minutes");
                }
                LockSupport.parkNanos(POLL_NANOS);
            }
            return (System.nanoTime() - start) / 1e9;
        }
    }

    /** LASTSAVE counts whole seconds: in the second of the last save a new one would not show. */
    void awaitNextSecond() throws IOException {
        try (RespClient client = server.connect()) {
            long last = client.number("LASTSAVE");
            while (TimeUnit.MILLISECONDS.toSeconds(System.currentTimeMillis()) <= last) {
                LockSupport.parkNanos(POLL_NANOS);
            }
        }
    }
}
