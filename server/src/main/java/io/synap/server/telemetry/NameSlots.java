package io.synap.server.telemetry;

import io.synap.protocol.memory.Memory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the slots of names that lie in native memory, without making objects of those it has met lately.
 * Confined to one event loop.
 */
final class NameSlots {
    private static final int CACHED = 256;
    /** Longer names are not cached: to compare them would cost as much. */
    private static final int CACHED_BYTES_MAX = 256;

    private final LabelNames names;
    private final byte[] @Nullable [] cachedNames = new byte[CACHED][];
    private final int[] cachedSlots = new int[CACHED];

    NameSlots(LabelNames names) {
        this.names = names;
    }

    /** The slot of a name; without {@code known}, one that has no slot yet gets none. */
    int slotOf(long name, int length, boolean known) {
        int place = place(name, length);
        byte[] cached = cachedNames[place];
        if (cached != null && cached.length == length && Memory.same(name, length, cached)) {
            return cachedSlots[place];
        }
        byte[] bytes = Memory.toArray(name, length);
        String text = new String(bytes, StandardCharsets.UTF_8);
        int slot = known ? names.slotOf(text) : names.find(text);
        if (known && length <= CACHED_BYTES_MAX) {
            cachedNames[place] = bytes;
            cachedSlots[place] = slot;
        }
        return slot;
    }

    /** As {@link #slotOf(long, int, boolean)}, for a name on the heap. */
    int slotOf(byte[] name, boolean known) {
        int place = Arrays.hashCode(name) & CACHED - 1;
        byte[] cached = cachedNames[place];
        if (cached != null && Arrays.equals(name, cached)) {
            return cachedSlots[place];
        }
        String text = new String(name, StandardCharsets.UTF_8);
        int slot = known ? names.slotOf(text) : names.find(text);
        if (known && name.length <= CACHED_BYTES_MAX) {
            cachedNames[place] = name;
            cachedSlots[place] = slot;
        }
        return slot;
    }

    /** As Arrays.hashCode has it, so that both forms of a name have one place. */
    private static int place(long name, int length) {
        int hash = 1;
        for (int i = 0; i < length; i++) {
            hash = 31 * hash + Memory.getByte(name + i);
        }
        return hash & CACHED - 1;
    }
}
