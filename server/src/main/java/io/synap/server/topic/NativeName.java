package io.synap.server.topic;

import io.synap.protocol.memory.Memory;
import io.synap.protocol.memory.NativeBuffer;
import io.synap.protocol.operation.Bytes;

/** A name in native memory, as shards are asked by. Confined to its owner; filled again and again. */
final class NativeName {
    private final NativeBuffer buffer = new NativeBuffer(1024);
    private int length;

    /** Takes a name; returns its address, valid until the next one. */
    long set(Bytes name) {
        byte[] content = name.toArray();
        length = content.length;
        long address = buffer.ensure(content.length, 0);
        Memory.copy(content, 0, address, content.length);
        return address;
    }

    long address() {
        return buffer.address();
    }

    int length() {
        return length;
    }
}
