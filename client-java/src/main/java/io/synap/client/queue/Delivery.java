package io.synap.client.queue;

import io.synap.client.codec.Codec;
import io.synap.client.error.ClientFault;
import io.synap.client.error.SynapClientException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A message that was handed out, under a lease. Immutable and thread-safe, if its payload is.
 *
 * <p>It is no record, since its payload is made of bytes only when it is asked for: so a message that the codec cannot
 * read fails alone, where somebody can reject it, and not with all that came along with it.
 */
public final class Delivery<T> {
    private final String queue;
    private final Received received;
    private final Codec<T> codec;
    /** Made by the first who asked; two who ask at once may make one each. */
    private volatile @Nullable T payload;

    Delivery(String queue, Received received, Codec<T> codec) {
        this.queue = queue;
        this.received = received;
        this.codec = codec;
    }

    public String queue() {
        return queue;
    }

    public long messageId() {
        return received.messageId;
    }

    /** Stands for this delivery of the message; it is lost when its lease ends. */
    public String receipt() {
        return received.receipt;
    }

    /**
     * What was published, as the codec reads it.
     *
     * @throws SynapClientException CODEC_FAILED when it cannot
     */
    public T payload() {
        T known = payload;
        if (known == null) {
            known = decode();
            payload = known;
        }
        return known;
    }

    private T decode() {
        try {
            return codec.decode(received.payload);
        } catch (SynapClientException known) {
            throw known;
        } catch (RuntimeException failed) {
            throw SynapClientException.of(
                    ClientFault.CODEC_FAILED,
                    "message " + received.messageId + " of queue '" + queue + "': " + failed.getMessage(),
                    failed);
        }
    }

    /** As it travelled; nobody may change it. */
    public byte[] payloadBytes() {
        return received.payload;
    }

    /** From 0 to 9. */
    public int priority() {
        return received.priority;
    }

    /** How often it was handed out, this time included: 1 at first. */
    public int deliveryCount() {
        return received.deliveryCount;
    }

    /** After so many in vain it becomes a dead letter. */
    public int maxDeliveries() {
        return received.maxDeliveries;
    }

    /** By the server's clock. */
    public Instant publishedAt() {
        return Instant.ofEpochMilli(received.publishedMillis);
    }

    /** When the lease ends unless it is extended, by the server's clock. */
    public Instant leaseDeadline() {
        return Instant.ofEpochMilli(received.leaseDeadlineMillis);
    }

    /** Until when it has to be received, if it has such a time. */
    public Optional<Instant> expiresAt() {
        return received.expiresMillis == 0
                ? Optional.empty()
                : Optional.of(Instant.ofEpochMilli(received.expiresMillis));
    }

    public Optional<String> orderingKey() {
        return Optional.ofNullable(received.orderingKey);
    }

    public Map<String, String> headers() {
        return received.headers;
    }

    Received received() {
        return received;
    }

    @Override
    public String toString() {
        return "Delivery[" + queue + " " + received.receipt + "]";
    }
}
