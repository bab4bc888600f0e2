package io.synap.server.feed;

import io.synap.protocol.operation.Bytes;

/**
 * Something that happened to a key, queue, room, topic or group. Immutable.
 *
 * @param operation in users' words: {@code set}, {@code expired}, {@code published}, see {@link OperationWords}
 * @param name of the key, queue, room, topic or group; empty when it is about a whole shard, or all of them
 * @param sequence of the operation in its shard; of a key its version, if the key is there afterwards
 * @param timeMillis when it was applied, milliseconds since 1970
 * @param cursor what leads on behind it; empty when more of the same operation follows
 */
public record Change(
        ChangeFamily family,
        String operation,
        Bytes name,
        int shard,
        long sequence,
        long timeMillis,
        Detail detail,
        String cursor) {
    /** What is told beside name and operation. */
    public sealed interface Detail {
        record None() implements Detail {}

        /**
         * The key's value after the change.
         *
         * @param deadlineMillis when the key expires, milliseconds since 1970; 0 never
         */
        record Value(Bytes bytes, long deadlineMillis) implements Detail {}

        /** The value is too long to be told with the change. */
        record LongValue(long bytes, long deadlineMillis) implements Detail {}

        /** The key was changed again meanwhile, so that its value after this change is not known any more. */
        record Superseded() implements Detail {}

        /** The key has another name now. */
        record RenamedTo(Bytes target) implements Detail {}

        /** A key's value that another key had before, under another name. */
        record RenamedFrom(Bytes source, Detail value) implements Detail {}

        /** So many messages, events or items. */
        record Count(long items) implements Detail {}

        /** It is about a group of the room. */
        record InGroup(Bytes group) implements Detail {}
    }

    private static final int OVERHEAD_BYTES = 512;

    /** About what it takes in memory, in bytes. */
    public int weight() {
        return OVERHEAD_BYTES + name.length() + cursor.length() + weight(detail);
    }

    private static int weight(Detail detail) {
        return switch (detail) {
            case Detail.Value value -> value.bytes().length();
            case Detail.RenamedFrom renamed -> weight(renamed.value());
            case Detail.None ignored -> 0;
            case Detail.LongValue ignored -> 0;
            case Detail.Superseded ignored -> 0;
            case Detail.RenamedTo ignored -> 0;
            case Detail.Count ignored -> 0;
            case Detail.InGroup ignored -> 0;
        };
    }
}
