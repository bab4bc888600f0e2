package io.synap.bench.broker;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Confined to one thread. RESP commands one after the other, as the bytes that are sent. */
final class RespRequest {
    private static final byte[] END = {'\r', '\n'};
    private static final int DIGITS_MAX = 10;

    private byte[] bytes = new byte[1 << 14];
    private int length;

    /** Begins a command of so many words; {@link #word} has to follow as often. */
    RespRequest begin(int words) {
        return head('*', words);
    }

    RespRequest word(byte[] source, int from, int count) {
        head('$', count);
        put(source, from, count);
        put(END, 0, END.length);
        return this;
    }

    RespRequest word(byte[] word) {
        return word(word, 0, word.length);
    }

    RespRequest word(String word) {
        return word(word.getBytes(StandardCharsets.US_ASCII));
    }

    RespRequest command(String... words) {
        begin(words.length);
        for (String word : words) {
            word(word);
        }
        return this;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    void clear() {
        length = 0;
    }

    private RespRequest head(char type, int number) {
        reserve(DIGITS_MAX + 3);
        bytes[length++] = (byte) type;
        int end = length + digits(number);
        int rest = number;
        for (int at = end - 1; at >= length; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length = end;
        put(END, 0, END.length);
        return this;
    }

    private static int digits(int number) {
        int digits = 1;
        for (int rest = number / 10; rest > 0; rest /= 10) {
            digits++;
        }
        return digits;
    }

    private void put(byte[] source, int from, int count) {
        reserve(count);
        System.arraycopy(source, from, bytes, length, count);
        length += count;
    }

    private void reserve(int count) {
        if (bytes.length - length < count) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count));
        }
    }
}
