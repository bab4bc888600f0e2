package io.synap.bench.load;

import io.synap.bench.system.MeasurementException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Thread-safe, no state. As fast as the server answers: loading keys, and a mixed load for some time. */
public final class ClosedLoop {
    private static final int LOAD_BATCH = 512;
    private static final int MIXED_BATCH = 16;
    private static final int SET_PERCENT = 20;

    private ClosedLoop() {}

    /** Sets the keys {@code from} (inclusive) to {@code to} (exclusive), each exactly once. */
    public static void load(int port, long from, long to, int connections) throws IOException, InterruptedException {
        List<Callable<Long>> slices = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            long first = from + (to - from) * i / connections;
            long last = from + (to - from) * (i + 1) / connections;
            slices.add(() -> loadSlice(port, first, last));
        }
        runAll(slices);
    }

    /** 80 % GET, 20 % SET of loaded keys. Gives the operations done. */
    public static long mixed(int port, long keys, int connections, Duration duration)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + duration.toNanos();
        List<Callable<Long>> clients = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            long seed = i;
            clients.add(() -> mixedClient(port, keys, deadline, seed));
        }
        return runAll(clients);
    }

    private static long loadSlice(int port, long first, long last) throws IOException {
        try (PipelinedConnection connection = new PipelinedConnection(port, LOAD_BATCH)) {
            for (long key = first; key < last; ) {
                for (int i = 0; i < LOAD_BATCH && key < last; i++) {
                    connection.set(key++);
                }
                connection.flush();
            }
        }
        return last - first;
    }

    private static long mixedClient(int port, long keys, long deadline, long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        long done = 0;
        try (PipelinedConnection connection = new PipelinedConnection(port, MIXED_BATCH)) {
            while (System.nanoTime() < deadline) {
                for (int i = 0; i < MIXED_BATCH; i++) {
                    long key = random.nextLong(keys);
                    if (random.nextInt(100) < SET_PERCENT) {
                        connection.set(key);
                    } else {
                        connection.get(key);
                    }
                }
                connection.flush();
                done += MIXED_BATCH;
            }
        }
        return done;
    }

    private static long runAll(List<Callable<Long>> clients) throws IOException, InterruptedException {
        long done = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(clients.size())) {
            for (Future<Long> client : threads.invokeAll(clients)) {
                done += client.get();
            }
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException io -> throw io;
                case MeasurementException unreal -> throw unreal;
                case null, default -> throw new MeasurementException("the load failed: " + e.getCause(), e);
            }
        }
        return done;
    }
}
