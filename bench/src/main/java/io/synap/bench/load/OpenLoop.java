package io.synap.bench.load;

import io.synap.bench.system.MeasurementException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Confined to one thread. Sends requests on a fixed schedule over several connections, never waiting for
 * replies, and measures each from the moment it was <em>meant</em> to leave. A closed loop stops sending
 * while the server stalls and so hides the stall ("coordinated omission", Gil Tene); here every request
 * that should have been sent meanwhile counts with its full delay.
 *
 * <p>It stays under one core by sleeping about 50 µs between turns, so two or three requests leave
 * together; that wait is part of every latency reported, the same for every server.
 */
public final class OpenLoop {
    private static final Duration WARM_UP = Duration.ofSeconds(1);
    private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(60);
    private static final long TURN_NANOS = 50_000;
    private static final int SET_PERCENT = 20;
    private static final long LATENCY_NANOS_MAX = TimeUnit.MINUTES.toNanos(10);

    /** What to send where. */
    public record Plan(int port, double requestsPerSecond, int connections, long keys) {}

    /** Latencies from the intended moments; how late the generator itself sent; the cores it took. */
    public record Outcome(Histogram latencyNanos, Histogram latenessNanos, double generatorCores) {}

    private final Plan plan;
    private final SplittableRandom random = new SplittableRandom(42);
    private final Histogram latency = new Histogram(LATENCY_NANOS_MAX, 3);
    private final Histogram lateness = new Histogram(LATENCY_NANOS_MAX, 3);
    private final List<OpenConnection> connections = new ArrayList<>();
    private long measuredFrom = Long.MAX_VALUE;
    private int turn;

    public OpenLoop(Plan plan) {
        this.plan = plan;
    }

    /** Warms up, then measures as long as the window is open, then waits for the replies still due. */
    public Outcome run(Window window) throws IOException {
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < plan.connections(); i++) {
                connections.add(new OpenConnection(plan.port(), selector, this::answered));
            }
            return measure(window, selector);
        } finally {
            for (OpenConnection connection : connections) {
                connection.close();
            }
        }
    }

    private Outcome measure(Window window, Selector selector) throws IOException {
        long start = System.nanoTime();
        long cpuBefore = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        Schedule schedule = new Schedule(start, plan.requestsPerSecond());
        long begin = start + WARM_UP.toNanos();
        boolean begun = false;
        long now = start;
        while (!begun || window.open(now)) {
            if (!begun && now - begin >= 0) {
                measuredFrom = now;
                window.begin(now);
                begun = true;
            }
            sendDue(schedule, now);
            pump(selector);
            rest(schedule);
            now = System.nanoTime();
        }
        long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpuBefore;
        drain(selector, now);
        return new Outcome(latency, lateness, (double) cpu / (now - start));
    }

    private void sendDue(Schedule schedule, long now) {
        while (schedule.due(now)) {
            long intended = schedule.nextNanos();
            schedule.issue();
            OpenConnection connection = connections.get(turn);
            turn = (turn + 1) % connections.size();
            long key = random.nextLong(plan.keys());
            if (random.nextInt(100) < SET_PERCENT) {
                connection.set(key, intended);
            } else {
                connection.get(key, intended);
            }
            if (measured(intended)) {
                lateness.recordValue(Math.min(now - intended, LATENCY_NANOS_MAX));
            }
        }
    }

    private void pump(Selector selector) throws IOException {
        for (OpenConnection connection : connections) {
            connection.send();
        }
        selector.selectNow(OpenLoop::readReady);
    }

    private static void readReady(SelectionKey key) {
        if (key.attachment() instanceof OpenConnection connection) {
            connection.receive();
        }
    }

    private void answered(long intended, long now) {
        if (measured(intended)) {
            latency.recordValue(Math.clamp(now - intended, 0, LATENCY_NANOS_MAX));
        }
    }

    private boolean measured(long intended) {
        return measuredFrom != Long.MAX_VALUE && intended - measuredFrom >= 0;
    }

    private static void rest(Schedule schedule) {
        long untilNext = schedule.nextNanos() - System.nanoTime();
        if (untilNext > 0) {
            LockSupport.parkNanos(Math.min(untilNext, TURN_NANOS));
        }
    }

    private void drain(Selector selector, long end) throws IOException {
        while (outstanding() > 0) {
            if (System.nanoTime() - end > DRAIN_TIMEOUT.toNanos()) {
                throw new MeasurementException(outstanding() + " requests were never answered");
            }
            pump(selector);
            LockSupport.parkNanos(TURN_NANOS);
        }
    }

    private long outstanding() {
        return connections.stream().mapToLong(OpenConnection::outstanding).sum();
    }
}
