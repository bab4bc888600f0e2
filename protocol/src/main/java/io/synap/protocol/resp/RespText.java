package io.synap.protocol.resp;

import io.synap.protocol.memory.Memory;

/** Numbers and words as RESP writes them, in native memory. Thread-safe, no state. */
public final class RespText {
    /** The most characters that a 64-bit integer takes. */
    public static final int LONG_DIGITS_MAX = 20;

    private static final byte[] PAIRS = pairs();
    /** The least number that has more digits than so many; 0 has one. */
    private static final long[] LEAST = powersOfTen();

    private RespText() {}

    /** How many characters a number takes. */
    public static int length(long value) {
        if (value == Long.MIN_VALUE) {
            return LONG_DIGITS_MAX;
        }
        int sign = value < 0 ? 1 : 0;
        long rest = Math.abs(value);
        // 1233 / 4096 is the logarithm of 2, as near as 64 bits need it.
        int bits = Long.SIZE - Long.numberOfLeadingZeros(rest | 1);
        int below = (bits * 1233) >>> 12;
        return sign + below + (rest >= LEAST[below] ? 1 : 0);
    }

    /** Writes a number in decimal and returns the address after it. */
    public static long putLong(long target, long value) {
        if (value >= 0 && value < 10) {
            Memory.putByte(target, (byte) ('0' + value));
            return target + 1;
        }
        int length = length(value);
        long at = target + length;
        // Negative all the way, since the smallest number has no positive counterpart.
        long rest = value < 0 ? value : -value;
        while (rest <= -100) {
            long quotient = rest / 100;
            at = putPair(at - 2, (int) (quotient * 100 - rest));
            rest = quotient;
        }
        if (rest <= -10) {
            putPair(at - 2, (int) -rest);
        } else {
            Memory.putByte(at - 1, (byte) ('0' - rest));
        }
        if (value < 0) {
            Memory.putByte(target, (byte) '-');
        }
        return target + length;
    }

    private static long putPair(long target, int pair) {
        Memory.putByte(target, PAIRS[2 * pair]);
        Memory.putByte(target + 1, PAIRS[2 * pair + 1]);
        return target;
    }

    /** Writes ASCII and returns the address after it. */
    public static long putAscii(long target, String text) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            Memory.putByte(target + i, (byte) text.charAt(i));
        }
        return target + length;
    }

    public static long putCrLf(long target) {
        Memory.putShort(target, (short) ('\r' | '\n' << 8));
        return target + 2;
    }

    /**
     * Whether the text is a 64-bit integer in its one canonical form: no plus, no leading zeros, no
     * spaces. That is what Redis takes as an integer.
     */
    public static boolean isLong(long address, int length) {
        if (length == 0 || length > LONG_DIGITS_MAX) {
            return false;
        }
        int i = Memory.getByte(address) == '-' ? 1 : 0;
        if (i == length) {
            return false;
        }
        int first = Memory.getByte(address + i);
        if (first == '0') {
            return length == 1;
        }
        long rest = 0;
        for (int at = i; at < length; at++) {
            int digit = Memory.getByte(address + at) - '0';
            if (digit < 0 || digit > 9 || rest < (Long.MIN_VALUE + digit) / 10) {
                return false;
            }
            rest = rest * 10 - digit;
        }
        return i == 1 || rest != Long.MIN_VALUE;
    }

    /** The integer that {@link #isLong} has found. */
    public static long toLong(long address, int length) {
        boolean negative = Memory.getByte(address) == '-';
        long rest = 0;
        for (int at = negative ? 1 : 0; at < length; at++) {
            rest = rest * 10 - (Memory.getByte(address + at) - '0');
        }
        return negative ? rest : -rest;
    }

    /** Whether the text is that word, given in upper case, whatever its own case. */
    public static boolean equalsIgnoreCase(long address, int length, String upper) {
        if (length != upper.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (upper(Memory.getByte(address + i)) != upper.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** An ASCII letter in upper case; any other byte as it is, 0 to 255. */
    public static int upper(byte letter) {
        return letter >= 'a' && letter <= 'z' ? letter - 32 : letter & 0xff;
    }

    private static long[] powersOfTen() {
        long[] powers = new long[LONG_DIGITS_MAX - 1];
        for (int i = 1; i < powers.length; i++) {
            powers[i] = i == 1 ? 10 : 10 * powers[i - 1];
        }
        return powers;
    }

    private static byte[] pairs() {
        byte[] pairs = new byte[200];
        for (int i = 0; i < 100; i++) {
            pairs[2 * i] = (byte) ('0' + i / 10);
            pairs[2 * i + 1] = (byte) ('0' + i % 10);
        }
        return pairs;
    }
}
