package io.synap.client.room;

import io.synap.client.wire.Arguments;
import java.time.Instant;

/** Up to where the oldest events are removed. Immutable. */
public sealed interface Trim {
    /** So many newest events stay. */
    record KeepEvents(long count) implements Trim {
        public KeepEvents {
            Checks.notNegative("count", count);
        }
    }

    /** So many bytes of newest events stay. */
    record KeepBytes(long bytes) implements Trim {
        public KeepBytes {
            Checks.notNegative("bytes", bytes);
        }
    }

    record BeforeOffset(long offset) implements Trim {
        public BeforeOffset {
            Checks.notNegative("offset", offset);
        }
    }

    record BeforeStreamId(String id) implements Trim {
        public BeforeStreamId {
            Checks.named("id", id);
        }
    }

    record BeforeTime(Instant time) implements Trim {}

    default Arguments addTo(Arguments arguments) {
        return switch (this) {
            case KeepEvents(var count) -> arguments.integer("count", count);
            case KeepBytes(var bytes) -> arguments.integer("bytes", bytes);
            case BeforeOffset(var offset) -> arguments.integer("before_offset", offset);
            case BeforeStreamId(var id) -> arguments.text("before_stream_id", id);
            case BeforeTime(var time) -> arguments.integer("before_ms", time.toEpochMilli());
        };
    }
}
