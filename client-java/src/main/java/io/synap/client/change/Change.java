package io.synap.client.change;

import io.synap.client.wire.Value;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Something that has changed. Immutable.
 *
 * @param family kv, queue, stream, topic or system
 * @param operation such as set, del, published, appended
 * @param name of the key, queue, room or topic; empty for what is about the server
 * @param sequence its place in its shard, for keys their version
 * @param details what else is told, see docs/changes.md: value, expires_at, count, group, to, from, superseded, truncated
 */
public record Change(
        String family,
        String operation,
        Optional<String> name,
        int shard,
        long sequence,
        Instant timestamp,
        Map<String, Value> details) {
    /** The value that a key got, if it is told. Nobody may change the array. */
    public Optional<byte[]> value() {
        Value value = details.getOrDefault("value", Value.nothing());
        return value.isNull() ? Optional.empty() : Optional.of(value.bytes());
    }

    /** How many messages or events it was about. */
    public OptionalLong count() {
        return details.getOrDefault("count", Value.nothing()).integerIfAny();
    }

    static Change read(Map<String, Value> members) {
        Function<String, Value> get = member -> members.getOrDefault(member, Value.nothing());
        return new Change(
                get.apply("family").text(),
                get.apply("operation").text(),
                get.apply("name").textIfAny(),
                Math.toIntExact(get.apply("shard").integer()),
                get.apply("sequence").integer(),
                Instant.ofEpochMilli(get.apply("timestamp").integer()),
                Map.copyOf(members));
    }
}
