package io.synap.bench.websocket;

import io.synap.bench.system.MeasurementException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Confined to the measuring thread, but for its own, which reads. Any number of WebSockets to one server: opened one
 * after the other, then read by one thread, which answers pings all along. One that is closed fails the measurement.
 */
public final class SocketLoop implements AutoCloseable {
    private static final int READ_BYTES = 1 << 17;
    private static final int SOURCES = 8;
    private static final Duration POLL = Duration.ofMillis(2);
    /**
     * Between two turns, so that a turn reads what has gathered: otherwise the server would mostly wake this thread,
     * once for each frame. Part of every latency measured.
     */
    private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

    private record Newcomer(Link link, String rest, String first) {}

    private final int port;
    private final Selector selector = Selector.open();
    private final List<Link> links = new ArrayList<>();
    private final Thread thread;

    // shared with the thread
    private final Queue<Newcomer> newcomers = new ConcurrentLinkedQueue<>();
    private final AtomicLong pings = new AtomicLong();
    private final CompletableFuture<Void> failure = new CompletableFuture<>();

    public SocketLoop(int port) throws IOException {
        this.port = port;
        this.thread = Thread.ofPlatform().daemon().name("websockets").start(this::run);
    }

    /**
     * Opens one more.
     *
     * @param first the text that it sends at once; empty for none
     */
    public Link open(String path, String first, Link.Listener listener) throws IOException {
        byte[] source = {127, 0, 0, (byte) (2 + links.size() % SOURCES)};
        Handshake handshake = Handshake.open(port, InetAddress.getByAddress(source), path);
        Link link = new Link(handshake.channel(), listener, links.size(), pings);
        links.add(link);
        newcomers.add(new Newcomer(link, handshake.rest(), first));
        selector.wakeup();
        return link;
    }

    /** Lets so much time pass, or throws what the thread has met before that. */
    public void pass(Duration time) throws IOException, InterruptedException {
        try {
            failure.get(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException nothingFailed) {
            return;
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException io -> throw io;
                case UncheckedIOException io -> throw io.getCause();
                case MeasurementException unreal -> throw unreal;
                case null, default -> throw new MeasurementException("the load failed: " + e.getCause(), e);
            }
        }
    }

    /** Waits for something that the thread brings about; false if it does not come in time. */
    public boolean await(BooleanSupplier condition, Duration timeout) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            pass(POLL);
        }
        return true;
    }

    /** Pings that were answered so far. */
    public long pings() {
        return pings.getAcquire();
    }

    private void run() {
        byte[] in = new byte[READ_BYTES];
        try {
            while (selector.isOpen()) {
                selector.select(key -> ready(key, in));
                greet();
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        } catch (ClosedSelectorException ended) {
            return;
        } catch (IOException | RuntimeException e) {
            failure.completeExceptionally(e);
        }
    }

    private void greet() throws IOException {
        for (Newcomer next = newcomers.poll(); next != null; next = newcomers.poll()) {
            next.link().register(selector);
            byte[] first = next.first().getBytes(StandardCharsets.UTF_8);
            if (first.length > 0) {
                next.link().send(first, first.length);
            }
            byte[] rest = next.rest().getBytes(StandardCharsets.ISO_8859_1);
            next.link().receive(rest, rest.length);
        }
    }

    private static void ready(SelectionKey key, byte[] in) {
        Link link = (Link) key.attachment();
        try {
            if (key.isWritable()) {
                link.flush();
            }
            if (key.isReadable()) {
                link.read(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without a word to the server, as clients go. */
    @Override
    public void close() throws IOException {
        selector.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Link link : links) {
            link.close();
        }
    }
}
