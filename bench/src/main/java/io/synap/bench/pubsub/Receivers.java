package io.synap.bench.pubsub;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Confined to its thread but for the counts, {@link #end} and {@link #close}. All subscribers: one thread that compares
 * what comes with what has to come, and counts.
 */
final class Receivers implements AutoCloseable {
    private static final int READ_BYTES = 1 << 18;
    /** Between two turns, so that one read takes what gathered meanwhile: otherwise mostly wake-ups would be measured. */
    private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

    private final Wire wire;
    private final Selector selector = Selector.open();
    private final List<Receiver> all = new ArrayList<>();
    private final ByteBuffer in = ByteBuffer.allocateDirect(READ_BYTES);
    private int open;

    private volatile boolean ending;

    /** One subscriber's connection. */
    private static final class Receiver {
        final SocketChannel channel;
        ExpectedBytes expected;
        long answeredInterjections;
        boolean last;

        /** Written by the thread alone, read by all. */
        final AtomicLong received = new AtomicLong();

        Receiver(SocketChannel channel, ExpectedBytes expected) {
            this.channel = channel;
            this.expected = expected;
        }
    }

    Receivers(Wire wire) throws IOException {
        this.wire = wire;
    }

    /** Connects one more subscriber; before {@link #run}. */
    void add(int port) throws IOException {
        TextLink link = new TextLink(port);
        Receiver receiver = new Receiver(link.channel(), wire.pushes());
        all.add(receiver);
        wire.dialect().open(link);
        wire.dialect().subscribe(link, wire.subject());
        receiver.expected.receive(link.rest());
        receiver.channel.configureBlocking(false);
        var _ = receiver.channel.register(selector, SelectionKey.OP_READ, receiver);
    }

    /** Messages that all subscribers have received together. */
    long received() {
        long sum = 0;
        for (Receiver receiver : all) {
            sum += receiver.received.getAcquire();
        }
        return sum;
    }

    /** Messages that the slowest subscriber has received. */
    long slowest() {
        long least = Long.MAX_VALUE;
        for (Receiver receiver : all) {
            least = Math.min(least, receiver.received.getAcquire());
        }
        return least;
    }

    /** Lets each ask for a last answer, which shows that nothing else is on the way, and {@link #run} end. */
    void end() {
        ending = true;
        selector.wakeup();
    }

    /** Receives until all have their last answer. */
    void run() throws IOException {
        open = all.size();
        boolean asked = false;
        while (open > 0) {
            selector.select(this::ready);
            LockSupport.parkNanos(PAUSE_NANOS);
            if (ending && !asked) {
                asked = true;
                askLast();
            }
        }
    }

    private void askLast() throws IOException {
        for (Receiver receiver : all) {
            receiver.expected = wire.last();
            receiver.answeredInterjections = 0;
            receiver.last = true;
            receiver.channel.write(ByteBuffer.wrap(wire.dialect().lastRequest()));
        }
    }

    private void ready(SelectionKey key) {
        Receiver receiver = (Receiver) key.attachment();
        try {
            receive(receiver);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (receiver.last && receiver.expected.items() > 0) {
            key.cancel();
            open--;
        }
    }

    private void receive(Receiver receiver) throws IOException {
        if (receiver.channel.read(in.clear()) < 0) {
            throw new EOFException("the server closed a subscriber's connection");
        }
        ExpectedBytes expected = receiver.expected;
        expected.receive(in.flip());
        while (receiver.answeredInterjections < expected.interjections()) {
            receiver.channel.write(ByteBuffer.wrap(wire.dialect().interjectionAnswer()));
            receiver.answeredInterjections++;
        }
        if (!receiver.last) {
            receiver.received.setRelease(expected.items());
        }
    }

    @Override
    public void close() throws IOException {
        for (Receiver receiver : all) {
            receiver.channel.close();
        }
        selector.close();
    }
}
