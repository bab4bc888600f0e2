package io.synap.bench.websocket;

import io.synap.bench.system.MeasurementException;
import io.synap.bench.system.ServerCpu;
import io.synap.bench.system.Usage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Confined to the measuring thread. Many WebSockets that follow one room, and events appended to it on a fixed
 * schedule. Each event carries its number and the moment it was due, so every delivery is checked and timed.
 */
public final class RoomAudience implements AutoCloseable {
    private static final Duration CONNECTED_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(15);
    private static final long LATENCY_NANOS_MAX = TimeUnit.MINUTES.toNanos(2);

    private static final byte[] MARK = Text.ascii("@event ");
    private static final byte[] CONNECTED = Text.ascii("\"type\":\"connected\"");
    private static final int NUMBER_DIGITS = 10;
    private static final int NANOS_DIGITS = 19;
    /** With the rest, a payload of 100 bytes. */
    private static final String PADDING = "0123456789abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnop";

    /** Appends an event whose data is this text; returns once it is confirmed. */
    @FunctionalInterface
    public interface Appender {
        void append(String data) throws IOException;
    }

    /**
     * What was measured.
     *
     * @param latencyNanos from the moment an event was due to be appended to its arrival, of each delivery
     * @param lost deliveries that never came
     * @param serverMicros processor time of the server for each delivery, appending included
     * @param generatorMicros processor time of this process for each delivery
     */
    public record Outcome(
            Histogram latencyNanos, long deliveries, long lost, double serverMicros, double generatorMicros) {}

    private final SocketLoop loop;
    private final List<Watcher> watchers = new ArrayList<>();
    private long appended;

    // shared with the loop's thread
    private final AtomicLong connected = new AtomicLong();
    private final AtomicLong received = new AtomicLong();
    private volatile Histogram latencies = new Histogram(LATENCY_NANOS_MAX, 3);

    public RoomAudience(int port) throws IOException {
        loop = new SocketLoop(port);
    }

    /** Confined to the loop's thread. What one WebSocket has to see: all events in order, each once. */
    private final class Watcher implements Link.Listener {
        private long next;
        /** Where the mark was; it is mostly there again. */
        private int mark;

        @Override
        public void message(Link link, byte[] bytes, int from, int length) {
            long now = System.nanoTime();
            int to = from + length;
            if (from + mark + MARK.length > to || !Text.isAt(MARK, bytes, from + mark)) {
                int found = Text.find(MARK, bytes, from, to);
                if (found < 0) {
                    other(bytes, from, length);
                    return;
                }
                mark = found - from;
            }
            int at = from + mark + MARK.length;
            long number = Text.number(bytes, at, at + NUMBER_DIGITS);
            if (number < next) {
                throw new MeasurementException("event " + number + " came again or out of order");
            }
            next = number + 1;
            int nanosAt = at + NUMBER_DIGITS + 1;
            long due = Text.number(bytes, nanosAt, Math.min(nanosAt + NANOS_DIGITS, to));
            latencies.recordValue(Math.clamp(now - due, 0, LATENCY_NANOS_MAX));
            received.setRelease(received.getPlain() + 1);
        }

        private void other(byte[] bytes, int from, int length) {
            if (Text.find(CONNECTED, bytes, from, from + length) < 0) {
                throw new MeasurementException("no event: " + Text.shown(bytes, from, length));
            }
            connected.setRelease(connected.getPlain() + 1);
        }
    }

    /** Opens so many WebSockets; returns once the server has told each that it is connected. */
    public void connect(int count, String path) throws IOException, InterruptedException {
        for (int i = 0; i < count; i++) {
            Watcher watcher = new Watcher();
            watchers.add(watcher);
            loop.open(path, "", watcher);
        }
        if (!loop.await(() -> connected.getAcquire() == watchers.size(), CONNECTED_TIMEOUT)) {
            throw new MeasurementException(
                    "%d of %d subscribers were connected".formatted(connected.getAcquire(), watchers.size()));
        }
    }

    /** Appends for so long, then waits for what is on the way. */
    public Outcome measure(int eventsPerSecond, Duration duration, Appender appender, ServerCpu cpu)
            throws IOException, InterruptedException {
        Histogram latency = new Histogram(LATENCY_NANOS_MAX, 3);
        latencies = latency;
        long receivedBefore = received.getAcquire();
        long count = duration.toMillis() * eventsPerSecond / TimeUnit.SECONDS.toMillis(1);
        Usage before = Usage.now(cpu);
        append(count, eventsPerSecond, appender);
        long due = count * watchers.size();
        var _ = loop.await(() -> received.getAcquire() - receivedBefore >= due, DRAIN_TIMEOUT);
        Usage usage = Usage.now(cpu).since(before);
        long deliveries = received.getAcquire() - receivedBefore;
        if (deliveries == 0) {
            throw new MeasurementException("no event arrived");
        }
        return new Outcome(
                latency,
                deliveries,
                due - deliveries,
                usage.serverMicrosEach(deliveries),
                usage.generatorMicrosEach(deliveries));
    }

    private void append(long count, int eventsPerSecond, Appender appender) throws IOException, InterruptedException {
        long period = TimeUnit.SECONDS.toNanos(1) / eventsPerSecond;
        long start = System.nanoTime();
        for (long i = 0; i < count; i++) {
            long due = start + i * period;
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            appender.append(data(appended, due));
            appended++;
            loop.pass(Duration.ZERO);
        }
    }

    static String data(long number, long nanos) {
        return String.format(Locale.ROOT, "@event %010d %019d %s", number, nanos, PADDING);
    }

    @Override
    public void close() throws IOException {
        loop.close();
    }
}
