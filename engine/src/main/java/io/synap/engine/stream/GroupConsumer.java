package io.synap.engine.stream;

import io.synap.engine.index.Named;

/** A member of a shared group. Confined to its shard's lock. */
public final class GroupConsumer implements Named {
    private final byte[] name;
    /** Counts up within the group, never reused. */
    final int number;

    final long createdMillis;
    /** Its place in the group's list, which pending events have; reused. */
    int slot;

    long activeMillis;
    long pending;
    /** When it was last heard of, on this node. It is no part of the state. */
    private long seenMillis;

    GroupConsumer(byte[] name, int number, long createdMillis) {
        this.name = name;
        this.number = number;
        this.createdMillis = createdMillis;
    }

    @Override
    public byte[] name() {
        return name;
    }

    /** How many events it has. */
    public long pending() {
        return pending;
    }

    /** When it last asked for anything, milliseconds since 1970; after a restart, when it last got something. */
    public long seenMillis() {
        return Math.max(seenMillis, Math.max(createdMillis, activeMillis));
    }

    /** When it last got an event, milliseconds since 1970; 0 never. */
    public long activeMillis() {
        return activeMillis;
    }

    void seen(long now) {
        seenMillis = Math.max(seenMillis, now);
    }
}
