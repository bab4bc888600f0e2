package io.synap.engine.memory;

import java.util.ArrayList;
import java.util.List;

/**
 * The node's memory, in pages of 64 KiB that all shards share. Thread-safe.
 *
 * <p>Pages are cut from chunks of 4 MiB. What is given back is used again first. When more than a
 * sixteenth of the memory is free, a chunk that falls free goes back to the operating system at once,
 * and {@link #trim} gives back free pages of the others.
 */
public final class PagePool implements AutoCloseable {
    public static final int PAGE_BYTES = 1 << 16;

    /** Free pages that are always kept: 8 MiB. */
    private static final int FREE_PAGES_KEPT = 128;

    private static final int PAGES_PER_TRIM = 16;

    /**
     * Up to here chunks use ordinary pages, so that a small store touches little memory; what comes
     * after uses huge pages, where a lookup costs a quarter less.
     */
    private static final int CHUNKS_WITH_ORDINARY_PAGES = 8;

    private final ChunkDirectory chunks = new ChunkDirectory();
    /** The chunks with a free page; the last is the next to be used. */
    private final List<PageChunk> open = new ArrayList<>();

    private long freePages;
    private long discardedPages;
    private volatile long reservedBytes;

    /** Physical bytes held from the operating system. */
    public long reservedBytes() {
        return reservedBytes;
    }

    /** One page, or two adjacent ones. The content is undefined. */
    public synchronized long allocate(int pages) {
        for (int i = open.size() - 1; i >= 0; i--) {
            PageChunk chunk = open.get(i);
            int discardedBefore = chunk.discardedPages();
            long page = chunk.take(pages);
            if (page != 0) {
                freePages -= pages;
                discardedPages -= discardedBefore - chunk.discardedPages();
                if (chunk.isFull()) {
                    open.remove(i);
                }
                publish();
                return page;
            }
        }
        map();
        return allocate(pages);
    }

    /** Gives back what {@link #allocate} gave. */
    public synchronized void free(long page, int pages) {
        PageChunk chunk = chunks.of(page);
        if (chunk.isFull()) {
            open.add(chunk);
        }
        chunk.give(page, pages);
        freePages += pages;
        if (chunk.isFree() && surplus() > 0) {
            unmap(chunk);
        }
        publish();
    }

    /**
     * Gives free pages beyond what is worth keeping back to the operating system, a few of one chunk at
     * a time, since others wait for the pool meanwhile; true if there may be more. Not done at once when a page is freed, because most often the
     * rest of its chunk follows, which is one call instead of 64 and breaks no huge page.
     */
    public synchronized boolean trim() {
        if (surplus() <= PageChunk.PAGES) {
            return false;
        }
        for (PageChunk chunk : open) {
            int discarded = chunk.discardFree(PAGES_PER_TRIM);
            if (discarded > 0) {
                discardedPages += discarded;
                publish();
                return surplus() > PageChunk.PAGES;
            }
        }
        return false;
    }

    /** Unmaps everything; no address may be used any more. */
    @Override
    public synchronized void close() {
        chunks.unmapAll();
        open.clear();
        freePages = 0;
        discardedPages = 0;
        publish();
    }

    private void map() {
        long base = NativeMemory.map(PageChunk.BYTES, PageChunk.BYTES);
        if (chunks.size() >= CHUNKS_WITH_ORDINARY_PAGES) {
            NativeMemory.preferHugePages(base, PageChunk.BYTES);
        }
        PageChunk chunk = new PageChunk(base);
        chunks.add(chunk);
        open.add(chunk);
        freePages += PageChunk.PAGES;
    }

    private void unmap(PageChunk chunk) {
        chunks.remove(chunk);
        open.remove(chunk);
        freePages -= PageChunk.PAGES;
        discardedPages -= chunk.discardedPages();
        NativeMemory.unmap(chunk.base, PageChunk.BYTES);
    }

    /** The free pages in memory beyond those that are kept for the next need. */
    private long surplus() {
        long used = (long) chunks.size() * PageChunk.PAGES - freePages;
        return freePages - discardedPages - FREE_PAGES_KEPT - used / 16;
    }

    private void publish() {
        reservedBytes = ((long) chunks.size() * PageChunk.PAGES - discardedPages) * PAGE_BYTES;
    }
}
