package io.synap.server.telemetry;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Names that clients chose, as values of a label: the first so many that come have one of their own until
 * the server stops, all later ones share {@code other}. So a label has a bounded number of values, whatever
 * names there are. Thread-safe.
 */
public final class LabelNames {
    /** The slot of every name that has none of its own. */
    static final int OTHER = 0;

    /** Longer names share a slot, too: they are no labels, and to look them up would cost as much. */
    static final int NAME_BYTES_MAX = 256;

    private static final String OTHER_LABEL = "other";

    private final int namesMax;
    private final ConcurrentHashMap<String, Integer> slots = new ConcurrentHashMap<>();
    private final AtomicReferenceArray<String> labels;

    LabelNames(int namesMax) {
        this.namesMax = namesMax;
        this.labels = new AtomicReferenceArray<>(namesMax + 1);
        labels.set(OTHER, OTHER_LABEL);
    }

    /** How many slots there are, the shared one included. */
    int slotCount() {
        return namesMax + 1;
    }

    /** How many slots have been given so far, from 0 on, the shared one included. */
    int usedSlots() {
        return slots.size() + 1;
    }

    /** The slot of a name, which gets one if there is one left. */
    int slotOf(String name) {
        Integer known = slots.get(name);
        return known == null ? take(name) : known;
    }

    private synchronized int take(String name) {
        Integer known = slots.get(name);
        if (known != null) {
            return known;
        }
        if (slots.size() >= namesMax || name.equals(OTHER_LABEL) || isLong(name)) {
            return OTHER;
        }
        int slot = slots.size() + 1;
        labels.set(slot, name);
        slots.put(name, slot);
        return slot;
    }

    private static boolean isLong(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length > NAME_BYTES_MAX;
    }

    /** The slot of a name that has one, else the shared one. */
    int find(String name) {
        Integer known = slots.get(name);
        return known == null ? OTHER : known;
    }

    /** The label's value for a slot in use. */
    String label(int slot) {
        return labels.get(slot);
    }
}
