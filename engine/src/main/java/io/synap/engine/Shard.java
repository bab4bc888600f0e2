package io.synap.engine;

import io.synap.engine.memory.PagePool;
import io.synap.protocol.Slots;
import io.synap.protocol.memory.Memory;
import io.synap.protocol.operation.EncodedOperation;
import io.synap.protocol.operation.OperationFlags;
import io.synap.protocol.operation.OperationType;
import io.synap.protocol.state.ShardImage;

/**
 * One of 64 parts of the state, with its own order of changes. Confined to its own lock, except for the
 * lock's methods, {@link #index} and the counts.
 *
 * <p>The lock is held for a microsecond or so, by whichever thread has a request; it is not reentrant,
 * and nothing may block inside. Who takes several shards' locks takes them in the order of indexes.
 *
 * <p>Entries are named by their address; see {@link Entry} for how long that holds.
 */
public final class Shard {
    private static final int VERSION_BYTES = 8;

    private final SpinLock lock = new SpinLock();
    private final int index;
    private final int valueBytesMax;
    private final KeySpace keys;
    private final KeyWriter writer;
    private final KeyWalk walk;
    private final Outcome replayed = new Outcome();
    private final Content restored = new Content();
    private boolean tracksAccess;
    private long sequence;
    private long time;

    Shard(int index, EngineOptions options, PagePool pool) {
        this.index = index;
        this.valueBytesMax = options.valueBytesMax();
        this.tracksAccess = options.accessTracking() != AccessTracking.NONE;
        AccessClock accessClock = new AccessClock(options.accessTracking(), index * 2L + 1);
        this.keys = new KeySpace(pool, options.hashSeed(), accessClock);
        this.writer = new KeyWriter(keys);
        this.walk = new KeyWalk(keys);
    }

    /** 0 to 63. */
    public int index() {
        return index;
    }

    /** Takes the lock; spins, then parks. Not reentrant. */
    public void lock() {
        lock.lock();
    }

    /** Takes the lock if it is free. */
    public boolean tryLock() {
        return lock.tryLock();
    }

    public void unlock() {
        lock.unlock();
    }

    void trackAccess(AccessTracking tracking) {
        tracksAccess = tracking != AccessTracking.NONE;
        keys.accessClock.track(tracking);
    }

    /** How many operations were applied. */
    public long sequence() {
        return sequence;
    }

    /** The time of the last applied operation, milliseconds since 1970. */
    public long time() {
        return time;
    }

    /** Keys, with those that are expired and not yet removed. From any thread. */
    public long keyCount() {
        return keys.keyCount.get();
    }

    /** Keys with a deadline. From any thread. */
    public long expiringKeyCount() {
        return keys.expiringKeyCount.get();
    }

    /** Logical bytes: the sum of {@link Entry#bytes}. From any thread. */
    public long usedBytes() {
        return keys.usedBytes.get();
    }

    /**
     * Executes an operation at a time, or at the shard's own if that is later. If it changes anything
     * it takes the next sequence; otherwise nothing at all changes.
     *
     * @param sink gets the old entry of an operation with RETURN_OLD, before it goes, even if a
     *     condition then fails; and the new entry of INCREMENT_FLOAT
     * @throws io.synap.engine.memory.OutOfOffHeapMemoryError if the operating system gives no memory;
     *     the state is then undefined and the node has to stop
     */
    public void apply(long operation, long operationTime, Outcome outcome, ValueSink sink) {
        apply(operation, operationTime, valueBytesMax, outcome, sink);
    }

    private void apply(long operation, long operationTime, int limit, Outcome outcome, ValueSink sink) {
        long now = Math.max(operationTime, time);
        writer.execute(operation, sequence + 1, now, limit, outcome, sink);
        if (outcome.applied()) {
            sequence++;
            time = now;
        }
    }

    /** A key's entry, or 0 if it is absent or expired. Counts as a use. */
    public long find(long key, int keyLength, long atTime) {
        long entry = peek(key, keyLength, atTime);
        if (tracksAccess && entry != 0) {
            int before = Entry.access(entry);
            int access = keys.accessClock.used(before, atTime);
            if (access != before) {
                Entry.setAccess(entry, access);
            }
        }
        return entry;
    }

    /** A key's entry, or 0 if it is absent or expired. Leaves no trace. */
    public long peek(long key, int keyLength, long atTime) {
        KeyTable table = keys.table;
        long slot = table.slotOf(table.hashOf(key, keyLength), key, keyLength);
        if (slot == 0) {
            return 0;
        }
        long entry = KeySpace.entryAt(slot);
        return Entry.isExpired(entry, Math.max(atTime, time)) ? 0 : entry;
    }

    long hashOf(long key, int keyLength) {
        return keys.table.hashOf(key, keyLength);
    }

    long segment(long hash) {
        return keys.table.segment(hash);
    }

