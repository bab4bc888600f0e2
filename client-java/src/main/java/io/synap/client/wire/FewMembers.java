package io.synap.client.wire;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An object's members, few enough that looking through them is quicker than hashing, and in less memory. Immutable once
 * it is built, which is confined to its reader.
 */
final class FewMembers extends AbstractMap<String, Value> {
    static final int MAX = 16;

    private String[] names = new String[MAX];
    private Value[] values = new Value[MAX];
    private int count;

    /** Whether there was room for it; the first of a name stays. */
    boolean add(String name, Value value) {
        if (count == MAX) {
            return false;
        }
        names[count] = name;
        values[count] = value;
        count++;
        return true;
    }

    /** There is nothing to add. */
    FewMembers built() {
        names = Arrays.copyOf(names, count);
        values = Arrays.copyOf(values, count);
        return this;
    }

    @Override
    public @Nullable Value get(Object name) {
        for (int i = 0; i < count; i++) {
            if (names[i].equals(name)) {
                return values[i];
            }
        }
        return null;
    }

    @Override
    public boolean containsKey(Object name) {
        return get(name) != null;
    }

    @Override
    public int size() {
        return count;
    }

    @Override
    public Set<Map.Entry<String, Value>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Map.Entry<String, Value>> iterator() {
                return new Entries();
            }

            @Override
            public int size() {
                return count;
            }
        };
    }

    private final class Entries implements Iterator<Map.Entry<String, Value>> {
        private int next;

        @Override
        public boolean hasNext() {
            return next < count;
        }

        @Override
        public Map.Entry<String, Value> next() {
            if (next == count) {
                throw new NoSuchElementException();
            }
            Map.Entry<String, Value> entry = Map.entry(names[next], values[next]);
            next++;
            return entry;
        }
    }
}
