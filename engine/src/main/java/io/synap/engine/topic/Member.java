package io.synap.engine.topic;

import java.util.Comparator;

/** A member of a group, with its session. Confined to its shard's lock. */
final class Member {
    /** The order in which sessions end. */
    static final Comparator<Member> BY_DEADLINE =
            Comparator.comparingLong((Member member) -> member.deadline).thenComparingLong(member -> member.number);

    final Group group;
    final byte[] id;
    final long sessionTimeoutMillis;
    /** The sequence at which it joined: no two members of a shard have the same. */
    final long number;

    /** When the session ends; changed only while the member is not in the order of deadlines. */
    long deadline;
    /** Its place among the group's members; set whenever partitions are assigned. */
    int index;

    Member(Group group, byte[] id, long sessionTimeoutMillis, long number, long deadline) {
        this.group = group;
        this.id = id;
        this.sessionTimeoutMillis = sessionTimeoutMillis;
        this.number = number;
        this.deadline = deadline;
    }
}
