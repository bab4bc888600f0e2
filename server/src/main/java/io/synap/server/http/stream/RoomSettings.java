package io.synap.server.http.stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.synap.engine.stream.Room;
import io.synap.protocol.operation.StreamOperation.Settings;
import io.synap.server.http.json.Fields;
import io.synap.server.http.json.ValueOutput;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A room's settings as JSON: {@code {retention: {count, bytes, age_ms}, compaction: "none" | "key"}}. What is
 * not given stays as it is; null and 0 mean unbounded. Stateless.
 */
final class RoomSettings {
    /** The fields, as routes declare them. */
    static final String SHAPE = "retention?:object compaction?:string";

    static final Settings UNCHANGED = new Settings(null, null, null, null);

    private static final Set<String> RETENTION = Set.of("count", "bytes", "age_ms");

    private RoomSettings() {}

    static Settings read(Fields fields) {
        Fields retention = Fields.of(fields.find("retention")).only(RETENTION);
        return new Settings(
                bound(retention, "count"), bound(retention, "bytes"), bound(retention, "age_ms"), compacted(fields));
    }

    private static @Nullable Long bound(Fields retention, String name) {
        JsonNode given = retention.find(name);
        if (given == null) {
            return null;
        }
        long bound = given.isNull() ? 0 : retention.integer(name);
        if (bound < 0) {
            throw Fields.invalid("retention." + name + " must not be negative");
        }
        return bound;
    }

    private static @Nullable Boolean compacted(Fields fields) {
        String compaction = fields.textOrNull("compaction");
        return switch (compaction) {
            case null -> null;
            case "none" -> false;
            case "key" -> true;
            default -> throw Fields.invalid("field 'compaction' must be none or key");
        };
    }

    static void write(ValueOutput out, Room.Config config) {
        out.name("retention").beginObject();
        bound(out, "count", config.eventsMax());
        bound(out, "bytes", config.bytesMax());
        bound(out, "age_ms", config.ageMillisMax());
        out.endObject();
        out.name("compaction").text(config.compacted() ? "key" : "none");
    }

    private static void bound(ValueOutput out, String name, long bound) {
        out.name(name).any(bound == 0 ? null : bound);
    }
}
