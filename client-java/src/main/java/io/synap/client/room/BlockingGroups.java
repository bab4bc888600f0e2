package io.synap.client.room;

import io.synap.client.transport.Caller;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@link Groups} for threads that may wait: the same methods, which return what there its stages complete with, and throw what
 * they fail with, a {@link io.synap.client.error.SynapClientException}. Immutable and thread-safe.
 */
public final class BlockingGroups {
    private final Groups groups;

    BlockingGroups(Groups groups) {
        this.groups = groups;
    }

    /** The same that does not wait. */
    public Groups async() {
        return groups;
    }

    /** See {@link Groups#create}. */
    public void create(String group, GroupSettings settings) {
        Caller.await(groups.create(group, settings));
    }

    /** See {@link Groups#delete}. */
    public void delete(String group) {
        Caller.await(groups.delete(group));
    }

    /** See {@link Groups#list}. */
    public List<String> list() {
        return Caller.await(groups.list());
    }

    /** See {@link Groups#info}. */
    public GroupInfo info(String group) {
        return Caller.await(groups.info(group));
    }

    /** See {@link Groups#join(String, String)}. */
    public Assignment join(String group, String member) {
        return Caller.await(groups.join(group, member));
    }

    /** See {@link Groups#join(String, String, Optional)}. */
    public Assignment join(String group, String member, Optional<Duration> sessionTimeout) {
        return Caller.await(groups.join(group, member, sessionTimeout));
    }

    /** See {@link Groups#assignment}. */
    public Assignment assignment(String group, String member) {
        return Caller.await(groups.assignment(group, member));
    }

    /** See {@link Groups#heartbeat}. */
    public long heartbeat(String group, String member) {
        return Caller.await(groups.heartbeat(group, member));
    }

    /** See {@link Groups#leave}. */
    public void leave(String group, String member) {
        Caller.await(groups.leave(group, member));
    }

    /** See {@link Groups#commit}. */
    public void commit(Assignment as, Map<Integer, Long> nextOffsets) {
        Caller.await(groups.commit(as, nextOffsets));
    }

    /** See {@link Groups#offsets}. */
    public List<CommittedOffset> offsets(String group) {
        return Caller.await(groups.offsets(group));
    }

    /** See {@link Groups#reset}. */
    public void reset(String group, Map<Integer, Long> nextOffsets) {
        Caller.await(groups.reset(group, nextOffsets));
    }

    /** See {@link Groups#resetToFirst}. */
    public void resetToFirst(String group) {
        Caller.await(groups.resetToFirst(group));
    }

    /** See {@link Groups#resetToNext}. */
    public void resetToNext(String group) {
        Caller.await(groups.resetToNext(group));
    }
}
