package io.synap.server.resp;

import io.netty.buffer.ByteBuf;
import java.lang.foreign.MemorySegment;

/** Where a direct buffer's memory is. Thread-safe, no state. */
final class Addresses {
    private Addresses() {}

    /** The address of index 0; valid as long as the buffer is neither released nor grown. */
    static long of(ByteBuf direct) {
        return direct.hasMemoryAddress()
                ? direct.memoryAddress()
                : MemorySegment.ofBuffer(direct.internalNioBuffer(0, direct.capacity()))
                        .address();
    }
}
