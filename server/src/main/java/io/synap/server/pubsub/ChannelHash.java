package io.synap.server.pubsub;

import io.synap.protocol.memory.Memory;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The hash of a channel's name, the same on the heap and in native memory. Thread-safe, no state. */
final class ChannelHash {
    private static final long MULTIPLIER = 0x9e37_79b9_7f4a_7c15L;
    private static final VarHandle ARRAY_LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private ChannelHash() {}

    static int of(long name, int length) {
        long hash = length;
        int at = 0;
        for (; at + Long.BYTES <= length; at += Long.BYTES) {
            hash = mix(hash, Memory.getLong(name + at));
        }
        long rest = 0;
        for (; at < length; at++) {
            rest = rest << Byte.SIZE | Memory.getUnsignedByte(name + at);
        }
        return finish(mix(hash, rest));
    }

    static int of(byte[] name) {
        long hash = name.length;
        int at = 0;
        for (; at + Long.BYTES <= name.length; at += Long.BYTES) {
            hash = mix(hash, (long) ARRAY_LONG.get(name, at));
        }
        long rest = 0;
        for (; at < name.length; at++) {
            rest = rest << Byte.SIZE | (name[at] & 0xff);
        }
        return finish(mix(hash, rest));
    }

    private static long mix(long hash, long word) {
        long mixed = (hash ^ word) * MULTIPLIER;
        return mixed ^ (mixed >>> 32);
    }

    private static int finish(long hash) {
        return (int) ((hash * MULTIPLIER) >>> 32);
    }
}
