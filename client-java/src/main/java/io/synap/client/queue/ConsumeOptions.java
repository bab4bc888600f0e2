package io.synap.client.queue;

import io.synap.client.wire.Arguments;
import java.time.Duration;

/**
 * How messages are consumed as they come. Immutable: each method gives another. Unless it is said: 100 messages in
 * hand, the queue's lease.
 */
public final class ConsumeOptions {
    static final int PREFETCH_MAX = 10_000;
    private static final ConsumeOptions NONE = new ConsumeOptions(100, 0, "", false);

    private final int prefetch;
    private final long leaseMillis;
    private final String consumer;
    private final boolean noAck;

    private ConsumeOptions(int prefetch, long leaseMillis, String consumer, boolean noAck) {
        this.prefetch = prefetch;
        this.leaseMillis = leaseMillis;
        this.consumer = consumer;
        this.noAck = noAck;
    }

    /** 100 messages in hand, the queue's lease. */
    public static ConsumeOptions none() {
        return NONE;
    }

    /** The most messages that are leased to this consumer and not settled, from 1 to 10,000. */
    public ConsumeOptions prefetch(int messages) {
        Checks.within("prefetch", messages, 1, PREFETCH_MAX);
        return new ConsumeOptions(messages, leaseMillis, consumer, noAck);
    }

    /** How long the messages are leased. */
    public ConsumeOptions lease(Duration value) {
        return new ConsumeOptions(prefetch, Checks.positive("lease", value), consumer, noAck);
    }

    /** By which name the queue knows who has them in flight. */
    public ConsumeOptions consumer(String name) {
        return new ConsumeOptions(prefetch, leaseMillis, Checks.name("consumer", name), noAck);
    }

    /** They are gone when they are handed out: at most once, and nothing is to be acknowledged. */
    public ConsumeOptions noAck() {
        return new ConsumeOptions(prefetch, leaseMillis, consumer, true);
    }

    int prefetch() {
        return prefetch;
    }

    /** @param batch messages in one event */
    Arguments writeTo(Arguments arguments, int batch) {
        arguments.integer("prefetch", prefetch).text("type", Received.PAYLOADS);
        if (batch > 1) {
            arguments.integer("batch", batch);
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
