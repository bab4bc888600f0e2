package io.synap.client.queue;

import io.synap.client.wire.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the server says of a message that it hands out. Immutable; the payload's bytes are nobody's to change. */
final class Received {
    /** Asks for payloads as bytes, whatever they are: over this wire that needs no base64. */
    static final String PAYLOADS = "base64";

    final long messageId;
    final String receipt;
    final byte[] payload;
    final int priority;
    final int deliveryCount;
    final int maxDeliveries;
    final long publishedMillis;
    final long leaseDeadlineMillis;
    /** 0 for never. */
    final long expiresMillis;

    final @Nullable String orderingKey;
    final Map<String, String> headers;

    private Received(Map<String, Value> members) {
        messageId = Long.parseLong(member(members, "message_id").text());
        receipt = member(members, "receipt").text();
        payload = member(members, "payload").bytes();
        priority = (int) member(members, "priority").integer();
        deliveryCount = (int) member(members, "delivery_count").integer();
        maxDeliveries = (int) member(members, "max_deliveries").integer();
        publishedMillis = member(members, "published_ms").integer();
        leaseDeadlineMillis = member(members, "lease_deadline_ms").integer();
        expiresMillis = member(members, "expires_at_ms").integerIfAny().orElse(0);
        orderingKey = member(members, "ordering_key").textIfAny().orElse(null);
        headers = texts(member(members, "headers"));
    }

    static Received of(Map<String, Value> members) {
        return new Received(members);
    }

    static List<Received> all(Value list) {
        List<Value> elements = list.elements();
        List<Received> all = new ArrayList<>(elements.size());
        for (Value each : elements) {
            all.add(of(each.members()));
        }
        return all;
    }

    private static Value member(Map<String, Value> members, String name) {
        return members.getOrDefault(name, Value.nothing());
    }

    /** An object of texts; none where there is none. */
    static Map<String, String> texts(Value object) {
        if (object.isNull() || object.members().isEmpty()) {
            return Map.of();
        }
        Map<String, String> all = new LinkedHashMap<>();
        object.members().forEach((name, value) -> all.put(name, value.text()));
        return Collections.unmodifiableMap(all);
    }
}
