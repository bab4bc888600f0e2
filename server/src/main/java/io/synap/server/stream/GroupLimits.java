package io.synap.server.stream;

/**
 * Bounds of shared groups.
 *
 * @param groupsMax groups of the node; one that is made at the same moment may come on top
 * @param consumersMax consumers of a group
 * @param pendingMax events that a group may have handed out and not seen acknowledged
 * @param countMax events that one command hands out, or names
 * @param readBytesMax bytes of events after which one command hands out no more
 */
public record GroupLimits(int groupsMax, int consumersMax, int pendingMax, int countMax, long readBytesMax) {
    public static final GroupLimits DEFAULT = new GroupLimits(1_000, 10_000, 1_000_000, 10_000, 16L << 20);
}
