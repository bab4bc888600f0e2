package io.synap.client.queue;

import io.synap.client.wire.Arguments;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** How a message is published. Immutable: each method gives another. What is not said is as the queue has it. */
public final class PublishOptions {
    private static final int PRIORITY_MAX = 9;
    private static final int DELIVERIES_MAX = 0xffff;
    private static final int UNSAID = -1;
    private static final PublishOptions NONE = new PublishOptions(UNSAID, 0, 0, 0, "", "", Map.of());

    private final int priority;
    private final long delayMillis;
    private final long ttlMillis;
    private final int maxDeliveries;
    private final String dedupId;
    private final String orderingKey;
    private final Map<String, String> headers;

    private PublishOptions(
            int priority,
            long delayMillis,
            long ttlMillis,
            int maxDeliveries,
            String dedupId,
            String orderingKey,
            Map<String, String> headers) {
        this.priority = priority;
        this.delayMillis = delayMillis;
        this.ttlMillis = ttlMillis;
        this.maxDeliveries = maxDeliveries;
        this.dedupId = dedupId;
        this.orderingKey = orderingKey;
        this.headers = headers;
    }

    /** As the queue has it. */
    public static PublishOptions none() {
        return NONE;
    }

    /** From 0 to 9; 9 is received first. */
    public PublishOptions priority(int value) {
        Checks.within("priority", value, 0, PRIORITY_MAX);
        return new PublishOptions(value, delayMillis, ttlMillis, maxDeliveries, dedupId, orderingKey, headers);
    }

    /** It cannot be received earlier. */
    public PublishOptions delay(Duration value) {
        long millis = Checks.notNegative("delay", value);
        return new PublishOptions(priority, millis, ttlMillis, maxDeliveries, dedupId, orderingKey, headers);
    }

    /** It becomes a dead letter if nobody has received it by then. */
    public PublishOptions ttl(Duration value) {
        long millis = Checks.positive("ttl", value);
        return new PublishOptions(priority, delayMillis, millis, maxDeliveries, dedupId, orderingKey, headers);
    }

    /** So many deliveries in vain make it a dead letter. */
    public PublishOptions maxDeliveries(int value) {
        Checks.within("maxDeliveries", value, 1, DELIVERIES_MAX);
        return new PublishOptions(priority, delayMillis, ttlMillis, value, dedupId, orderingKey, headers);
    }

    /** Publishing with the same id again, within the queue's window, does nothing. */
    public PublishOptions dedupId(String value) {
        Checks.name("dedupId", value);
        return new PublishOptions(priority, delayMillis, ttlMillis, maxDeliveries, value, orderingKey, headers);
    }

    /** Messages of one key are handed out in their order, one at a time. */
    public PublishOptions orderingKey(String value) {
        Checks.name("orderingKey", value);
        return new PublishOptions(priority, delayMillis, ttlMillis, maxDeliveries, dedupId, value, headers);
    }

    /** One more header. */
    public PublishOptions header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(Checks.name("name", name), Objects.requireNonNull(value, "value"));
        return new PublishOptions(priority, delayMillis, ttlMillis, maxDeliveries, dedupId, orderingKey, more);
    }

    Arguments writeTo(Arguments arguments) {
        if (priority != UNSAID) {
            arguments.integer("priority", priority);
        }
        if (delayMillis > 0) {
            arguments.integer("delay_ms", delayMillis);
        }
        if (ttlMillis > 0) {
            arguments.integer("ttl_ms", ttlMillis);
        }
        if (maxDeliveries > 0) {
            arguments.integer("max_deliveries", maxDeliveries);
        }
        if (!dedupId.isEmpty()) {
            arguments.text("dedup_id", dedupId);
        }
        if (!orderingKey.isEmpty()) {
            arguments.text("ordering_key", orderingKey);
        }
        return headers.isEmpty() ? arguments : arguments.textMap("headers", headers);
    }
}
