package io.synap.engine.memory;

import io.synap.protocol.memory.Memory;

/**
 * Blocks of a few sizes, cut from pages of the pool. Confined to its shard's lock.
 *
 * <p>A page holds blocks of one size. Its first 64 bytes say which, how many are in use, which are
 * free, and link it to the pages like it, with room or without; so a block finds its page by masking
 * its address. A page without a used block goes back to the pool at once. Blocks are multiples of 16
 * bytes at multiples of 16.
 *
 * <pre>
 *  0  i32  size class
 *  4  i32  blocks in use
 *  8  i64  the first free block, each of which begins with the address of the next; 0 none
 * 16  i32  offset of the first block that was never used
 * 24  i64  next page of the list
 * 32  i64  previous page
 * </pre>
 */
public final class Slab {
    private static final int USED = 4;
    private static final int FREE = 8;
    private static final int FRESH = 16;
    private static final int NEXT = 24;
    private static final int PREVIOUS = 32;

    private final PagePool pool;
    private final long[] open = new long[SizeClasses.COUNT];
    private final long[] full = new long[SizeClasses.COUNT];
    private long pages;

    public Slab(PagePool pool) {
        this.pool = pool;
    }

    /** Physical bytes that this slab holds from the pool. */
    public long pageBytes() {
        return pages * PagePool.PAGE_BYTES;
    }

    /** A block of at least so many bytes, at most {@link SizeClasses#BLOCK_BYTES_MAX}. */
    public long allocate(int bytes) {
        int sizeClass = SizeClasses.classOf(bytes);
        long page = open[sizeClass];
        if (page == 0) {
            page = addPage(sizeClass);
        }
        long block = Memory.getLong(page + FREE);
        if (block != 0) {
            Memory.putLong(page + FREE, Memory.getLong(block));
        } else {
            int fresh = Memory.getInt(page + FRESH);
            Memory.putInt(page + FRESH, fresh + SizeClasses.bytesOf(sizeClass));
            block = page + fresh;
        }
        int used = Memory.getInt(page + USED) + 1;
        Memory.putInt(page + USED, used);
        if (used == SizeClasses.blocksOf(sizeClass)) {
            unlink(open, sizeClass, page);
            link(full, sizeClass, page);
        }
        return block;
    }

    public void free(long block) {
        long page = block & -PagePool.PAGE_BYTES;
        int sizeClass = Memory.getInt(page);
        int used = Memory.getInt(page + USED);
        if (used == SizeClasses.blocksOf(sizeClass)) {
            unlink(full, sizeClass, page);
            link(open, sizeClass, page);
        }
        Memory.putLong(block, Memory.getLong(page + FREE));
        Memory.putLong(page + FREE, block);
        Memory.putInt(page + USED, used - 1);
        if (used == 1) {
            unlink(open, sizeClass, page);
            dropPage(page, sizeClass);
        }
    }

    /** Whether a block for so many bytes would be as large as this one, which is in use. */
    public static boolean fits(long block, int bytes) {
        return SizeClasses.classOf(bytes) == Memory.getInt(block & -PagePool.PAGE_BYTES);
    }

    /** Frees every block, page by page. */
    public void freeAll() {
        for (int sizeClass = 0; sizeClass < SizeClasses.COUNT; sizeClass++) {
            freeAll(open, sizeClass);
            freeAll(full, sizeClass);
        }
    }

    private void freeAll(long[] list, int sizeClass) {
        long page = list[sizeClass];
        list[sizeClass] = 0;
        while (page != 0) {
            long next = Memory.getLong(page + NEXT);
            dropPage(page, sizeClass);
            page = next;
        }
    }

    private long addPage(int sizeClass) {
        int count = SizeClasses.pagesOf(sizeClass);
        long page = pool.allocate(count);
        pages += count;
        Memory.putInt(page, sizeClass);
        Memory.putInt(page + USED, 0);
        Memory.putLong(page + FREE, 0);
        Memory.putInt(page + FRESH, SizeClasses.HEADER_BYTES);
        link(open, sizeClass, page);
        return page;
    }

    private void dropPage(long page, int sizeClass) {
        int count = SizeClasses.pagesOf(sizeClass);
        pages -= count;
        pool.free(page, count);
    }

    private static void link(long[] list, int sizeClass, long page) {
        long next = list[sizeClass];
        Memory.putLong(page + NEXT, next);
        Memory.putLong(page + PREVIOUS, 0);
        if (next != 0) {
            Memory.putLong(next + PREVIOUS, page);
        }
        list[sizeClass] = page;
    }

    private static void unlink(long[] list, int sizeClass, long page) {
        long next = Memory.getLong(page + NEXT);
        long previous = Memory.getLong(page + PREVIOUS);
        if (next != 0) {
            Memory.putLong(next + PREVIOUS, previous);
        }
        if (previous == 0) {
            list[sizeClass] = next;
        } else {
            Memory.putLong(previous + NEXT, next);
        }
    }
}
