package io.synap.server.http.topic;

import com.fasterxml.jackson.databind.JsonNode;
import io.synap.engine.stream.Room;
import io.synap.protocol.operation.StreamOperation.Settings;
import io.synap.server.http.json.Fields;
import io.synap.server.http.json.ValueOutput;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the partitions of a topic keep, as JSON: {@code {retention: {count, bytes, age_ms}, compaction: "none" |
 * "key"}} as rooms have it, or the published protocol's {@code retention_policy: {type: "Time" | "Size" |
 * "Messages" | "Combined" | "Infinite", retention_secs, max_bytes, max_messages}}. Stateless.
 */
final class TopicSettings {
    /** The fields, as routes declare them. */
    static final String SHAPE = "num_partitions?:integer replication_factor?:integer retention?:object"
            + " compaction?:string retention_policy?:object segment_bytes?:integer";

    private static final Set<String> RETENTION = Set.of("count", "bytes", "age_ms");
    private static final long MILLIS = 1000;

    private TopicSettings() {}

    static Settings read(Fields fields) {
        Fields policy = Fields.of(fields.find("retention_policy"));
        Fields retention = Fields.of(fields.find("retention")).only(RETENTION);
        if (fields.has("retention_policy") && fields.has("retention")) {
            throw Fields.invalid("'retention' and 'retention_policy' exclude each other");
        }
        Boolean compacted = compacted(fields.textOrNull("compaction"));
        if (!fields.has("retention_policy")) {
            return new Settings(
                    bound(retention, "count"), bound(retention, "bytes"), bound(retention, "age_ms"), compacted);
        }
        boolean any = false;
        String type = policy.text("type").toLowerCase(Locale.ROOT);
        switch (type) {
            case "combined" -> any = true;
            case "time", "size", "messages", "infinite" -> {}
            default -> throw Fields.invalid("'type' must be Time, Size, Messages, Combined or Infinite");
        }
        Long seconds = any || type.equals("time") ? bound(policy, "retention_secs") : null;
        if (seconds != null && seconds > Long.MAX_VALUE / MILLIS) {
            throw Fields.invalid("field 'retention_secs' is out of range");
        }
        return new Settings(
                any || type.equals("messages") ? bound(policy, "max_messages") : null,
                any || type.equals("size") ? bound(policy, "max_bytes") : null,
                seconds == null ? null : MILLIS * seconds,
                compacted);
    }

    /** 0, null and absent mean unbounded. */
    private static @Nullable Long bound(Fields fields, String name) {
        JsonNode given = fields.find(name);
        if (given == null || given.isNull()) {
            return null;
        }
        long bound = fields.integer(name);
        if (bound < 0) {
            throw Fields.invalid("field '" + name + "' must not be negative");
        }
        return bound;
    }

    private static @Nullable Boolean compacted(@Nullable String compaction) {
        return switch (compaction) {
            case null -> null;
            case "none" -> false;
            case "key" -> true;
            default -> throw Fields.invalid("field 'compaction' must be none or key");
        };
    }

    static void write(ValueOutput out, Room.Config config) {
        out.name("retention").beginObject();
        out.name("count").any(orNull(config.eventsMax()));
        out.name("bytes").any(orNull(config.bytesMax()));
        out.name("age_ms").any(orNull(config.ageMillisMax())).endObject();
        out.name("compaction").text(config.compacted() ? "key" : "none");
    }

    private static @Nullable Long orNull(long bound) {
        return bound == 0 ? null : bound;
    }
}
