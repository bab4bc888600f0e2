package io.synap.server.http.queue;

import io.synap.engine.memory.LargeValue;
import io.synap.engine.queue.Message;
import io.synap.engine.queue.MessageState;
import io.synap.protocol.operation.DeathReason;
import io.synap.server.http.json.NativeText;
import io.synap.server.http.json.Utf8;
import io.synap.server.http.json.ValueJson;
import io.synap.server.http.json.ValueOutput;
import io.synap.server.queue.MessageCopies;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes messages as JSON. Confined to one event loop. */
final class MessageJson {
    private static final List<String> PUBLISHED =
            List.of("message_id", "payload", "priority", "retry_count", "max_retries", "headers");

    private final NativeText pieces = new NativeText();

    /** What each field of a message that was received holds, for the document of the routes. */
    static final String SHAPE = "message_id:string receipt:string payload?:any payload_base64?:string priority:integer"
            + " delivery_count:integer retry_count:integer max_deliveries:integer max_retries:integer"
            + " published_ms:integer lease_deadline_ms:integer expires_at_ms?:integer ordering_key?:string"
            + " headers:object";

    static String id(long message) {
        return Long.toString(Message.id(message));
    }

    /** That there is no message, as the published protocol has it: fields of an open object. */
    static void nothing(ValueOutput out) {
        for (String name : PUBLISHED) {
            out.name(name).nothing();
        }
    }

    /** Writes a message that was handed out, as fields of an open object. */
    void received(ValueOutput out, MessageCopies messages, int index, int queueMaxDeliveries, Payloads.Form form) {
        long message = messages.message(index);
        int given = Message.maxDeliveries(message);
        int maxDeliveries = given == 0 ? queueMaxDeliveries : given;
        int deliveries = Message.deliveryCount(message);
        out.name("message_id").text(id(message));
        out.name("receipt").text(id(message) + "-" + Message.deliveryNumber(message));
        payload(out, messages, index, form);
        out.name("priority").number(Message.priority(message));
        out.name("delivery_count").number(deliveries);
        out.name("retry_count").number(Math.max(0, deliveries - 1));
        out.name("max_deliveries").number(maxDeliveries);
        out.name("max_retries").number(maxDeliveries - 1L);
        out.name("published_ms").number(Message.publishedMillis(message));
        out.name("lease_deadline_ms").number(Message.leaseDeadline(message));
        common(out, message);
    }

    /** Writes a message as it lies in its queue, without its payload, as fields of an open object. */
    void listed(ValueOutput out, long message) {
        out.name("message_id").text(id(message));
        out.name("state").text(state(Message.state(message)));
        out.name("priority").number(Message.priority(message));
        out.name("payload_length").number(Message.payloadLength(message));
        out.name("delivery_count").number(Message.deliveryCount(message));
        out.name("deliveries_total").number(Message.deliveryNumber(message));
        out.name("published_ms").number(Message.publishedMillis(message));
        common(out, message);
        DeathReason reason = Message.deathReason(message);
        if (reason != null) {
            out.name("reason").text(reason.text());
            out.name("deaths").number(Message.deaths(message));
            out.name("first_died_ms").number(Message.firstDiedMillis(message));
            out.name("last_died_ms").number(Message.lastDiedMillis(message));
        }
        text(out, "error", Message.lastError(message), Message.lastErrorLength(message));
    }

    /** Writes what befell a message, as a field of an open object. */
    void history(ValueOutput out, long message) {
        out.name("history").beginArray();
        Message.history(
                message,
                (event, atMillis, delivery) -> out.beginObject()
                        .name("event")
                        .text(event.text())
                        .name("at_ms")
                        .number(atMillis)
                        .name("delivery")
                        .number(delivery)
                        .endObject());
        out.endArray();
    }

    void payload(ValueOutput out, MessageCopies messages, int index, Payloads.Form form) {
        long message = messages.message(index);
        int length = Message.payloadLength(message);
        @Nullable LargeValue large = messages.takeLarge(index);
        if (large == null) {
            Payloads.write(out, Message.payload(message), length, form);
            return;
        }
        try {
            large.copy(0, length, pieces.reserve(length));
        } finally {
            large.close();
        }
        Payloads.write(out, pieces.address(), length, form);
    }

    private static void common(ValueOutput out, long message) {
        long expires = Message.ttlDeadline(message);
        if (expires != Long.MAX_VALUE) {
            out.name("expires_at_ms").number(expires);
        }
        text(out, "ordering_key", Message.orderingKey(message), Message.orderingKeyLength(message));
        headers(out, message);
    }

    /** An object of those that are text; the others, of which there are hardly any, as pairs of bytes. */
    private static void headers(ValueOutput out, long message) {
        int[] others = new int[1];
        out.name("headers").beginObject();
        Message.headers(message, (name, nameLength, value, valueLength) -> {
            if (Utf8.isValid(name, nameLength) && Utf8.isValid(value, valueLength)) {
                out.name(name, nameLength).text(value, valueLength);
            } else {
                others[0]++;
            }
        });
        out.endObject();
        if (others[0] == 0) {
            return;
        }
        out.name(out.isBinary() ? "headers_bytes" : "headers_base64").beginArray();
        Message.headers(message, (name, nameLength, value, valueLength) -> {
            if (!Utf8.isValid(name, nameLength) || !Utf8.isValid(value, valueLength)) {
                out.beginArray()
                        .bytes(name, nameLength)
                        .bytes(value, valueLength)
                        .endArray();
            }
        });
        out.endArray();
    }

    /** A field that is there only if it is not empty; under another name when it is no text. */
    private static void text(ValueOutput out, String name, long address, int length) {
        if (length == 0) {
            return;
        }
        ValueJson.named(out, name, address, length);
    }

    private static String state(MessageState state) {
        return switch (state) {
            case READY -> "ready";
            case DELAYED -> "delayed";
            case WAITING -> "waiting";
            case LEASED -> "leased";
            case DEAD -> "dead";
        };
    }
}
