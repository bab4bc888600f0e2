package io.synap.engine.memory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The node's memory, in pages of 64 KiB that all shards share. Thread-safe.
 *
 * <p>Pages are cut from chunks of 4 MiB. A page that is given back is used again first; when more than
 * a sixteenth of the memory is free, chunks and pages go back to the operating system.
 */
public final class PagePool implements AutoCloseable {
    public static final int PAGE_BYTES = 1 << 16;

    /** Free pages that are always kept: 8 MiB. */
    private static final int FREE_PAGES_KEPT = 128;

    /**
     * Up to here chunks use ordinary pages, so that a small store touches little memory; what comes
     * after uses huge pages, where a lookup costs a quarter less.
     */
    private static final int CHUNKS_WITH_ORDINARY_PAGES = 8;

    private final Map<Long, PageChunk> chunks = new HashMap<>();
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
        PageChunk chunk = chunks.get(PageChunk.baseOf(page));
        if (chunk == null) {
            throw new IllegalArgumentException("not a page of this pool");
        }
        if (chunk.isFull()) {
            open.add(chunk);
        }
        chunk.give(page, pages);
        freePages += pages;
        long surplus = freePages - discardedPages - FREE_PAGES_KEPT - usedPages() / 16;
        if (surplus > 0) {
            if (chunk.isFree()) {
                unmap(chunk);
            } else if (surplus > PageChunk.PAGES) {
                // Waiting for whole chunks first: one call instead of 64, and no huge page is broken.
                chunk.discard(page, pages);
                discardedPages += pages;
            }
        }
        publish();
    }

    /** Unmaps everything; no address may be used any more. */
    @Override
    public synchronized void close() {
        chunks.keySet().forEach(base -> NativeMemory.unmap(base, PageChunk.BYTES));
        chunks.clear();
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
        chunks.put(base, chunk);
        open.add(chunk);
        freePages += PageChunk.PAGES;
    }

    private void unmap(PageChunk chunk) {
        chunks.remove(chunk.base);
        open.remove(chunk);
        freePages -= PageChunk.PAGES;
        discardedPages -= chunk.discardedPages();
        NativeMemory.unmap(chunk.base, PageChunk.BYTES);
    }

    private long usedPages() {
        return (long) chunks.size() * PageChunk.PAGES - freePages;
    }

    private void publish() {
        reservedBytes = ((long) chunks.size() * PageChunk.PAGES - discardedPages) * PAGE_BYTES;
    }
}
