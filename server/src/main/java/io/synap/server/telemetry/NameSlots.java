package io.synap.server.telemetry;

import io.synap.protocol.memory.Memory;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the slots of names that lie in native memory, without making objects of those it has met lately.
 * Confined to one event loop.
 */
final class NameSlots {
    private static final int CACHED = 256;
    private static final long MULTIPLIER = 0x9e37_79b9_7f4a_7c15L;
    private static final VarHandle ARRAY_LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final LabelNames names;
    private final byte[] @Nullable [] cachedNames = new byte[CACHED][];
    private final int[] cachedSlots = new int[CACHED];

    NameSlots(LabelNames names) {
        this.names = names;
    }

    /** The slot of a name; without {@code known}, one that has no slot yet gets none. */
    int slotOf(long name, int length, boolean known) {
        if (length > LabelNames.NAME_BYTES_MAX) {
            return LabelNames.OTHER;
        }
        int place = place(name, length);
        byte[] cached = cachedNames[place];
        if (cached != null && Memory.same(name, length, cached)) {
            return cachedSlots[place];
        }
        return find(Memory.toArray(name, length), place, known);
    }

    /** As {@link #slotOf(long, int, boolean)}, for a name on the heap. */
    int slotOf(byte[] name, boolean known) {
        if (name.length > LabelNames.NAME_BYTES_MAX) {
            return LabelNames.OTHER;
        }
        int place = place(name);
        byte[] cached = cachedNames[place];
        if (cached != null && Arrays.equals(name, cached)) {
            return cachedSlots[place];
        }
        return find(name, place, known);
    }

    private int find(byte[] name, int place, boolean known) {
        String text = new String(name, StandardCharsets.UTF_8);
        int slot = known ? names.slotOf(text) : names.find(text);
        if (known || slot != LabelNames.OTHER) {
            cachedNames[place] = name;
            cachedSlots[place] = slot;
        }
        return slot;
    }

    /** Names differ at their ends mostly, so the middle of a long one does not count. */
    private static int place(long name, int length) {
        if (length >= Long.BYTES) {
            return place(Memory.getLong(name), Memory.getLong(name + length - Long.BYTES), length);
        }
        long all = 0;
        for (int i = 0; i < length; i++) {
            all = all << Byte.SIZE | (Memory.getByte(name + i) & 0xff);
        }
        return place(all, 0, length);
    }

    /** As {@link #place(long, int)}, so that both forms of a name have one place. */
    private static int place(byte[] name) {
        int length = name.length;
        if (length >= Long.BYTES) {
            return place((long) ARRAY_LONG.get(name, 0), (long) ARRAY_LONG.get(name, length - Long.BYTES), length);
        }
        long all = 0;
        for (byte each : name) {
            all = all << Byte.SIZE | (each & 0xff);
        }
        return place(all, 0, length);
    }

    private static int place(long first, long last, int length) {
        long mixed = ((first * MULTIPLIER) ^ last ^ length) * MULTIPLIER;
        return (int) (mixed >>> (Long.SIZE - Integer.numberOfTrailingZeros(CACHED)));
    }
}
