package io.synap.engine.memory;

/** A mapped run of 64 pages, one bit for each. Confined to the {@link PagePool}'s monitor. */
final class PageChunk {
    static final int PAGES = 64;
    static final long BYTES = (long) PAGES * PagePool.PAGE_BYTES;

    final long base;
    private long free = -1;
    /** The free pages whose memory went back to the operating system. */
    private long discarded;

    PageChunk(long base) {
        this.base = base;
    }

    static long baseOf(long address) {
        return address & -BYTES;
    }

    boolean isFull() {
        return free == 0;
    }

    boolean isFree() {
        return free == -1;
    }

    /** The address of one or two adjacent pages, or 0 when there are none. */
    long take(int pages) {
        long candidates = pages == 1 ? free : free & free >>> 1;
        if (candidates == 0) {
            return 0;
        }
        int first = Long.numberOfTrailingZeros(candidates);
        long bits = bits(first, pages);
        free &= ~bits;
        discarded &= ~bits;
        return base + (long) first * PagePool.PAGE_BYTES;
    }

    void give(long page, int pages) {
        free |= bits(indexOf(page), pages);
    }

    /**
     * Gives the memory of some free pages back to the operating system, at most so many; returns how
     * many it was.
     */
    int discardFree(int most) {
        int given = 0;
        for (long pages = free & ~discarded; pages != 0 && given < most; pages = free & ~discarded) {
            int first = Long.numberOfTrailingZeros(pages);
            int adjacent = Math.min(Long.numberOfTrailingZeros(~(pages >>> first)), most - given);
            NativeMemory.discard(base + (long) first * PagePool.PAGE_BYTES, (long) adjacent * PagePool.PAGE_BYTES);
            discarded |= (-1L >>> (PAGES - adjacent)) << first;
            given += adjacent;
        }
        return given;
    }

    int discardedPages() {
        return Long.bitCount(discarded);
    }

    private int indexOf(long page) {
        return (int) ((page - base) / PagePool.PAGE_BYTES);
    }

    private static long bits(int first, int pages) {
        return (pages == 1 ? 1L : 3L) << first;
    }
}
