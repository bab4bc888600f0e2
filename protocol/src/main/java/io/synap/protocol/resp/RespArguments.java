package io.synap.protocol.resp;

import io.synap.protocol.memory.Memory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A request's arguments as ranges of native memory. Confined to its parser's thread; valid until the
 * parser goes on or the memory moves.
 */
public final class RespArguments {
    /** Ranges kept from one request to the next; more is given back. */
    private static final int KEPT_MAX = 16 * 1024;

    private long base;
    private int[] ranges = new int[32];
    private int count;

    /** How many there are, the command's name included. */
    public int count() {
        return count;
    }

    public long address(int index) {
        return base + ranges[index << 1];
    }

    public int length(int index) {
        return ranges[(index << 1) + 1];
    }

    /** The bytes of all arguments from one on. */
    public long bytesFrom(int first) {
        long bytes = 0;
        for (int i = first; i < count; i++) {
            bytes += length(i);
        }
        return bytes;
    }

    /** Whether an argument is that word, given in upper case, whatever its own case. */
    public boolean is(int index, String upper) {
        return RespText.equalsIgnoreCase(address(index), length(index), upper);
    }

    /** An argument as a string object, byte by byte as Latin-1, so that it can be given back exactly. */
    public String latin1(int index) {
        return new String(bytes(index), StandardCharsets.ISO_8859_1);
    }

    /** The beginning of an argument as a string object. */
    public String latin1(int index, int lengthMax) {
        byte[] beginning = Memory.toArray(address(index), Math.min(length(index), lengthMax));
        return new String(beginning, StandardCharsets.ISO_8859_1);
    }

    public byte[] bytes(int index) {
        return Memory.toArray(address(index), length(index));
    }

    void begin() {
        count = 0;
        if (ranges.length > KEPT_MAX) {
            ranges = new int[32];
        }
    }

    void base(long start) {
        base = start;
    }

    /** Adds a range that begins so many bytes after the request's first. */
    void add(long offset, int length) {
        int at = count << 1;
        if (at == ranges.length) {
            ranges = Arrays.copyOf(ranges, ranges.length * 2);
        }
        ranges[at] = (int) offset;
        ranges[at + 1] = length;
        count++;
    }
}
