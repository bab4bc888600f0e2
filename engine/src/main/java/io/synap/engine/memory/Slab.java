package io.synap.engine.memory;

import io.synap.protocol.memory.Memory;

/**
 * Blocks of a few sizes, cut from pages of the pool. Confined to its shard's lock.
 *
 * <p>A page holds blocks of one size. Its first 64 bytes say which, how many are in use, which are
 * free, and link it to the pages like it; so a block finds its page by masking its address. A page
 * without a used block goes back to the pool at once. Blocks are multiples of 16 bytes at multiples of
 * 16.
 *
 * <p>A page that falls below half is sparse: it gets new blocks only when no other has room, and where
 * many are sparse {@link #empty} moves the blocks of one after another into the rest.
 *
 * <pre>
 *  0  i32  size class
 *  4  i32  blocks in use
 *  8  i64  the first free block, each of which begins with the address of the next; 0 none
 * 16  i32  offset of the first block that was never used
 * 20  i32  the list that the page is in
 * 24  i64  next page of the list
 * 32  i64  previous page
 * </pre>
 */
public final class Slab {
    /** Whoever knows what lives in the blocks. */
    @FunctionalInterface
    public interface Tenant {
        /**
         * Moves what lives in a block to a new one and frees the old; does nothing when the block is
         * free. A free block's first eight bytes are an address or 0.
         */
        void move(long block);
    }

    private static final int USED = 4;
    private static final int FREE = 8;
    private static final int FRESH = 16;
    private static final int LIST = 20;
    private static final int NEXT = 24;
    private static final int PREVIOUS = 32;

    /** The kinds of lists, of which each size class has its own. */
    private static final int OPEN = 0;

    private static final int FULL = SizeClasses.COUNT;
    private static final int SPARSE = 2 * SizeClasses.COUNT;
    private static final int EMPTYING = 3 * SizeClasses.COUNT;

    /** Pages are emptied when at least one of so many is sparse. */
    private static final int SPARSE_ONE_IN = 8;
    /** How many sparse pages are compared, to begin with the one that has least in it. */
    private static final int SPARSE_COMPARED_MAX = 8;

    private static final int SLICE_BLOCKS_MAX = 16;
    private static final int SLICE_BYTES_MAX = 1 << 14;

    private final PagePool pool;
    /** The first page of each list. */
    private long[] lists = new long[4 * SizeClasses.COUNT];

    private int[] pagesOfClass = new int[SizeClasses.COUNT];
    private int[] sparseOfClass = new int[SizeClasses.COUNT];
    private long pages;
    /** The page that is being emptied, and the offset of its first block not yet looked at. */
    private long emptying;

