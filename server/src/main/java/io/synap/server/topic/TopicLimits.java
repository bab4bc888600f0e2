package io.synap.server.topic;

/**
 * What topics and exclusive groups may be. What is made at the same moment elsewhere may come on top of the
 * counts.
 *
 * @param partitionsMax partitions of one topic
 * @param roomsMax rooms of the node, partitions among them
 * @param groupsMax exclusive groups of the node
 * @param membersMax members of one group
 */
public record TopicLimits(int partitionsMax, int roomsMax, int groupsMax, int membersMax) {
    public static final TopicLimits DEFAULTS = new TopicLimits(1_000, 100_000, 10_000, 1_000);

    /** Names of topics and groups. */
    public static final int NAME_BYTES_MAX = 512;

    public static final int MEMBER_BYTES_MAX = 256;
    public static final long SESSION_MILLIS_MIN = 100;
    public static final long SESSION_MILLIS_MAX = 24 * 3_600_000L;
}
