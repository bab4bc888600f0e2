package io.synap.bench.pubsub;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Confined to its thread but for {@link #sent}, {@link #stop} and {@link #close}. The publisher: sends a batch that was
 * encoded before, reads its answers, sends the next; waits where the slowest subscriber is too far behind.
 */
final class Sender implements AutoCloseable {
    private static final int READ_BYTES = 1 << 12;
    private static final long BEHIND_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(20);

    private final SocketChannel channel;
    private final ByteBuffer requests;
    private final ByteBuffer in = ByteBuffer.allocateDirect(READ_BYTES);
    private final byte[] interjectionAnswer;
    private final ExpectedBytes answers;
    private final int pipeline;
    private final int batchBytes;
    private final long aheadMax;
    private long answeredInterjections;

    // shared
    private final AtomicLong sent = new AtomicLong();
    private volatile boolean stopped;

    /** {@code aheadMax} messages may be sent that the slowest subscriber has not received. */
    Sender(int port, Wire wire, long aheadMax) throws IOException {
        TextLink link = new TextLink(port);
        wire.dialect().open(link);
        this.channel = link.channel();
        byte[] all = wire.requests();
        this.requests = ByteBuffer.allocateDirect(all.length).put(all);
        this.pipeline = wire.pipeline();
        this.batchBytes = all.length / wire.batches();
        this.aheadMax = aheadMax;
        this.interjectionAnswer = wire.dialect().interjectionAnswer();
        this.answers = wire.answers();
        answers.receive(link.rest());
    }

    /** Messages sent so far, of batches that were answered. */
    long sent() {
        return sent.get();
    }

    /** After the batch under way; it is answered first. */
    void stop() {
        stopped = true;
    }

    /** Publishes until it is stopped; {@code slowest} says how many messages every subscriber has received. */
    void run(LongSupplier slowest) throws IOException {
        requests.limit(0);
        while (!stopped) {
            if (sent.getPlain() + pipeline - slowest.getAsLong() > aheadMax) {
                LockSupport.parkNanos(BEHIND_PAUSE_NANOS);
                continue;
            }
            int from = requests.limit() == requests.capacity() ? 0 : requests.limit();
            requests.limit(from + batchBytes).position(from);
            while (requests.hasRemaining()) {
                channel.write(requests);
            }
            awaitAnswer(answers.items() + 1);
            sent.setRelease(sent.getPlain() + pipeline);
        }
    }

    private void awaitAnswer(long batches) throws IOException {
        while (answers.items() < batches) {
            if (channel.read(in.clear()) < 0) {
                throw new EOFException("the server closed the publisher's connection");
            }
            answers.receive(in.flip());
            while (answeredInterjections < answers.interjections()) {
                channel.write(ByteBuffer.wrap(interjectionAnswer));
                answeredInterjections++;
            }
        }
    }

    @Override
    public void close() throws IOException {
        stopped = true;
        channel.close();
    }
}