    private int emptyingAt;

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
        long page = lists[OPEN + sizeClass];
        if (page == 0) {
            page = openPage(sizeClass);
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
            move(page, FULL + sizeClass);
        }
        return block;
    }

    public void free(long block) {
        long page = block & -PagePool.PAGE_BYTES;
        int sizeClass = Memory.getInt(page);
        int blocks = SizeClasses.blocksOf(sizeClass);
        int used = Memory.getInt(page + USED) - 1;
        Memory.putLong(block, Memory.getLong(page + FREE));
        Memory.putLong(page + FREE, block);
        Memory.putInt(page + USED, used);
        if (used == 0) {
            unlink(page);
            dropPage(page, sizeClass);
        } else if (used + 1 == blocks) {
            move(page, OPEN + sizeClass);
        } else if (2 * used < blocks && 2 * (used + 1) >= blocks) {
            move(page, SPARSE + sizeClass);
        }
    }

    /** Whether a block for so many bytes would be as large as this one, which is in use. */
    public static boolean fits(long block, int bytes) {
        return SizeClasses.classOf(bytes) == Memory.getInt(block & -PagePool.PAGE_BYTES);
    }

    /**
     * Goes on emptying sparse pages where there are many: a slice of a few blocks. Every block in use
     * must belong to the tenant. False when there was nothing to do.
     */
    public boolean empty(Tenant tenant) {
        if (emptying == 0) {
            beginEmptying();
        }
        if (emptying == 0) {
            return false;
        }
        int blockBytes = SizeClasses.bytesOf(Memory.getInt(emptying));
        int most = Math.max(1, Math.min(SLICE_BLOCKS_MAX, SLICE_BYTES_MAX / blockBytes));
        for (int i = 0; i < most && emptying != 0; i++) {
            if (emptyingAt == Memory.getInt(emptying + FRESH)) {
                throw new IllegalStateException("a page has blocks in use that belong to nobody");
            }
            long block = emptying + emptyingAt;
            emptyingAt += blockBytes;
            tenant.move(block);
        }
        return true;
    }

    /** Hands all blocks over to a slab of their own, to be freed there; this one is empty then. */
    public Slab takeAll() {
        Slab taken = new Slab(pool);
        taken.lists = lists;
        taken.pagesOfClass = pagesOfClass;
        taken.sparseOfClass = sparseOfClass;
        taken.pages = pages;
        lists = new long[4 * SizeClasses.COUNT];
        pagesOfClass = new int[SizeClasses.COUNT];
        sparseOfClass = new int[SizeClasses.COUNT];
        pages = 0;
        emptying = 0;
        return taken;
    }

    /** Frees at most so many pages with all their blocks; returns how many it was. */
    public int freePages(int most) {
        int freed = 0;
        for (int list = 0; list < lists.length; list++) {
            while (lists[list] != 0 && freed < most) {
                long page = lists[list];
                unlink(page);
                dropPage(page, Memory.getInt(page));
                freed++;
            }
        }
        return freed;
    }

    private void beginEmptying() {
        for (int sizeClass = 0; sizeClass < SizeClasses.COUNT; sizeClass++) {
            int sparse = sparseOfClass[sizeClass];
            if (sparse > 1 && sparse * SPARSE_ONE_IN >= pagesOfClass[sizeClass]) {
                emptying = emptiest(lists[SPARSE + sizeClass]);
                emptyingAt = SizeClasses.HEADER_BYTES;
                move(emptying, EMPTYING + sizeClass);
                return;
            }
        }
    }

    private static long emptiest(long first) {
        long emptiest = first;
        long page = first;
        for (int i = 0; i < SPARSE_COMPARED_MAX && page != 0; i++) {
            if (Memory.getInt(page + USED) < Memory.getInt(emptiest + USED)) {
                emptiest = page;
            }
            page = Memory.getLong(page + NEXT);
        }
        return emptiest;
    }

    /** A page that was sparse, or else a new one. */
    private long openPage(int sizeClass) {
        long page = lists[SPARSE + sizeClass];
        if (page == 0) {
            return addPage(sizeClass);
        }
        move(page, OPEN + sizeClass);
        return page;
    }

    private long addPage(int sizeClass) {
        int count = SizeClasses.pagesOf(sizeClass);
        long page = pool.allocate(count);
        pages += count;
        pagesOfClass[sizeClass]++;
        Memory.putInt(page, sizeClass);
        Memory.putInt(page + USED, 0);
        Memory.putLong(page + FREE, 0);
        Memory.putInt(page + FRESH, SizeClasses.HEADER_BYTES);
        link(page, OPEN + sizeClass);
        return page;
    }

    private void dropPage(long page, int sizeClass) {
        if (page == emptying) {
            emptying = 0;
        }
        int count = SizeClasses.pagesOf(sizeClass);
        pages -= count;
        pagesOfClass[sizeClass]--;
        pool.free(page, count);
    }

    private void move(long page, int list) {
        unlink(page);
        link(page, list);
    }

    private void link(long page, int list) {
        if (isSparse(list)) {
            sparseOfClass[list - SPARSE]++;
        }
        long next = lists[list];
        Memory.putInt(page + LIST, list);
        Memory.putLong(page + NEXT, next);
        Memory.putLong(page + PREVIOUS, 0);
        if (next != 0) {
            Memory.putLong(next + PREVIOUS, page);
        }
        lists[list] = page;
    }

    private void unlink(long page) {
        int list = Memory.getInt(page + LIST);
        if (isSparse(list)) {
            sparseOfClass[list - SPARSE]--;
        }
        long next = Memory.getLong(page + NEXT);
        long previous = Memory.getLong(page + PREVIOUS);
        if (next != 0) {
            Memory.putLong(next + PREVIOUS, previous);
        }
        if (previous == 0) {
            lists[list] = next;
        } else {
            Memory.putLong(previous + NEXT, next);
        }
    }

    private static boolean isSparse(int list) {
        return list >= SPARSE && list < EMPTYING;
    }
}
