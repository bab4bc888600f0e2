package io.synap.server.http.json;

import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.protocol.memory.Memory;
import io.synap.protocol.memory.NativeBuffer;
import io.synap.protocol.resp.RespText;

/**
 * A byte string in native memory, filled again and again: where keys and values of requests lie while
 * a command runs on them. Confined to its owner. The address is valid until the next filling.
 */
public final class NativeText {
    private static final int KEPT_BYTES_MAX = 64 * 1024;
    private final NativeBuffer buffer = new NativeBuffer(1024);
    private int length;

    public long address() {
        return buffer.address();
    }

    public int length() {
        return length;
    }

    public byte[] toArray() {
        return Memory.toArray(address(), length);
    }

    /** Room for that many bytes, which the caller writes at {@link #address}. */
    public long reserve(int bytes) {
        buffer.shrinkTo(Math.max(KEPT_BYTES_MAX, bytes));
        length = bytes;
        return buffer.ensure(bytes, 0);
    }

    public NativeText set(byte[] content) {
        Memory.copy(content, 0, reserve(content.length), content.length);
        return this;
    }

    /**
     * Takes a text as UTF-8.
     *
     * @throws SynapException INVALID_ARGUMENT when half a surrogate pair is in it: there is no UTF-8
     *     for that, and replacing it would store something else than what was sent
     */
    public NativeText set(String text) {
        long start = reserve(Math.multiplyExact(text.length(), 3));
        long at = start;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                Memory.putByte(at++, (byte) c);
            } else if (c < 0x800) {
                Memory.putByte(at++, (byte) (0xc0 | c >> 6));
                Memory.putByte(at++, (byte) (0x80 | (c & 0x3f)));
            } else if (Character.isSurrogate(c)) {
                at = putPair(at, text, i++);
            } else {
                Memory.putByte(at++, (byte) (0xe0 | c >> 12));
                Memory.putByte(at++, (byte) (0x80 | (c >> 6 & 0x3f)));
                Memory.putByte(at++, (byte) (0x80 | (c & 0x3f)));
            }
        }
        length = (int) (at - start);
        return this;
    }

    /**
     * Takes a part of a path or query, undoing percent-encoding; any bytes can come out.
     *
     * @throws SynapException INVALID_ARGUMENT when a percent sign is not followed by two hex digits
     */
    public NativeText setPercentDecoded(String encoded, int from, int to) {
        long start = reserve((to - from) * 3);
        long at = start;
        for (int i = from; i < to; i++) {
            char c = encoded.charAt(i);
            if (c == '%') {
                Memory.putByte(at++, (byte) octet(encoded, i, to));
                i += 2;
            } else if (c < 0x80) {
                Memory.putByte(at++, (byte) c);
            } else {
                throw new SynapException(
                        ErrorCode.INVALID_ARGUMENT, "the path holds bytes that must be percent-encoded");
            }
        }
        length = (int) (at - start);
        return this;
    }

    /** The octet that a percent sign at that place stands for. */
    public static int octet(String encoded, int at, int end) {
        int high = at + 2 < end ? Character.digit(encoded.charAt(at + 1), 16) : -1;
        int low = at + 2 < end ? Character.digit(encoded.charAt(at + 2), 16) : -1;
        if (high < 0 || low < 0) {
            throw new SynapException(
                    ErrorCode.INVALID_ARGUMENT, "a percent sign must be followed by two hexadecimal digits");
        }
        return high << 4 | low;
    }

    /**
     * The number that this is, having stood in a path.
     *
     * @param name what the number is, for the message
     * @throws SynapException INVALID_ARGUMENT when it is none of 64 bits
     */
    public long integer(String name) {
        if (!RespText.isLong(address(), length())) {
            throw Fields.invalid("'" + name + "' in the path must be an integer");
        }
        return RespText.toLong(address(), length());
    }

    private static long putPair(long target, String text, int at) {
        int point = text.codePointAt(at);
        if (point < Character.MIN_SUPPLEMENTARY_CODE_POINT) {
            throw new SynapException(ErrorCode.INVALID_ARGUMENT, "the text holds half a surrogate pair");
        }
        Memory.putByte(target, (byte) (0xf0 | point >> 18));
        Memory.putByte(target + 1, (byte) (0x80 | (point >> 12 & 0x3f)));
        Memory.putByte(target + 2, (byte) (0x80 | (point >> 6 & 0x3f)));
        Memory.putByte(target + 3, (byte) (0x80 | (point & 0x3f)));
        return target + 4;
    }
}
