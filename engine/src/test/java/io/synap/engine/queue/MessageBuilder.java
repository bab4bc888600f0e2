package io.synap.engine.queue;

import io.synap.protocol.operation.Bytes;
import io.synap.protocol.operation.QueueOperation;
import io.synap.protocol.operation.QueueOperation.Header;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A message to be published, with what a test cares for. */
final class MessageBuilder {
    private final Bytes payload;
    private int priority = -1;
    private long delayMillis;
    private long ttlMillis;
    private int maxDeliveries;
    private Bytes dedupId = Bytes.EMPTY;
    private Bytes orderingKey = Bytes.EMPTY;
    private final List<Header> headers = new ArrayList<>();

    MessageBuilder(String payload) {
        this.payload = Bytes.of(payload.getBytes(StandardCharsets.ISO_8859_1));
    }

    MessageBuilder priority(int value) {
        priority = value;
        return this;
    }

    MessageBuilder delay(long millis) {
        delayMillis = millis;
        return this;
    }

    MessageBuilder ttl(long millis) {
        ttlMillis = millis;
        return this;
    }

    MessageBuilder maxDeliveries(int most) {
        maxDeliveries = most;
        return this;
    }

    MessageBuilder dedup(String id) {
        dedupId = Bytes.utf8(id);
        return this;
    }

    MessageBuilder key(String key) {
        orderingKey = Bytes.utf8(key);
        return this;
    }

    MessageBuilder header(String name, String value) {
        headers.add(new Header(Bytes.utf8(name), Bytes.utf8(value)));
        return this;
    }

    QueueOperation.Message build() {
        return new QueueOperation.Message(
                payload, priority, delayMillis, ttlMillis, maxDeliveries, dedupId, orderingKey, List.copyOf(headers));
    }
}
