package io.synap.server.http.json;

import io.synap.protocol.memory.Memory;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Tells whether bytes are UTF-8. Thread-safe, no state of its own: the state of a check that goes in
 * slices is a number which the caller carries.
 *
 * <p>Strict as RFC 3629 is: no overlong forms, no surrogates, nothing beyond U+10FFFF.
 */
public final class Utf8 {
    /** Nothing seen yet, or everything seen so far was whole characters. */
    public static final int ACCEPT = 0;

    public static final int REJECT = -1;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080808080808080L;

    private Utf8() {}

    public static boolean isValid(long address, int length) {
        return check(ACCEPT, address, length) == ACCEPT;
    }

    /**
     * Checks a slice and returns the state for the next one: {@link #ACCEPT}, {@link #REJECT}, or in
     * the midst of a character. The state holds the number of bytes still to come and the range that
     * the next of them must be in.
     */
    public static int check(int state, long address, int length) {
        int now = state;
        int i = 0;
        while (i < length && now != REJECT) {
            if (now == ACCEPT) {
                i = skipAscii(address, i, length);
                if (i < length) {
                    now = lead(Memory.getUnsignedByte(address + i++));
                }
            } else {
                now = follow(now, Memory.getUnsignedByte(address + i++));
            }
        }
        return now;
    }

    /** As the other, for bytes on the heap. */
    public static int check(int state, byte[] bytes, int from, int to) {
        int now = state;
        int i = from;
        while (i < to && now != REJECT) {
            if (now == ACCEPT) {
                while (i + 8 <= to && ((long) LONG.get(bytes, i) & HIGH_BITS) == 0) {
                    i += 8;
                }
                while (i < to && bytes[i] >= 0) {
                    i++;
                }
                if (i < to) {
                    now = lead(bytes[i++] & 0xff);
                }
            } else {
                now = follow(now, bytes[i++] & 0xff);
            }
        }
        return now;
    }

    private static int skipAscii(long address, int from, int length) {
        int i = from;
        while (i + 8 <= length && (Memory.getLong(address + i) & HIGH_BITS) == 0) {
            i += 8;
        }
        while (i < length && Memory.getByte(address + i) >= 0) {
            i++;
        }
        return i;
    }

    private static int lead(int octet) {
        return switch (octet) {
            case 0xe0 -> state(2, 0xa0, 0xbf);
            case 0xed -> state(2, 0x80, 0x9f);
            case 0xf0 -> state(3, 0x90, 0xbf);
            case 0xf4 -> state(3, 0x80, 0x8f);
            default -> {
                if (octet >= 0xc2 && octet <= 0xdf) {
                    yield state(1, 0x80, 0xbf);
                }
                if (octet >= 0xe1 && octet <= 0xef) {
                    yield state(2, 0x80, 0xbf);
                }
                yield octet >= 0xf1 && octet <= 0xf3 ? state(3, 0x80, 0xbf) : REJECT;
            }
        };
    }

    private static int follow(int state, int octet) {
        int low = state >>> 8 & 0xff;
        int high = state & 0xff;
        if (octet < low || octet > high) {
            return REJECT;
        }
        int left = (state >>> 16) - 1;
        return left == 0 ? ACCEPT : state(left, 0x80, 0xbf);
    }

    private static int state(int left, int low, int high) {
        return left << 16 | low << 8 | high;
    }
}
