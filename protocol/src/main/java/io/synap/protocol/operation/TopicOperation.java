package io.synap.protocol.operation;

import java.util.List;

/**
 * A change of partitioned topics and of exclusive consumer groups.
 *
 * <p>A topic is its number of partitions; what is in them is in rooms, see {@link
 * io.synap.protocol.Partitions}. An exclusive group divides the partitions of a topic among its members:
 * each partition has one owner at most. Every change of the membership makes a new generation with a new
 * assignment. Members keep their session by heartbeats; one whose session ends is removed as time passes.
 */
public sealed interface TopicOperation extends Operation {
    /** How a group divides partitions among its members. */
    enum Strategy {
        /** One after the other to each member in turn. */
        ROUND_ROBIN(0),
        /** To each member a stretch of neighbours. */
        RANGE(1),
        /** As few as possible change their owner, and members differ by one at most. */
        STICKY(2);

        private final int code;

        Strategy(int code) {
            this.code = code;
        }

        /** Its number in the on-disk format. */
        public int code() {
            return code;
        }

        /**
         * The one of that number.
         *
         * @throws IllegalStateException if there is none
         */
        public static Strategy of(int code) {
            return switch (code) {
                case 0 -> ROUND_ROBIN;
                case 1 -> RANGE;
                case 2 -> STICKY;
                default -> throw new IllegalStateException("there is no strategy " + code);
            };
        }
    }

    /** What a group reads. */
    enum Source {
        /** All partitions of a topic. */
        TOPIC(0),
        /** One room, as the only partition, 0. */
        ROOM(1);

        private final int code;

        Source(int code) {
            this.code = code;
        }

        /** Its number in the on-disk format. */
        public int code() {
            return code;
        }

        /**
         * The one of that number.
         *
         * @throws IllegalStateException if there is none
         */
        public static Source of(int code) {
            return switch (code) {
                case 0 -> TOPIC;
                case 1 -> ROOM;
                default -> throw new IllegalStateException("there is no source " + code);
            };
        }
    }

    /** An offset of a partition: that of the next event to be read. */
    record PartitionOffset(int partition, long offset) {}

    record CreateTopic(Bytes topic, int partitions) implements TopicOperation {}

    /** Removes a topic's description; its rooms and groups are removed by operations of their own. */
    record DeleteTopic(Bytes topic) implements TopicOperation {}

    record CreateGroup(
            Bytes group, Source source, Bytes sourceName, int partitions, Strategy strategy, long sessionTimeoutMillis)
            implements TopicOperation {}

    record DeleteGroup(Bytes group) implements TopicOperation {}

    /**
     * Adds a member, which makes a new generation; one that is already there has its session renewed.
     *
     * @param sessionTimeoutMillis 0 for the group's
     */
    record Join(Bytes group, Bytes member, long sessionTimeoutMillis) implements TopicOperation {}

    /** Removes a member, which makes a new generation. */
    record Leave(Bytes group, Bytes member) implements TopicOperation {}

    /** Renews a member's session. */
    record Heartbeat(Bytes group, Bytes member) implements TopicOperation {}

    /**
     * Commits offsets, all or none: by a member, of partitions that are its own in that generation, which
     * also renews its session; or by nobody (an empty member, generation 0), as long as the group has no
     * members.
     */
    record Commit(Bytes group, Bytes member, long generation, List<PartitionOffset> offsets)
            implements TopicOperation {}

    /**
     * Sets offsets whoever holds the partitions. If the group has members, this makes a new generation, so
     * that what they have in hand cannot be committed over it.
     */
    record ResetOffsets(Bytes group, List<PartitionOffset> offsets) implements TopicOperation {}

    /**
     * The node serves again after a time in which no heartbeat could reach it: all sessions of the shard
     * last at least their timeout from now on.
     */
    record ResumeSessions() implements TopicOperation {}
}
