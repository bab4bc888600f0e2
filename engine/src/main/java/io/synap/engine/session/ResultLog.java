package io.synap.engine.session;

import io.synap.engine.memory.SizeClasses;
import io.synap.engine.memory.Slab;
import io.synap.protocol.memory.Memory;
import java.util.function.LongPredicate;

/**
 * The results of one session in the order they came, each a few bytes, see {@link Result}: a chain of blocks that
 * grows behind and is dropped in front. Confined to its shard's lock.
 *
 * <pre>
 *  0  i64  the next block; 0 at the end
 *  8  i32  where the block ends
 * 12  i32  where what is filled ends
 * 16  results, each of which begins with its length (i32)
 * </pre>
 */
final class ResultLog {
    private static final int HEADER_BYTES = 16;
    /** Most sessions have few results that are not answered; one that has many gets larger blocks. */
    private static final int FIRST_BLOCK_BYTES = 256;

    private static final int BLOCK_BYTES = 4_080;

    private final Slab slab;
    private long head;
    /** Where in the first block the first result begins. */
    private int first;

    private long tail;
    private int bytes;

    ResultLog(Slab slab) {
        this.slab = slab;
    }

    /** The bytes of all results. */
    int bytes() {
        return bytes;
    }

    boolean isEmpty() {
        return bytes == 0;
    }

    /** The first result; there must be one. */
    long first() {
        return head + first;
    }

    /** Room for a result of so many bytes, behind all others; its length is written. */
    long append(int length) {
        if (tail != 0 && isEmpty() && filled(tail) + length > end(tail)) {
            clear();
        }
        if (tail == 0) {
            head = newBlock(Math.max(FIRST_BLOCK_BYTES, HEADER_BYTES + length));
            tail = head;
            first = HEADER_BYTES;
        } else if (filled(tail) + length > end(tail)) {
            long block = newBlock(Math.max(BLOCK_BYTES, HEADER_BYTES + length));
            Memory.putLong(tail, block);
            tail = block;
        }
        long result = tail + filled(tail);
        setFilled(tail, filled(tail) + length);
        Memory.putInt(result, length);
        bytes += length;
        return result;
    }

    /** Drops the first result; there must be one. */
    void dropFirst() {
        int length = Memory.getInt(first());
        bytes -= length;
        first += length;
        if (first < filled(head)) {
            return;
        }
        long next = Memory.getLong(head);
        if (next == 0 && end(head) <= SizeClasses.blockBytes(FIRST_BLOCK_BYTES)) {
            setFilled(head, HEADER_BYTES);
        } else {
            slab.free(head);
            head = next;
            tail = next == 0 ? 0 : tail;
        }
        first = HEADER_BYTES;
    }

    /** The first result that the condition holds for, in the order they came; 0 when there is none. */
    long find(LongPredicate condition) {
        int from = first;
        for (long block = head; block != 0 && bytes > 0; block = Memory.getLong(block)) {
            for (int at = from; at < filled(block); at += Memory.getInt(block + at)) {
                if (condition.test(block + at)) {
                    return block + at;
                }
            }
            from = HEADER_BYTES;
        }
        return 0;
    }

    /** Frees everything. */
    void clear() {
        for (long block = head; block != 0; ) {
            long next = Memory.getLong(block);
            slab.free(block);
            block = next;
        }
        head = 0;
        tail = 0;
        bytes = 0;
    }

    private long newBlock(int size) {
        long block = slab.allocate(size);
        Memory.putLong(block, 0);
        Memory.putInt(block + 8, SizeClasses.blockBytes(size));
        setFilled(block, HEADER_BYTES);
        return block;
    }

    private static int end(long block) {
        return Memory.getInt(block + 8);
    }

    private static int filled(long block) {
        return Memory.getInt(block + 12);
    }

    private static void setFilled(long block, int end) {
        Memory.putInt(block + 12, end);
    }
}
