package io.synap.bench.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Confined to one thread. Encodes SET and GET of the numbered keys {@code key:000000000042}: 16 bytes, the
 * same as redis-benchmark's; values are 64 bytes of letters that differ by key and are the same each time.
 */
public final class Requests {
    public static final int KEY_BYTES = 16;
    public static final int VALUE_BYTES = 64;
    /** Room that any request fits in. */
    public static final int REQUEST_BYTES_MAX = 128;

    private static final int DIGITS = 12;
    private static final byte[] SET_HEAD = ascii("*3\r\n$3\r\nSET\r\n$16\r\nkey:");
    private static final byte[] SET_MIDDLE = ascii("\r\n$64\r\n");
    private static final byte[] GET_HEAD = ascii("*2\r\n$3\r\nGET\r\n$16\r\nkey:");

    private final byte[] digits = new byte[DIGITS];
    private final byte[] value = new byte[VALUE_BYTES];

    public void set(ByteBuffer out, long key) {
        out.put(SET_HEAD);
        putDigits(out, key);
        out.put(SET_MIDDLE);
        fillValue(key);
        out.put(value).put((byte) '\r').put((byte) '\n');
    }

    public void get(ByteBuffer out, long key) {
        out.put(GET_HEAD);
        putDigits(out, key);
        out.put((byte) '\r').put((byte) '\n');
    }

    public static String keyName(long key) {
        String number = Long.toString(key);
        return "key:" + "0".repeat(DIGITS - number.length()) + number;
    }

    public String valueOf(long key) {
        fillValue(key);
        return new String(value, StandardCharsets.US_ASCII);
    }

    private void putDigits(ByteBuffer out, long key) {
        long rest = key;
        for (int i = DIGITS - 1; i >= 0; i--) {
            digits[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        out.put(digits);
    }

    private void fillValue(long key) {
        long mixed = key;
        for (int i = 0; i < VALUE_BYTES; i++) {
            if ((i & 7) == 0) {
                mixed = (mixed + 0x9e3779b97f4a7c15L) * 0xbf58476d1ce4e5b9L;
                mixed ^= mixed >>> 29;
            }
            int nibble = (int) (mixed >>> ((i & 7) * 4)) & 15;
            value[i] = (byte) ('a' + nibble);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
