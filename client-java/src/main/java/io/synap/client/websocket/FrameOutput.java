package io.synap.client.websocket;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/** Writes a client's frames (RFC 6455, section 5), masked. Confined to whoever may write to the connection. */
final class FrameOutput {
    /** What stands before a frame's content, at most. */
    static final int HEAD_BYTES_MAX = 14;
    /** So much is written at a time, so that a large frame on a slow line shows that it gets on. */
    private static final int PIECE_BYTES = 64 * 1024;

    private static final int MASKS_BYTES = 1024;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private final OutputStream out;
    private final SecureRandom random;
    private final byte[] masks = new byte[MASKS_BYTES];
    private int masksUsed = MASKS_BYTES;
    private volatile long progressNanos = System.nanoTime();

    FrameOutput(OutputStream out, SecureRandom random) {
        this.out = out;
        this.random = random;
    }

    /**
     * Sends a binary message.
     *
     * @param bytes the content stands behind the first {@link #HEAD_BYTES_MAX} bytes; all of it is overwritten
     * @param end where the content ends
     */
    void message(byte[] bytes, int end) throws IOException {
        write(Opcode.BINARY, bytes, end);
    }

    void ping() throws IOException {
        control(Opcode.PING, new byte[0]);
    }

    void pong(byte[] content) throws IOException {
        control(Opcode.PONG, content);
    }

    void close(int code, String reason) throws IOException {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        byte[] content = new byte[2 + text.length];
        content[0] = (byte) (code >>> 8);
        content[1] = (byte) code;
        System.arraycopy(text, 0, content, 2, text.length);
        control(Opcode.CLOSE, content);
    }

    /** When a large frame last got on, by {@link System#nanoTime}. */
    long progressNanos() {
        return progressNanos;
    }

    private void control(int opcode, byte[] content) throws IOException {
        byte[] bytes = new byte[HEAD_BYTES_MAX + content.length];
        System.arraycopy(content, 0, bytes, HEAD_BYTES_MAX, content.length);
        write(opcode, bytes, bytes.length);
    }

    private void write(int opcode, byte[] bytes, int end) throws IOException {
        int length = end - HEAD_BYTES_MAX;
        int mask = nextMask();
        int at = HEAD_BYTES_MAX - 4;
        INTS.set(bytes, at, mask);
        if (length < 126) {
            at -= 2;
            bytes[at + 1] = (byte) (0x80 | length);
        } else if (length <= 0xffff) {
            at -= 4;
            bytes[at + 1] = (byte) (0x80 | 126);
            bytes[at + 2] = (byte) (length >>> 8);
            bytes[at + 3] = (byte) length;
        } else {
            at -= 10;
            bytes[at + 1] = (byte) (0x80 | 127);
            LONGS.set(bytes, at + 2, (long) length);
        }
        bytes[at] = (byte) (0x80 | opcode);
        mask(bytes, HEAD_BYTES_MAX, end, mask);
        int first = Math.min(end - at, PIECE_BYTES);
        out.write(bytes, at, first);
        for (int next = at + first; next < end; next += PIECE_BYTES) {
            progressNanos = System.nanoTime();
            out.write(bytes, next, Math.min(end - next, PIECE_BYTES));
        }
    }

    static void mask(byte[] bytes, int from, int to, int mask) {
        long wide = ((long) mask << 32) | (mask & 0xffffffffL);
        int at = from;
        for (; at <= to - Long.BYTES; at += Long.BYTES) {
            LONGS.set(bytes, at, (long) LONGS.get(bytes, at) ^ wide);
        }
        for (int i = 0; at < to; at++, i++) {
            bytes[at] ^= (byte) (wide >>> (56 - 8 * i));
        }
    }

    private int nextMask() {
        if (masksUsed == MASKS_BYTES) {
            random.nextBytes(masks);
            masksUsed = 0;
        }
        int mask = (int) INTS.get(masks, masksUsed);
        masksUsed += 4;
        return mask;
    }
}
