package io.synap.client.queue;

import io.synap.client.wire.Arguments;
import java.time.Duration;

/**
 * How messages are received. Immutable: each method gives another. Unless it is said: one message, no waiting, the
 * queue's lease.
 */
public final class ReceiveOptions {
    private static final int BATCH_MAX = 10_000;
    private static final ReceiveOptions NONE = new ReceiveOptions(1, Duration.ZERO, 0, "", false);

    private final int max;
    private final Duration wait;
    private final long leaseMillis;
    private final String consumer;
    private final boolean noAck;

    private ReceiveOptions(int max, Duration wait, long leaseMillis, String consumer, boolean noAck) {
        this.max = max;
        this.wait = wait;
        this.leaseMillis = leaseMillis;
        this.consumer = consumer;
        this.noAck = noAck;
    }

    /** One message, no waiting. */
    public static ReceiveOptions none() {
        return NONE;
    }

    /** Up to so many messages. */
    public ReceiveOptions max(int messages) {
        Checks.within("max", messages, 1, BATCH_MAX);
        return new ReceiveOptions(messages, wait, leaseMillis, consumer, noAck);
    }

    /** When there is no message, the answer waits so long for one. The client's deadline is extended by it. */
    public ReceiveOptions waitUpTo(Duration most) {
        Checks.notNegative("wait", most);
        return new ReceiveOptions(max, most, leaseMillis, consumer, noAck);
    }

    /** How long the messages are leased. */
    public ReceiveOptions lease(Duration value) {
        return new ReceiveOptions(max, wait, Checks.positive("lease", value), consumer, noAck);
    }

    /** By which name the queue knows who has them in flight. */
    public ReceiveOptions consumer(String name) {
        return new ReceiveOptions(max, wait, leaseMillis, Checks.name("consumer", name), noAck);
    }

    /** They are gone when they are handed out: at most once, and nothing is to be acknowledged. */
    public ReceiveOptions noAck() {
        return new ReceiveOptions(max, wait, leaseMillis, consumer, true);
    }

    Duration waitUpTo() {
        return wait;
    }

    Arguments writeTo(Arguments arguments) {
        arguments.integer("max", max).text("type", Received.PAYLOADS);
        if (!wait.isZero()) {
            arguments.integer("wait_ms", wait.toMillis());
        }
        if (leaseMillis > 0) {
            arguments.integer("lease_ms", leaseMillis);
        }
        if (!consumer.isEmpty()) {
            arguments.text("consumer", consumer);
        }
        return noAck ? arguments.flag("no_ack", true) : arguments;
    }
}
