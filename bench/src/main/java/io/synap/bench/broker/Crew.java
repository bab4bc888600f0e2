package io.synap.bench.broker;

import io.synap.bench.system.MeasurementException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Confined to the measuring thread. Connections that stay open and publish or take a given number of messages
 * together: for filling, and for measuring publishing and taking apart from each other.
 */
public final class Crew implements AutoCloseable {
    private static final long IDLE_NANOS_MAX = TimeUnit.SECONDS.toNanos(30);

    private final int batch;
    private final List<Publisher> publishers = new ArrayList<>();
    private final List<Taker> takers = new ArrayList<>();
    private final ExecutorService threads;

    private Crew(int size, int batch) {
        this.batch = batch;
        this.threads = Executors.newFixedThreadPool(size);
    }

    public static Crew of(
            int publishers, int takers, int batch, Connector<Publisher> publishing, Connector<Taker> taking)
            throws IOException, InterruptedException {
        Crew crew = new Crew(Math.max(publishers, takers), batch);
        try {
            for (int i = 0; i < publishers; i++) {
                crew.publishers.add(publishing.connect());
            }
            for (int i = 0; i < takers; i++) {
                crew.takers.add(taking.connect());
            }
            return crew;
        } catch (IOException | InterruptedException | RuntimeException e) {
            crew.close();
            throw e;
        }
    }

    /** Publishes so many messages; gives the nanoseconds until the last is confirmed. */
    public long publish(long count) throws IOException, InterruptedException {
        List<Callable<Void>> shares = new ArrayList<>();
        for (int i = 0; i < publishers.size(); i++) {
            Publisher publisher = publishers.get(i);
            long share = share(count, i, publishers.size());
            shares.add(() -> {
                for (long left = share; left > 0; left -= batch) {
                    publisher.publish((int) Math.min(left, batch));
                }
                return null;
            });
        }
        return timed(shares);
    }

    /**
     * Takes so many messages, which have to be there; gives the nanoseconds until the last is acked. The number has to
     * be a multiple of what the takers take at once together.
     */
    public long take(long count) throws IOException, InterruptedException {
        if (count % ((long) batch * takers.size()) != 0) {
            throw new IllegalArgumentException(count + " is not a multiple of " + batch + " × " + takers.size());
        }
        List<Callable<Void>> shares = new ArrayList<>();
        for (int i = 0; i < takers.size(); i++) {
            Taker taker = takers.get(i);
            long share = share(count, i, takers.size());
            shares.add(() -> {
                takeShare(taker, share);
                return null;
            });
        }
        return timed(shares);
    }

    private void takeShare(Taker taker, long share) throws IOException, InterruptedException {
        long lastSeen = System.nanoTime();
        for (long left = share; left > 0; ) {
            int taken = taker.take();
            left -= taken;
            if (taken > 0) {
                lastSeen = System.nanoTime();
            } else if (System.nanoTime() - lastSeen > IDLE_NANOS_MAX) {
                throw new MeasurementException(left + " messages that should be there do not come");
            }
        }
    }

    private static long share(long count, int index, int size) {
        return count * (index + 1) / size - count * index / size;
    }

    private long timed(List<Callable<Void>> shares) throws IOException, InterruptedException {
        long start = System.nanoTime();
        try {
            for (Future<Void> share : threads.invokeAll(shares)) {
                share.get();
            }
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException io -> throw io;
                case MeasurementException unreal -> throw unreal;
                case null, default -> throw new MeasurementException("the load failed: " + e.getCause(), e);
            }
        }
        return System.nanoTime() - start;
    }

    @Override
    public void close() throws IOException {
        for (Publisher publisher : publishers) {
            publisher.close();
        }
        for (Taker taker : takers) {
            taker.close();
        }
        threads.close();
    }
}
