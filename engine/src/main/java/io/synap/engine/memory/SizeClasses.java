package io.synap.engine.memory;

import java.util.Arrays;

/**
 * The block sizes. Thread-safe, constants.
 *
 * <p>Up to 512 bytes in steps of 16; then whole fractions of a page, about an eighth apart where the
 * fractions are that close; last, a block of two pages, for the longest keys.
 */
public final class SizeClasses {
    /** What a page's header takes. */
    static final int HEADER_BYTES = 64;

    private static final int PAGE_ROOM = PagePool.PAGE_BYTES - HEADER_BYTES;
    private static final int SMALL_BYTES_MAX = 512;
    private static final int[] BYTES = sizes();
    private static final byte[] CLASS_OF_UNITS = classes();
    static final int COUNT = BYTES.length;
    private static final int[] BLOCKS = blocks();

    /** The largest block. */
    public static final int BLOCK_BYTES_MAX = BYTES[COUNT - 1];

    private SizeClasses() {}

    /** How many bytes a block for this many bytes really takes. */
    public static int blockBytes(int bytes) {
        return BYTES[classOf(bytes)];
    }

    static int classOf(int bytes) {
        return bytes > PAGE_ROOM ? COUNT - 1 : CLASS_OF_UNITS[(bytes + 15) >>> 4];
    }

    static int bytesOf(int sizeClass) {
        return BYTES[sizeClass];
    }

    static int pagesOf(int sizeClass) {
        return sizeClass == COUNT - 1 ? 2 : 1;
    }

    static int blocksOf(int sizeClass) {
        return BLOCKS[sizeClass];
    }

    private static int[] sizes() {
        int[] sizes = new int[127];
        int count = 0;
        int last = 0;
        while (last < SMALL_BYTES_MAX) {
            last += 16;
            sizes[count++] = last;
        }
        int parts = PAGE_ROOM / last;
        while (parts > 1) {
            parts--;
            while (parts > 1 && fraction(parts - 1) <= last + last / 8) {
                parts--;
            }
            last = fraction(parts);
            sizes[count++] = last;
        }
        sizes[count++] = 2 * PagePool.PAGE_BYTES - HEADER_BYTES;
        return Arrays.copyOf(sizes, count);
    }

    private static int[] blocks() {
        int[] blocks = new int[COUNT];
        for (int i = 0; i < COUNT; i++) {
            blocks[i] = (pagesOf(i) * PagePool.PAGE_BYTES - HEADER_BYTES) / BYTES[i];
        }
        return blocks;
    }

    private static int fraction(int parts) {
        return PAGE_ROOM / parts & -16;
    }

    private static byte[] classes() {
        byte[] classes = new byte[(PAGE_ROOM >>> 4) + 1];
        int sizeClass = 0;
        for (int units = 0; units < classes.length; units++) {
            if (units << 4 > BYTES[sizeClass]) {
                sizeClass++;
            }
            classes[units] = (byte) sizeClass;
        }
        return classes;
    }
}
