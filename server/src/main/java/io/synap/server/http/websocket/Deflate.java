package io.synap.server.http.websocket;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Compresses and expands the messages of one event loop's connections (RFC 7692). Confined to it. One deflater and one
 * inflater serve all connections, since no state of theirs is kept from one message to the next: we never take our
 * context over, and a client's is put back from the text it stands for. A connection's own memory is that text at
 * most, not the 300 KB that a pair of streams takes.
 */
final class Deflate implements AutoCloseable {
    private static final byte[] TAIL = {0, 0, (byte) 0xff, (byte) 0xff};
    private static final int STEP_BYTES = 16 * 1024;
    private static final int KEPT_BYTES_MAX = 256 * 1024;
    /** Each costs a new beginning with a whole window, and takes two bytes to send: one will do, unless a message is put together. */
    private static final int LAST_BLOCKS_MAX = 64;

    private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    private final Inflater inflater = new Inflater(true);
    private byte[] scratch = new byte[STEP_BYTES];
    private int size;
    private int lastBlocks;

    /**
     * Compresses a message and appends it. A window smaller than zlib's is kept by beginning anew so often that
     * nothing farther back can be referred to.
     */
    void deflate(byte[] message, int from, int length, int windowBits, ByteBuf target) {
        int window = windowBits == Deflation.WINDOW_BITS_MAX ? Integer.MAX_VALUE : 1 << windowBits;
        int at = 0;
        size = 0;
        do {
            int part = Math.min(window, length - at);
            deflater.reset();
            deflater.setInput(message, from + at, part);
            int written;
            do {
                ensure(STEP_BYTES / 4);
                written = deflater.deflate(scratch, size, scratch.length - size, Deflater.SYNC_FLUSH);
                size += written;
            } while (size == scratch.length);
            at += part;
        } while (at < length);
        // Every flush ends in this tail; the last one is left out, the receiver puts it back.
        target.writeBytes(scratch, 0, size - TAIL.length);
        shrink();
    }

    /**
     * Expands a message.
     *
     * @param window the text that the message may refer back to
     * @throws ProtocolViolation when it is damaged or expands beyond the bound
     */
    byte[] inflate(byte[] message, byte[] window, int bytesMax) {
        size = 0;
        lastBlocks = 0;
        inflater.reset();
        refer(window);
        try {
            inflateAll(message, 0, message.length, bytesMax, window);
            inflateAll(TAIL, 0, TAIL.length, bytesMax, window);
        } catch (DataFormatException wrong) {
            throw damaged();
        }
        byte[] expanded = Arrays.copyOf(scratch, size);
        shrink();
        return expanded;
    }

    private void inflateAll(byte[] input, int from, int length, int bytesMax, byte[] window)
            throws DataFormatException {
        inflater.setInput(input, from, length);
        while (true) {
            ensure(STEP_BYTES / 4);
            int written = inflater.inflate(scratch, size, scratch.length - size);
            size += written;
            if (size > bytesMax) {
                throw new ProtocolViolation(
                        CloseCode.TOO_BIG, "expands beyond " + bytesMax + " bytes (websocket.message_bytes_max)");
            }
            if (inflater.finished()) {
                // A last block may stand within a message; what follows it goes on as if it were none.
                if (++lastBlocks > LAST_BLOCKS_MAX) {
                    throw damaged();
                }
                int rest = inflater.getRemaining();
                inflater.reset();
                refer(tail(window));
                if (rest == 0) {
                    return;
                }
                inflater.setInput(input, from + length - rest, rest);
            } else if (written == 0) {
                if (!inflater.needsInput()) {
                    throw damaged();
                }
                return;
            }
        }
    }

    /** The last of the window and of what has been expanded. */
    private byte[] tail(byte[] window) {
        return Deflation.slide(window, scratch, size);
    }

    private void refer(byte[] window) {
        if (window.length > 0) {
            inflater.setDictionary(window);
        }
    }

    private void ensure(int more) {
        if (scratch.length - size < more) {
            scratch = Arrays.copyOf(scratch, Math.max(scratch.length * 2, size + more));
        }
    }

    private void shrink() {
        if (scratch.length > KEPT_BYTES_MAX) {
            scratch = new byte[STEP_BYTES];
        }
        size = 0;
    }

    private static ProtocolViolation damaged() {
        return new ProtocolViolation(CloseCode.INVALID_DATA, "the compressed message is damaged");
    }

    @Override
    public void close() {
        deflater.end();
        inflater.end();
    }
}
