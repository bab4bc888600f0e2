package io.synap.engine;

import io.synap.engine.image.ImageUnits;
import io.synap.engine.memory.KeyHash;
import io.synap.engine.memory.LargeValue;
import io.synap.engine.memory.PagePool;
import io.synap.engine.queue.QueueSpace;
import io.synap.engine.session.SessionSpace;
import io.synap.engine.stream.StreamSpace;
import io.synap.engine.topic.TopicSpace;
import io.synap.protocol.Slots;
import io.synap.protocol.memory.Memory;
import io.synap.protocol.operation.EncodedOperation;
import io.synap.protocol.operation.OperationFlags;
import io.synap.protocol.operation.OperationType;
import io.synap.protocol.state.ShardImage;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
    /** Is told, under the shard's lock, what can be read or received that could not before. */
    public interface Readiness {
        void ready(int shard, Family.Kind kind, byte[] name);
    }

    private static final int VERSION_BYTES = 8;

    private final SpinLock lock = new SpinLock();
    private final int index;
    private final int valueBytesMax;
    private final KeySpace keys;
    private final KeyWriter writer;
    private final KeyWalk walk;
    private final ImageUnits units = new ImageUnits();
    private final QueueSpace queues;
    private final StreamSpace streams;
    private final TopicSpace topics;
    private final SessionSpace sessions;
    private final List<Family> families;
    private final Outcome replayed = new Outcome();
    private final Content restored = new Content();
    private boolean tracksAccess;
    private @Nullable Readiness readiness;
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
        Family.Parts parts = new Family.Parts(pool, options.hashSeed(), units, this::ready);
        this.queues = new QueueSpace(parts);
        this.streams = new StreamSpace(parts);
        this.topics = new TopicSpace(parts);
        this.sessions = new SessionSpace(parts);
        this.families = List.of(queues, streams, topics, sessions);
    }

    /** 0 to 63. */
    public int index() {
        return index;
    }

    /** The event-stream rooms. */
    public StreamSpace streams() {
        return streams;
    }

    /** The topics and exclusive groups. Confined to the lock, except its counts. */
    public TopicSpace topics() {
        return topics;
    }

    /** What is remembered of clients' sessions. Confined to the lock, except its counts. */
    public SessionSpace sessions() {
        return sessions;
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

    void onReady(Readiness listener) {
        readiness = listener;
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

    /** Logical bytes of everything that is kept. From any thread. */
    public long usedBytes() {
        long bytes = keys.usedBytes.get();
        for (Family family : families) {
            bytes += family.usedBytes();
        }
        return bytes;
    }

    /**
     * Executes an operation at a time, or at the shard's own if that is later. If it changes anything
     * it takes the next sequence; otherwise nothing at all changes.
     *
     * @param sink gets the old entry of an operation with RETURN_OLD, before it goes, even if a
     *     condition then fails; the new entry of INCREMENT_FLOAT; and each key that ADVANCE removes, before it
     *     goes. A sink that is full ends ADVANCE: what it did then are the keys that the sink was shown, so an
     *     ADVANCE of just as many does the same on every copy
     * @throws io.synap.engine.memory.OutOfOffHeapMemoryError if the operating system gives no memory;
     *     the state is then undefined and the node has to stop
     */
    public void apply(long operation, long operationTime, Outcome outcome, ValueSink sink) {
        apply(operation, operationTime, valueBytesMax, outcome, sink);
    }

    private void apply(long operation, long operationTime, int limit, Outcome outcome, ValueSink sink) {
        long now = Math.max(operationTime, time);
        if (EncodedOperation.has(operation, OperationFlags.IN_SESSION)) {
            executeOnce(operation, now, limit, outcome, sink);
        } else {
            execute(operation, now, limit, outcome, sink);
        }
        if (outcome.applied()) {
            sequence++;
            time = now;
        }
    }

    /** Here, so that it is decided in the order of the log, wherever that is made. */
    private void executeOnce(long operation, long now, int limit, Outcome outcome, ValueSink sink) {
        outcome.clear();
        if (sessions.answers(operation, outcome, sink)) {
            return;
        }
        execute(operation, now, limit, outcome, sessions.handingOut(operation, sink));
        if (outcome.applied()) {
            sessions.remember(operation, sequence + 1, now, outcome);
        }
    }

    private void execute(long operation, long now, int limit, Outcome outcome, ValueSink sink) {
        byte type = EncodedOperation.type(operation);
        if (type < OperationType.ADVANCE) {
            writer.execute(operation, sequence + 1, now, limit, outcome, sink);
        } else {
            outcome.clear();
            if (type == OperationType.ADVANCE) {
                advance(EncodedOperation.argument(operation), now, outcome, sink);
            } else {
                family(type).execute(operation, sequence + 1, now, outcome, sink);
            }
        }
    }

    private void advance(long most, long now, Outcome outcome, ValueSink sink) {
        long done = writer.advance(most, now, sink);
        // A sink that is full may have ended the keys' turn early; nothing else may then go before them.
        boolean complete = !sink.isFull();
        for (Family family : families) {
            if (complete && done < most && family.nextDeadline() <= now) {
                done += family.advance(most - done, sequence + 1, now);
            }
        }
        if (done > 0) {
            outcome.applied(0);
            outcome.number(done);
        }
    }

    private Family family(byte type) {
        if (OperationType.isOfQueues(type)) {
            return queues;
        }
        if (OperationType.isOfStreams(type)) {
            return streams;
        }
        if (OperationType.isOfTopics(type)) {
            return topics;
        }
        if (type == OperationType.SESSION_ITEM) {
            return sessions;
        }
        throw new IllegalArgumentException("unknown operation type " + type);
    }

    /** The shard's queues. */
    public QueueSpace queues() {
        return queues;
    }

    private void ready(Family.Kind kind, byte[] name) {
        Readiness listener = readiness;
        if (listener != null) {
            listener.ready(index, kind, name);
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

    /** Whether there is a key that is past its deadline and not removed yet. */
    public boolean isDue(long key, int keyLength, long atTime) {
        KeyTable table = keys.table;
        long slot = table.slotOf(table.hashOf(key, keyLength), key, keyLength);
        return slot != 0 && Entry.isExpired(KeySpace.entryAt(slot), Math.max(atTime, time));
    }

    long hashOf(long key, int keyLength) {
        return keys.table.hashOf(key, keyLength);
    }

    long segment(long hash) {
        return keys.table.segment(hash);
    }

    /** When something is due next; Long.MAX_VALUE when nothing is. */
    public long nextDeadline() {
        long next = keys.deadlines.firstMajor();
        for (Family family : families) {
            next = Math.min(next, family.nextDeadline());
        }
        return next;
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
     * A 64-bit digest of everything: entries with key, value, deadline and version, and the other
     * families. Two shards with the same state have the same, whatever their hash seed. For tests and checks.
     */
    public long digest() {
        long digest = keys.digest();
        for (Family family : families) {
            digest = KeyHash.mix(digest, family.digest());
        }
        return digest;
    }

    /**
     * Housekeeping in a small slice: frees large values whose last reader is gone, and empties pages
     * that few entries are left in, which moves entries. True if there is more to do.
     */
    public boolean tidy() {
        boolean more = keys.tidy();
        for (Family family : families) {
            more |= family.tidy();
        }
        return more;
    }

    /** Forgets everything, sequence and time included, so that another state can be restored. */
    public void reset() {
        keys.clear();
        families.forEach(Family::reset);
        units.clear();
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
        return new Image(this, keys, units, savedBytesMax);
    }

    void restoreItems(long address, long length) {
        long at = address;
        long end = address + length;
        while (at < end) {
            long operation = at + VERSION_BYTES;
            check(end - operation >= EncodedOperation.HEADER_BYTES, "an item is cut off");
            int flags = EncodedOperation.flags(operation);
            int valueLength = EncodedOperation.valueLength(operation);
            long bytes =
                    EncodedOperation.prefixLength(flags) + (long) EncodedOperation.keyLength(operation) + valueLength;
            check(valueLength >= 0 && bytes <= end - operation, "an item is cut off");
            if (EncodedOperation.type(operation) == OperationType.SET) {
                check((flags & ~OperationFlags.HAS_DEADLINE) == 0, "an item is no plain SET");
                restore(Memory.getLong(at), operation);
            } else {
                restoreOther(operation, (int) bytes);
            }
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

    private void restoreOther(long item, int length) {
        byte type = EncodedOperation.type(item);
        check(OperationType.isImageItem(type), "an item is of unknown type " + type);
        // A session is at home wherever it did something.
        check(
                type == OperationType.SESSION_ITEM
                        || Slots.shardOf(EncodedOperation.key(item), EncodedOperation.keyLength(item)) == index,
                "a name belongs to another shard");
        family(type).restore(item, length);
    }

    void restoreEnd(long restoredSequence, long restoredTime) {
        families.forEach(Family::restoreEnd);
        sequence = restoredSequence;
        time = restoredTime;
    }

    private void check(boolean holds, String complaint) {
        if (!holds) {
            throw new IllegalStateException("image of shard " + index + ": " + complaint);
        }
    }
}
