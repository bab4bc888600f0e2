package io.synap.engine.topic;

import io.synap.protocol.operation.Bytes;
import io.synap.protocol.operation.TopicOperation.Source;
import io.synap.protocol.operation.TopicOperation.Strategy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An exclusive group as it was at one moment.
 *
 * @param generation counts the assignments; 0 before the first
 * @param assignedMillis when the generation began, milliseconds since 1970; 0 before the first
 * @param members in the order of their ids
 * @param committed for each partition the offset of the next event to be read; {@link #NONE} if none was
 *     committed
 * @param createdMillis milliseconds since 1970
 */
public record GroupState(
        Bytes name,
        Source source,
        Bytes sourceName,
        Strategy strategy,
        long sessionTimeoutMillis,
        long generation,
        long assignedMillis,
        List<MemberState> members,
        List<Long> committed,
        long createdMillis) {
    /** Stands for an offset that was never committed. */
    public static final long NONE = -1;

    /**
     * A member.
     *
     * @param sessionDeadline when it is removed unless it is heard of, milliseconds since 1970
     * @param partitions what it owns in this generation, ascending
     */
    public record MemberState(Bytes id, long sessionTimeoutMillis, long sessionDeadline, List<Integer> partitions) {}

    public int partitions() {
        return committed.size();
    }

    /** The member of that id, null if there is none. */
    public @Nullable MemberState member(Bytes id) {
        for (MemberState member : members) {
            if (member.id.equals(id)) {
                return member;
            }
        }
        return null;
    }
}
