package io.synap.server.http.queue;

import com.fasterxml.jackson.databind.JsonNode;
import io.synap.engine.Outcome;
import io.synap.server.http.HttpLimits;
import io.synap.server.http.command.CommandCall;
import io.synap.server.http.command.CommandRegistry;
import io.synap.server.http.json.Fields;
import io.synap.server.http.json.NativeText;
import io.synap.server.http.json.ValueJson;
import io.synap.server.http.json.ValueOutput;
import io.synap.server.queue.MessageOptions;
import io.synap.server.queue.QueueCommands;
import java.util.Map;
import java.util.Set;

/** Puts messages into queues. Confined to one event loop. */
final class PublishCalls {
    /** The fields of one message. */
    static final String MESSAGE = "payload?:any payload_base64?:string priority?:integer delay_ms?:integer"
            + " ttl_ms?:integer max_deliveries?:integer max_retries?:integer dedup_id?:string ordering_key?:string"
            + " headers?:object";

    private static final Set<String> MESSAGE_FIELDS = Set.of(
            "payload",
            "payload_base64",
            "priority",
            "delay_ms",
            "ttl_ms",
            "max_deliveries",
            "max_retries",
            "dedup_id",
            "ordering_key",
            "headers");

    private final QueueStore store;
    private final HttpLimits limits;
    private final MessageOptions options = new MessageOptions();
    private final NativeText payload = new NativeText();
    private final NativeText dedupId = new NativeText();
    private final NativeText orderingKey = new NativeText();
    private final NativeText headerName = new NativeText();
    private final NativeText headerValue = new NativeText();

    PublishCalls(QueueStore store, HttpLimits limits) {
        this.store = store;
        this.limits = limits;
    }

    void register(CommandRegistry registry) {
        registry.add("queue.publish", this::publish).add("queue.mpublish", this::publish);
    }

    /** Publishes one message, or all of {@code messages} as one. */
    void publish(CommandCall call) {
        store.queue(call);
        Fields fields = call.payload();
        boolean several = fields.has("messages");
        QueueCommands commands = store.commands();
        commands.beginPublish(store.queue.address(), store.queue.length());
        if (several) {
            for (JsonNode message : fields.array("messages", limits.batchMax())) {
                add(Fields.of(message).only(MESSAGE_FIELDS));
            }
        } else {
            add(fields);
        }
        store.roomForGathered();
        Outcome outcome = QueueStore.checked(commands.publish());
        ValueOutput out = call.out();
        if (!several) {
            write(out, outcome, 0);
            return;
        }
        out.beginObject().name("messages").beginArray();
        for (int i = 0; i < outcome.count(); i++) {
            write(out, outcome, i);
        }
        out.endArray().endObject();
    }

    private static void write(ValueOutput out, Outcome outcome, int item) {
        out.beginObject()
                .name("message_id")
                .text(Long.toString(QueueCommands.messageId(outcome, item)))
                .name("duplicate")
                .flag(QueueCommands.isDuplicate(outcome, item))
                .endObject();
    }

    private void add(Fields message) {
        Payloads.read(message, payload);
        options.clear();
        if (message.has("priority")) {
            options.priority(message.integer("priority"));
        }
        if (message.has("delay_ms")) {
            options.delayMillis(message.integer("delay_ms"));
        }
        if (message.has("ttl_ms")) {
            options.ttlMillis(message.integer("ttl_ms"));
        }
        addMaxDeliveries(message);
        if (message.textIfPresent("dedup_id", dedupId)) {
            options.dedupId(dedupId.address(), dedupId.length());
        }
        if (message.textIfPresent("ordering_key", orderingKey)) {
            options.orderingKey(orderingKey.address(), orderingKey.length());
        }
        addHeaders(message);
        store.commands().add(payload.address(), payload.length(), options);
    }

    /** The published protocol counts retries. */
    private void addMaxDeliveries(Fields message) {
        boolean given = message.has("max_deliveries");
        if (given && message.has("max_retries")) {
            throw Fields.invalid("'max_deliveries' and 'max_retries' exclude each other");
        }
        if (given) {
            options.maxDeliveries(message.integer("max_deliveries"));
        } else if (message.has("max_retries")) {
            options.maxDeliveries(SettingFields.deliveries(message.integer("max_retries")));
        }
    }

    private void addHeaders(Fields message) {
        if (!message.has("headers")) {
            return;
        }
        JsonNode headers = message.any("headers");
        if (!headers.isObject()) {
            throw Fields.invalid("field 'headers' must be an object");
        }
        for (Map.Entry<String, JsonNode> header : headers.properties()) {
            JsonNode value = header.getValue();
            headerName.set(header.getKey());
            ValueJson.read(value, headerValue);
            options.header(headerName.address(), headerName.length(), headerValue.address(), headerValue.length());
        }
    }
}
