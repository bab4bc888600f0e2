package io.synap.server.queue;

import io.synap.engine.ValueSink;
import io.synap.engine.memory.LargeValue;
import io.synap.engine.queue.Message;
import io.synap.protocol.memory.Memory;
import io.synap.protocol.memory.NativeBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Messages that a command hands out, copied from under the shard's lock, to be read as {@link Message}
 * afterwards. Confined to its owner, which reuses it; {@link #clear} first.
 *
 * <p>Messages are handed out in the midst of a change, where nothing may fail: so all that is done there is
 * to copy the block. A payload that is kept in pieces is not copied but held on to, until it is taken or
 * this is cleared.
 */
public final class MessageCopies implements ValueSink {
    private static final int KEPT_BYTES_MAX = 256 * 1024;

    private final QueueCommands commands;
    private final NativeBuffer buffer = new NativeBuffer(8 * 1024);
    private long[] offsets = new long[32];
    private @Nullable LargeValue[] large = new LargeValue[32];
    private int count;
    private long used;
    private long payloadBytes;

    public MessageCopies(QueueCommands commands) {
        this.commands = commands;
    }

    /** Forgets all messages. */
    public void clear() {
        for (int i = 0; i < count; i++) {
            LargeValue held = large[i];
            if (held != null) {
                held.close();
                large[i] = null;
            }
        }
        count = 0;
        used = 0;
        payloadBytes = 0;
        buffer.shrinkTo(KEPT_BYTES_MAX);
    }

    /** Takes a message; called under the shard's lock. */
    @Override
    public void value(long message) {
        boolean isLarge = Message.isLarge(message);
        copy(message, isLarge ? 0 : Message.payloadLength(message));
        large[count - 1] = isLarge ? commands.retainLarge(message) : null;
        payloadBytes += Message.payloadLength(message);
    }

    /** As {@link #value}, for those who want no payloads: of these they then have only the lengths. */
    public ValueSink withoutPayloads() {
        return message -> copy(message, 0);
    }

    private void copy(long message, int bytesOfPayload) {
        if (count == offsets.length) {
            offsets = Arrays.copyOf(offsets, 2 * count);
            large = Arrays.copyOf(large, 2 * count);
        }
        // The payload comes last.
        long length = Message.payload(message) - message + bytesOfPayload;
        long base = buffer.ensure(used + length, used);
        Memory.copy(message, base + used, length);
        offsets[count++] = used;
        used += length;
    }

    public int count() {
        return count;
    }

    /** The bytes of all payloads, large ones included. */
    public long payloadBytes() {
        return payloadBytes;
    }

    /**
     * A message's address, for {@link Message}; valid until more are added. If its payload is large, that
     * is not to be read from there.
     */
    public long message(int index) {
        return buffer.address() + offsets[index];
    }

    /** The payload that is kept in pieces, null if it is not; the caller closes it. */
    public @Nullable LargeValue takeLarge(int index) {
        LargeValue taken = large[index];
        large[index] = null;
        return taken;
    }
}
