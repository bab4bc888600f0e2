package io.synap.engine.stream;

import io.synap.engine.index.NameTable;
import org.jspecify.annotations.Nullable;

/** The shared groups of a room, by name. Confined to its shard's lock. */
public class RoomGroups {
    private final NameTable<Group> groups;

    RoomGroups(long hashSeed) {
        this.groups = new NameTable<>(hashSeed);
    }

    public int size() {
        return groups.size();
    }

    /** Finds a group by its name in native memory; null if there is none. */
    public @Nullable Group find(long name, int length) {
        return groups.find(name, length);
    }

    /** All, in the order of names. */
    public Iterable<Group> all() {
        return groups.all();
    }

    /** Those behind a name, in the order of names; null for all. */
    public Iterable<Group> after(byte @Nullable [] name) {
        return groups.after(name);
    }

    /** The least offset that a group protects from retention; Long.MAX_VALUE when none does. */
    long protectedOffset() {
        long least = Long.MAX_VALUE;
        if (groups.size() > 0) {
            for (Group group : groups.all()) {
                least = Math.min(least, group.protectedOffset());
            }
        }
        return least;
    }

    void add(Group group) {
        groups.add(group);
    }

    void remove(Group group) {
        groups.remove(group);
    }
}
