package io.synap.server.presence;

/**
 * How many may be present, and how soon they are missed.
 *
 * @param graceMillis how long a member without a connection stays, so that coming back is no leave and join
 * @param membersMax members of one room
 * @param roomsMax rooms in which somebody is, or is watched for
 */
public record PresenceLimits(long graceMillis, int membersMax, int roomsMax) {
    public static final PresenceLimits DEFAULTS = new PresenceLimits(5_000, 10_000, 10_000);

    /** Characters of a member's id. */
    public static final int MEMBER_CHARS_MAX = 256;

    /** Bytes of what a member tells of itself. */
    public static final int INFO_BYTES_MAX = 1024;
}