    /** The earliest deadline, or Long.MAX_VALUE when there is none. */
    public long nextDeadline() {
        return keys.deadlines.firstDeadline();
    }

    /** Some entry that is not expired, chosen by the given random number; 0 if none is found. */
    public long randomEntry(long random, long atTime) {
        return walk.random(random, atTime);
    }

    /**
     * The entry that the policy would give up, best of about eight chosen by the given random number;
     * 0 if there is none. Under VOLATILE_TTL it is exact, and may be due.
     */
    public long evictionCandidate(EvictionPolicy policy, long random, long atTime) {
        return walk.evictionCandidate(policy, random, atTime);
    }

    /**
     * Visits some entries, about as many as hinted, and returns where to go on: 0 at the beginning, 0
     * again at the end, 43 bits at most. Every key that is present from the first call to the last is
     * visited at least once, whatever else happens to the shard.
     */
    public long scan(long cursor, int countHint, long atTime, EntryVisitor visitor) {
        return walk.scan(cursor, countHint, atTime, visitor);
    }

    /** Holds on to the value of a large entry beyond the lock. */
    public LargeValue retainLarge(long entry) {
        if (!Entry.isLarge(entry)) {
            throw new IllegalArgumentException("the entry's value is not large");
        }
        return new LargeValue(keys.largeValues, Entry.pieces(entry));
    }

    /**
     * A 64-bit digest of all entries (key, value, deadline, version) in no order. Two shards with the
     * same state have the same, whatever their hash seed. It visits everything: for tests and checks.
     */
    public long digest() {
        return keys.digest();
    }

    /**
     * Housekeeping in a small slice: frees large values whose last reader is gone, and empties pages
     * that few entries are left in, which moves entries. True if there is more to do.
     */
    public boolean tidy() {
        return keys.tidy();
    }

    /** Forgets everything, sequence and time included, so that another state can be restored. */
    public void reset() {
        keys.clear();
        sequence = 0;
        time = 0;
    }

    /** Physical bytes of blocks. */
    long slabBytes() {
        return keys.slabBytes();
    }

    void replay(long expectedSequence, long operationTime, long operation) {
        if (sequence + 1 != expectedSequence) {
            throw new IllegalStateException("shard " + index + " is at sequence " + sequence
                    + ", so the log's operation " + expectedSequence
                    + " does not follow");
        }
        apply(operation, operationTime, Integer.MAX_VALUE, replayed, ValueSink.NONE);
        if (!replayed.applied()) {
            throw new IllegalStateException("shard " + index + ": the log's operation " + expectedSequence + " of type "
                    + EncodedOperation.type(operation)
                    + " changes nothing, so log and state do not belong together");
        }
    }

    ShardImage openImage(long savedBytesMax) {
        return new Image(this, keys, savedBytesMax);
    }

    void restoreItems(long address, long length) {
        long at = address;
        long end = address + length;
        while (at < end) {
            long operation = at + VERSION_BYTES;
            check(end - operation >= EncodedOperation.HEADER_BYTES, "an item is cut off");
            int flags = EncodedOperation.flags(operation);
            check(
                    EncodedOperation.type(operation) == OperationType.SET
                            && (flags & ~OperationFlags.HAS_DEADLINE) == 0,
                    "an item is no plain SET");
            int valueLength = EncodedOperation.valueLength(operation);
            long bytes =
                    EncodedOperation.prefixLength(flags) + (long) EncodedOperation.keyLength(operation) + valueLength;
            check(valueLength >= 0 && bytes <= end - operation, "an item is cut off");
            restore(Memory.getLong(at), operation);
            at = operation + bytes;
        }
    }

    private void restore(long version, long operation) {
        long key = EncodedOperation.key(operation);
        int keyLength = EncodedOperation.keyLength(operation);
        long deadline = EncodedOperation.deadline(operation);
        boolean expires = EncodedOperation.has(operation, OperationFlags.HAS_DEADLINE);
        check(Slots.shardOf(key, keyLength) == index, "a key belongs to another shard");
        check(version > 0 && version >>> 48 == 0, "a version is out of range");
        check(!expires || deadline > 0, "a deadline is out of range");
        long hash = keys.table.hashOf(key, keyLength);
        check(keys.table.slotOf(hash, key, keyLength) == 0, "a key occurs twice");
        Content content =
                restored.replacing(EncodedOperation.value(operation), EncodedOperation.valueLength(operation));
        var _ = keys.store(hash, 0, key, keyLength, version, deadline, content, time);
    }

    void restoreEnd(long restoredSequence, long restoredTime) {
        sequence = restoredSequence;
        time = restoredTime;
    }

    private void check(boolean holds, String complaint) {
        if (!holds) {
            throw new IllegalStateException("image of shard " + index + ": " + complaint);
        }
    }
}
