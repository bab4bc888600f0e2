package io.synap.server.http.topic;

import com.fasterxml.jackson.databind.JsonNode;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.protocol.operation.Bytes;
import io.synap.protocol.operation.TopicOperation.PartitionOffset;
import io.synap.server.http.RoomNeeded;
import io.synap.server.http.command.CommandCall;
import io.synap.server.http.json.Fields;
import io.synap.server.http.json.NativeText;
import io.synap.server.http.json.Parameters;
import io.synap.server.http.json.Utf8;
import io.synap.server.topic.TopicCommands;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the commands on topics and groups take from a request. Confined to one event loop. */
final class TopicStore {
    private static final int LIST_DEFAULT = 100;

    private final TopicCommands commands;
    private final int listMax;
    private final NativeText text = new NativeText();

    /** @param listMax names in one page */
    TopicStore(TopicCommands commands, int listMax) {
        this.commands = commands;
        this.listMax = listMax;
    }

    TopicCommands commands() {
        return commands;
    }

    Bytes topic(CommandCall call) {
        return name(call, 0, "topic", "name");
    }

    Bytes group(CommandCall call) {
        return name(call, 0, "group_id", "group", "name");
    }

    Bytes member(CommandCall call) {
        return name(call, 1, "member_id", "member");
    }

    int partition(CommandCall call) {
        return partition(call.number(1, "partition_id"));
    }

    private Bytes name(CommandCall call, int place, String... names) {
        call.name(place, text, names);
        Bytes found = utf8(text, names[0]);
        if (place == 0) {
            call.about(text);
        }
        return found;
    }

    /** A name that can be shown in JSON. */
    static Bytes utf8(NativeText name, String field) {
        if (!Utf8.isValid(name.address(), name.length())) {
            throw Fields.invalid("field '" + field + "' is not UTF-8");
        }
        return Bytes.of(name.toArray());
    }

    /** Makes sure that the log takes a command on so many offsets or rooms, or lets the request wait. */
    void room(int count) {
        if (!commands.access().hasRoom(TopicCommands.bytesMax(count))) {
            throw new RoomNeeded();
        }
    }

    /** Milliseconds from {@code name_ms} or {@code name_secs}. */
    static long millis(Fields fields, String name, long otherwise) {
        String inMillis = name + "_ms";
        String inSeconds = name + "_secs";
        if (fields.has(inMillis) && fields.has(inSeconds)) {
            throw Fields.invalid("'" + inMillis + "' and '" + inSeconds + "' exclude each other");
        }
        if (fields.has(inMillis)) {
            return positive(fields, inMillis);
        }
        if (!fields.has(inSeconds)) {
            return otherwise;
        }
        long seconds = positive(fields, inSeconds);
        if (seconds > Long.MAX_VALUE / 1000) {
            throw Fields.invalid("field '" + inSeconds + "' is out of range");
        }
        return 1000 * seconds;
    }

    private static long positive(Fields fields, String name) {
        long value = fields.integer(name);
        if (value <= 0) {
            throw Fields.invalid("field '" + name + "' must be positive");
        }
        return value;
    }

    /** A number that counts things; absent means otherwise. */
    static int count(Fields fields, String name, int otherwise) {
        if (!fields.has(name)) {
            return otherwise;
        }
        long count = fields.integer(name);
        if (count < 1 || count > Integer.MAX_VALUE) {
            throw Fields.invalid("field '" + name + "' is out of range");
        }
        return (int) count;
    }

    /** Offsets: {@code partition_id} and {@code offset}, or several in {@code offsets}. */
    List<PartitionOffset> offsets(Fields fields) {
        if (!fields.has("offsets")) {
            return List.of(offset(fields));
        }
        if (fields.has("partition_id") || fields.has("offset")) {
            throw Fields.invalid("'offsets' excludes 'partition_id' and 'offset'");
        }
        JsonNode array = fields.array("offsets", commands.limits().partitionsMax());
        List<PartitionOffset> offsets = new ArrayList<>(array.size());
        for (JsonNode each : array) {
            offsets.add(offset(Fields.of(each)));
        }
        return offsets;
    }

    private static PartitionOffset offset(Fields fields) {
        return new PartitionOffset(partition(fields.integer("partition_id")), fields.integer("offset"));
    }

    /** A number that no partition has stays one that no partition has. */
    static int partition(long number) {
        return number < 0 || number > Integer.MAX_VALUE ? -1 : (int) number;
    }

    /** How many names a page has at most. */
    int limit(Parameters arguments) {
        long limit = arguments.has("limit") ? arguments.integer("limit") : LIST_DEFAULT;
        if (limit < 1 || limit > listMax) {
            throw Fields.invalid("'limit' must be 1 to " + listMax);
        }
        return (int) limit;
    }

    /** As many names as there are, within the limit of all lists. */
    int all() {
        return listMax;
    }

    /** The name that a page begins behind, null for the first. */
    static @Nullable Bytes cursor(Parameters arguments) {
        String cursor = arguments.textOrNull("cursor");
        if (cursor == null || cursor.isEmpty()) {
            return null;
        }
        try {
            return Bytes.of(Base64.getUrlDecoder().decode(cursor));
        } catch (IllegalArgumentException wrong) {
            throw new SynapException(ErrorCode.INVALID_CURSOR);
        }
    }

    /** Where the page behind these names begins, null when it was the last. */
    static @Nullable String cursorBehind(List<Bytes> names, int limit) {
        return names.size() < limit
                ? null
                : Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(names.getLast().toArray());
    }

    static String shown(Bytes name) {
        return new String(name.toArray(), StandardCharsets.UTF_8);
    }
}
