package io.synap.server.http.pubsub;

import com.fasterxml.jackson.databind.JsonNode;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.protocol.resp.Glob;
import io.synap.server.http.HttpLimits;
import io.synap.server.http.command.CommandCall;
import io.synap.server.http.command.CommandRegistry;
import io.synap.server.http.json.Fields;
import io.synap.server.http.json.NativeText;
import io.synap.server.http.json.ValueJson;
import io.synap.server.http.json.ValueOutput;
import io.synap.server.pubsub.Message;
import io.synap.server.pubsub.PubSub;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Publishes, and tells who listens. Confined to one event loop. */
final class ChannelCalls {
    private static final int LIMIT_DEFAULT = 100;

    private final PubSub hub;
    private final HttpLimits limits;
    private final NativeText channel = new NativeText();
    private final NativeText text = new NativeText();

    ChannelCalls(PubSub hub, HttpLimits limits) {
        this.hub = hub;
        this.limits = limits;
    }

    void register(CommandRegistry registry) {
        registry.add("pubsub.publish", this::publish)
                .add("pubsub.stats", this::stats)
                .add("pubsub.topics", this::topics)
                .add("pubsub.info", this::info);
    }

    private byte[] channel(CommandCall call) {
        call.key(channel, "topic", "channel");
        if (channel.length() == 0) {
            throw Fields.invalid("a channel's name is not empty");
        }
        call.about(channel);
        return channel.toArray();
    }

    /** Publishes to whoever listens now; {@code subscribers_matched} may be none. */
    void publish(CommandCall call) {
        byte[] name = channel(call);
        Fields fields = call.payload();
        byte[] payload = payload(fields);
        Map<String, String> metadata = metadata(fields.find("metadata"), payload.length);
        Message message = hub.message(name, payload, metadata);
        int matched = hub.publish(message);
        ValueOutput out = call.out().beginObject();
        out.name("message_id").text(Long.toString(message.id()));
        MessageEvent.channel(out, "topic", name, text);
        out.name("subscribers_matched").number(matched).endObject();
    }

    private byte[] payload(Fields fields) {
        String encoded = fields.textOrNull("payload_base64");
        JsonNode payload = fields.find("payload");
        JsonNode value = payload == null ? fields.find("data") : payload;
        if (encoded == null) {
            ValueJson.read(value == null ? fields.any("payload") : value, text);
            return text.toArray();
        }
        if (value != null) {
            throw Fields.invalid("'payload' and 'payload_base64' exclude each other");
        }
        try {
            return Base64.getDecoder().decode(encoded);
        } catch (IllegalArgumentException wrong) {
            throw Fields.invalid("field 'payload_base64' is not base64");
        }
    }

    private Map<String, String> metadata(@Nullable JsonNode given, int payloadLength) {
        if (given == null || given.isNull() || given.isEmpty()) {
            return Map.of();
        }
        if (!given.isObject()) {
            throw Fields.invalid("field 'metadata' must be an object");
        }
        Map<String, String> metadata = new LinkedHashMap<>();
        long bytes = payloadLength;
        for (Map.Entry<String, JsonNode> each : given.properties()) {
            String value = each.getValue().isTextual()
                    ? each.getValue().textValue()
                    : each.getValue().toString();
            metadata.put(each.getKey(), value);
            bytes += each.getKey().length() + value.length();
        }
        if (bytes > hub.limits().messageBytesMax()) {
            throw new SynapException(ErrorCode.MESSAGE_TOO_LARGE);
        }
        return metadata;
    }

    void stats(CommandCall call) {
        int patterns = hub.patternCount();
        call.out()
                .beginObject()
                .name("total_topics")
                .number(hub.channelCount(false))
                .name("total_subscribers")
                .number(hub.subscriptions())
                .name("total_wildcard_subscriptions")
                .number(patterns)
                .name("messages_published")
                .number(hub.published())
                .name("messages_delivered")
                .number(hub.deliveries())
                .name("slow_consumers")
                .number(hub.slowConsumers())
                .endObject();
    }

    /** The names of channels that are subscribed to. */
    void topics(CommandCall call) {
        int limit = limit(call, limits.listMax());
        List<byte[]> names = names(call);
        ValueOutput out = call.out().beginObject().name("topics").beginArray();
        for (byte[] name : first(names, limit)) {
            out.text(new String(name, StandardCharsets.UTF_8));
        }
        out.endArray().name("count").number(names.size()).endObject();
    }

    /** As {@link #topics}, with how many subscriptions each has. */
    void list(CommandCall call) {
        int limit = limit(call, LIMIT_DEFAULT);
        List<byte[]> names = names(call);
        ValueOutput out = call.out().beginObject().name("data").beginArray();
        for (byte[] name : first(names, limit)) {
            out.beginObject();
            MessageEvent.channel(out, "channel", name, text);
            out.name("subscriptions").number(hub.subscriptions(name, false)).endObject();
        }
        out.endArray().name("metadata").beginObject();
        out.name("limit").number(limit).name("total").number(names.size());
        out.endObject().endObject();
    }

    private int limit(CommandCall call, int otherwise) {
        long limit = call.arguments().has("limit") ? call.arguments().integer("limit") : otherwise;
        if (limit < 1) {
            throw Fields.invalid("limit must be at least 1");
        }
        return (int) Math.min(limit, limits.listMax());
    }

    /** Those that come first in the order of names; of many they are chosen without bringing all into order. */
    private static List<byte[]> first(List<byte[]> names, int limit) {
        if (names.size() <= limit) {
            names.sort(Arrays::compareUnsigned);
            return names;
        }
        PriorityQueue<byte[]> chosen = new PriorityQueue<>(limit + 1, (a, b) -> Arrays.compareUnsigned(b, a));
        for (byte[] name : names) {
            if (chosen.size() < limit || Arrays.compareUnsigned(name, chosen.element()) < 0) {
                chosen.add(name);
            }
            if (chosen.size() > limit) {
                chosen.remove();
            }
        }
        List<byte[]> sorted = new ArrayList<>(chosen);
        sorted.sort(Arrays::compareUnsigned);
        return sorted;
    }

    /** Those that match, if it is said what; else all. */
    private List<byte[]> names(CommandCall call) {
        String match = call.arguments().textOrNull("match");
        Glob glob = match == null ? null : new Glob(match.getBytes(StandardCharsets.UTF_8));
        return hub.channels(glob, false);
    }

    /** Who listens to a channel by its name, and whether anybody would get a message. */
    void info(CommandCall call) {
        byte[] name = channel(call);
        ValueOutput out = call.out().beginObject();
        MessageEvent.channel(out, "topic", name, text);
        out.name("subscriber_count").number(hub.subscriptions(name, false)).endObject();
    }
}
