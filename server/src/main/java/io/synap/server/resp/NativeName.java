package io.synap.server.resp;

import io.synap.protocol.memory.Memory;
import io.synap.protocol.memory.NativeBuffer;

/** A name from the heap where commands take it: in native memory. Confined to its owner, which reuses it. */
final class NativeName {
    private final NativeBuffer buffer = new NativeBuffer(64);
    private int length;

    void set(byte[] name) {
        length = name.length;
        Memory.copy(name, 0, buffer.ensure(length, 0), length);
    }

    long address() {
        return buffer.address();
    }

    int length() {
        return length;
    }
}
