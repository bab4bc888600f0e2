package io.synap.engine.queue;

import io.synap.engine.image.ImageItems;
import io.synap.engine.index.OrderedIndex;
import io.synap.engine.index.PagedIndex;
import io.synap.engine.memory.KeyHash;
import io.synap.engine.memory.SizeClasses;
import io.synap.protocol.memory.Memory;
import io.synap.protocol.operation.OperationType;

/**
 * The deduplication ids that a queue remembers, each until a time, with the message that had it. Confined to
 * its shard's lock.
 *
 * <p>Each has a block, numbered in the order they came:
 *
 * <pre>
 *  0  i64  until when, milliseconds since 1970
 *  8  i64  the message's id
 * 16  u16  length, and the deduplication id
 * </pre>
 */
final class Deduplication implements QueueMemory.Remains, PagedIndex.Tenant {
    private static final int HEADER_BYTES = 18;

    private final QueueMemory memory;
    private final byte[] queue;
    private final Account account;
    private final PagedIndex records;
    /** (hash, number). */
    private final OrderedIndex byHash;
    /** (until when, number). */
    private final OrderedIndex ends;

    private final OrderedIndex.Item found = new OrderedIndex.Item();

    Deduplication(QueueMemory memory, byte[] queue) {
        this.memory = memory;
        this.queue = queue;
        account = new Account(memory.used);
        records = new PagedIndex(memory.nodes, memory.units, this);
        byHash = new OrderedIndex(memory.nodes);
        ends = new OrderedIndex(memory.nodes);
    }

    /** The message that had a deduplication id, which is still remembered; 0 when there is none. */
    long find(long id, int length, long now) {
        long hash = KeyHash.hash(id, length, memory.hashSeed);
        long number = 0;
        while (byHash.seek(hash, number, found) && found.major == hash) {
            number = found.minor + 1;
            long block = records.get(found.minor);
            if (until(block) > now && length(block) == length && Memory.same(block + HEADER_BYTES, id, length)) {
                return message(block);
            }
        }
        return 0;
    }

    void add(long number, long id, int length, long message, long until) {
        long block = memory.nodes.allocate(HEADER_BYTES + length);
        Memory.putLong(block, until);
        Memory.putLong(block + 8, message);
        Memory.putShort(block + 16, (short) length);
        Memory.copy(id, block + HEADER_BYTES, length);
        keep(number, block);
        index(number, block);
    }

    /** When the first is forgotten; Long.MAX_VALUE when there is none. */
    long nextEnd() {
        return ends.firstMajor();
    }

    /** Forgets the first; there must be one. */
    void forgetFirst() {
        long number = ends.firstMinor();
        long block = records.get(number);
        account.remove(ends, until(block), number);
        account.remove(byHash, hash(block), number);
        account.remove(records, number);
        account.add(-bytes(block));
        memory.nodes.free(block);
    }

    /** Keeps what an image has in a body, the number and the block, until {@link #restored}. */
    void restore(long body, int length) {
        long source = body + 8;
        int blockLength = length - 8;
        if (blockLength < HEADER_BYTES || blockLength != HEADER_BYTES + length(source)) {
            throw new IllegalStateException("a deduplication id of an image is malformed");
        }
        long number = Memory.getLong(body);
        if (number < 0 || records.get(number) != 0) {
            throw new IllegalStateException("a deduplication id of an image occurs twice");
        }
        long block = memory.nodes.allocate(blockLength);
        Memory.copy(source, block, blockLength);
        keep(number, block);
    }

    /** Puts everything of an image into its place. */
    void restored() {
        for (long number = records.ceiling(0); number >= 0; number = records.ceiling(number + 1)) {
            index(number, records.get(number));
        }
    }

    long digest(long state) {
        long digest = state;
        for (long number = records.ceiling(0); number >= 0; number = records.ceiling(number + 1)) {
            long block = records.get(number);
            digest = KeyHash.mix(digest, number);
            digest = KeyHash.mix(digest, KeyHash.hash(block, HEADER_BYTES + length(block), 0));
        }
        return digest;
    }

    /** What was kept goes out of the account; it is freed later. */
    void close() {
        account.close();
        var _ = records.retire();
    }

    @Override
    public boolean free(int most) {
        boolean more = byHash.drop(most);
        more |= ends.drop(most);
        long number = records.ceiling(0);
        for (int i = 0; i < most && number >= 0; i++) {
            memory.nodes.free(records.get(number));
            records.remove(number);
            number = records.ceiling(number + 1);
        }
        return more || number >= 0;
    }

    @Override
    public long imageBytes(long block) {
        return ImageItems.itemBytes(0, queue.length, 8 + HEADER_BYTES + length(block));
    }

    @Override
    public long pageBytes() {
        return 0;
    }

    @Override
    public void write(PagedIndex.Page page, ImageItems target) {
        for (int slot = 0; slot < PagedIndex.PAGE_SLOTS; slot++) {
            long block = page.block(slot);
            if (block != 0) {
                long number = page.number(slot);
                long at = target.begin(number, OperationType.QUEUE_DEDUP_IMAGE, 0, queue.length, 0, 0, 0);
                Memory.copy(queue, 0, at, queue.length);
                int length = HEADER_BYTES + length(block);
                Memory.putLong(at + queue.length, number);
                Memory.copy(block, at + queue.length + 8, length);
                target.end(at + queue.length + 8 + length);
            }
        }
    }

    private void keep(long number, long block) {
        account.put(records, number, block);
        account.add(bytes(block));
    }

    private void index(long number, long block) {
        account.insert(ends, until(block), number, 0);
        account.insert(byHash, hash(block), number, 0);
    }

    /** Seeded, so that nobody can choose ids that all have the same; what is found does not depend on it. */
    private long hash(long block) {
        return KeyHash.hash(block + HEADER_BYTES, length(block), memory.hashSeed);
    }

    private static long until(long block) {
        return Memory.getLong(block);
    }

    private static long message(long block) {
        return Memory.getLong(block + 8);
    }

    private static int length(long block) {
        return Memory.getUnsignedShort(block + 16);
    }

    private static long bytes(long block) {
        return SizeClasses.blockBytes(HEADER_BYTES + length(block));
    }
}
