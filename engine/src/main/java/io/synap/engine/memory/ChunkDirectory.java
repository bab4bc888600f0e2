package io.synap.engine.memory;

import java.util.Arrays;

/**
 * The chunks by address. Confined to the {@link PagePool}'s monitor. A sorted array, because a map
 * would make an object of every address that is looked up.
 */
final class ChunkDirectory {
    private long[] bases = new long[16];
    private PageChunk[] chunks = new PageChunk[16];
    private int size;

    int size() {
        return size;
    }

    /** The chunk that an address lies in. */
    PageChunk of(long address) {
        int at = Arrays.binarySearch(bases, 0, size, PageChunk.baseOf(address));
        if (at < 0) {
            throw new IllegalArgumentException("not an address of this pool");
        }
        return chunks[at];
    }

    void add(PageChunk chunk) {
        if (size == bases.length) {
            bases = Arrays.copyOf(bases, 2 * size);
            chunks = Arrays.copyOf(chunks, 2 * size);
        }
        int at = -Arrays.binarySearch(bases, 0, size, chunk.base) - 1;
        System.arraycopy(bases, at, bases, at + 1, size - at);
        System.arraycopy(chunks, at, chunks, at + 1, size - at);
        bases[at] = chunk.base;
        chunks[at] = chunk;
        size++;
    }

    void remove(PageChunk chunk) {
        int at = Arrays.binarySearch(bases, 0, size, chunk.base);
        size--;
        System.arraycopy(bases, at + 1, bases, at, size - at);
        System.arraycopy(chunks, at + 1, chunks, at, size - at);
    }

    void unmapAll() {
        for (int i = 0; i < size; i++) {
            NativeMemory.unmap(bases[i], PageChunk.BYTES);
        }
        size = 0;
    }
}
