package io.synap.engine.stream;

import io.synap.protocol.memory.Memory;
import io.synap.protocol.memory.NativeBuffer;

/**
 * An event of which only offset and id are known, to be shown where an {@link Event} is expected: it has no fields.
 * Confined to its owner, which reuses it.
 */
public final class BareEvent {
    private static final int CHUNK_BYTES = 24;
    private static final int EVENT_BYTES = Event.HEADER_BYTES + 8;

    private final NativeBuffer memory = new NativeBuffer(CHUNK_BYTES + EVENT_BYTES);

    /** The address of such an event, valid until the next one. */
    public long of(long offset, long millis, long number) {
        long chunk = memory.address();
        long event = chunk + CHUNK_BYTES;
        Memory.fill(chunk, CHUNK_BYTES + EVENT_BYTES, (byte) 0);
        Memory.putLong(chunk + 8, offset);
        Memory.putLong(chunk + 16, millis);
        Event.moved(event, chunk);
        Memory.putShort(event + 2, (short) EVENT_BYTES);
        Memory.putByte(event + 6, (byte) Event.WIDE_NUMBER);
        Memory.putLong(event + Event.HEADER_BYTES, number);
        return event;
    }
}
