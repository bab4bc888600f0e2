package io.synap.server.telemetry;

import java.util.List;
import java.util.function.Consumer;

/** What topics and exclusive groups tell a scrape. Called off the event loops; stale by a moment is good enough. */
public interface TopicGauges {
    /**
     * A group.
     *
     * @param source the topic or room that it reads
     * @param lag offsets that it is behind, over all partitions
     * @param committed by partition; negative if none was committed
     */
    record Group(String name, String source, long members, long lag, List<Long> committed) {}

    /** A partition. */
    record Partition(String topic, int number, long events, long bytes, long nextOffset) {}

    /** All groups, in the order of their names. */
    void groups(Consumer<Group> action);

    /** All partitions, in the order of their topics' names and of their numbers. */
    void partitions(Consumer<Partition> action);
}
