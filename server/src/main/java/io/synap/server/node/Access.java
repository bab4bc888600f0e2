package io.synap.server.node;

import io.synap.engine.EntryVisitor;
import io.synap.engine.Lookahead;
import io.synap.engine.Outcome;
import io.synap.engine.Shard;
import io.synap.engine.ValueSink;
import io.synap.protocol.Slots;
import io.synap.protocol.error.SynapException;
import io.synap.protocol.memory.NativeBuffer;
import io.synap.protocol.operation.EncodedOperation;
import io.synap.replication.log.OperationLog;
import io.synap.replication.log.RecordBuilder;
import io.synap.server.notify.NoticeRecorder;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One thread's way to the shards: the door for every write and every read. Confined to the thread that
 * uses it; each event loop has its own.
 *
 * <p>Use, per batch of requests: {@link #tick} once; for each request {@link #hasRoom}, and when there
 * is none, stop and come back on {@link #whenRoom}; then writes and reads; at the end {@link
 * #endBatch}, and what was seen may be shown to the client once {@link Node#synced} has reached
 * {@link #takeAwaited}.
 */
public final class Access {
    /** Log space that a record takes beyond its operations, at most, per operation. */
    private static final int RECORD_OVERHEAD_BYTES = 64;

    private static final int SCRATCH_KEPT_BYTES_MAX = 1024 * 1024;

    private final Node node;
    private final @Nullable OperationLog log;
    private final boolean gated;
    private final Admission admission;
    private final Outcome outcome = new Outcome();
    private final RecordBuilder record = new RecordBuilder();
    private final NativeBuffer scratch = new NativeBuffer(64 * 1024);
    private final ExpiredKeys expired = new ExpiredKeys();
    private final NoticeRecorder notices;
    private final SessionWrites session;
    private long now;
    private long awaited;
    private long written;
    private final LogWaker waker;
    private @Nullable Shard open;

    Access(Node node, Admission admission) {
        this.node = node;
        this.log = node.log();
        this.gated = node.repliesAwaitSync();
        this.admission = admission;
        this.waker = new LogWaker(log, gated);
        this.notices = new NoticeRecorder(node.notices());
        this.session = new SessionWrites(node);
        tick();
    }

    /** Stamps the time of the operations that follow. Once per batch is enough. */
    public void tick() {
        now = node.clock().millis();
        admission.refresh();
    }

    /** The time of the present batch, milliseconds since 1970. */
    public long now() {
        return now;
    }

    /** Reads ahead for the keys of this access' next operations. */
    public Lookahead newLookahead() {
        return new Lookahead(node.engine());
    }

    /** Scratch of at least that many bytes, to encode an operation in; valid until asked again. */
    public long scratch(long bytes) {
        return scratch.ensure(bytes, 0);
    }

    /** Whether the log takes operations of that many bytes in all right now. */
    public boolean hasRoom(long bytes) {
        return log == null || log.hasRoom(bytes + RECORD_OVERHEAD_BYTES);
    }

    /** Calls back, once and on any thread, when the log has room again. */
    public void whenRoom(Runnable wake) {
        if (log == null) {
            wake.run();
        } else {
            log.whenRoom(wake);
        }
    }

    /** What is written from now on belongs to this request of a session; null for to none. */
    public void within(@Nullable SessionCall request) {
        session.within(request);
    }

    /**
     * Executes one operation on one key: decided, applied and appended under the shard's lock. The
     * outcome is valid until the next call.
     *
     * @throws SynapException OUT_OF_MEMORY when it does not fit, STORAGE_FAILED when the node is
     *     stopping; nothing has happened then
     */
    public Outcome write(long operation, ValueSink sink) {
        node.ensureServing();
        long stamped = session.stamped(operation);
        session.admit(admission, operation, stamped, this);
        int index = Slots.shardOf(EncodedOperation.key(operation), EncodedOperation.keyLength(operation));
        return writeTo(index, stamped, sink);
    }

    /** As {@link #write}, for operations without a key and those that memory limits do not concern. */
    Outcome writeTo(int index, long operation, ValueSink sink) {
        Shard shard = node.shard(index);
        shard.lock();
        try {
            notices.apply(shard, operation, now, outcome, sink);
            append(shard, operation);
        } catch (SynapException rejected) {
            throw rejected;
        } catch (Throwable fault) {
            throw node.fault(fault);
        } finally {
            shard.unlock();
        }
        return outcome;
    }

    /**
     * Lets time pass in a shard: at most so many due items go. The log, which must have room for {@link
     * ExpiredKeys#OPERATION_BYTES_MAX}, learns which keys are among them.
     */
    Outcome advance(int index, long itemsMax) {
        long proposed = expired.propose(itemsMax);
        Shard shard = node.shard(index);
        shard.lock();
        try {
            notices.apply(shard, proposed, now, outcome, log == null ? ValueSink.NONE : expired);
            append(shard, expired.applied(itemsMax, outcome.number()));
        } catch (Throwable fault) {
            throw node.fault(fault);
        } finally {
            shard.unlock();
        }
        return outcome;
    }

    private void append(Shard shard, long operation) {
        int index = shard.index();
        if (log != null) {
            if (outcome.applied()) {
                written = log.append(
                        index, shard.sequence(), shard.time(), operation, EncodedOperation.length(operation));
                node.appended(index, written);
            } else if (outcome.recalled()) {
                wroteBefore(index);
            }
            observe(index);
        }
        notices.commit(gated ? node.appendedPosition(index) : 0);
    }

    /**
     * Executes several operations as one: all shards locked in order, one record. With {@code
     * onlyIfAllAbsent} nothing happens when one of the keys exists.
     *
     * @return whether it happened
     */
    public boolean writeAll(OperationBatch given, boolean onlyIfAllAbsent) {
        node.ensureServing();
        OperationBatch batch = session.stamped(given);
        for (int i = 0; i < batch.count(); i++) {
            session.admit(admission, given.operation(i), batch.operation(i), this);
        }
        long shards = batch.shards();
        lock(shards);
        try {
            if (session.isRepeat(batch)) {
                wroteBefore(Long.numberOfTrailingZeros(shards));
                return true;
            }
            if (onlyIfAllAbsent && batch.anyKey((key, length) -> findLocked(key, length) != 0)) {
                return false;
            }
            applyAll(batch);
            return true;
        } finally {
            unlock(shards);
        }
    }

    /**
     * Makes sure that an entry of that many bytes of key and value fits, for operations that {@link
     * #applyLocked} will bring.
     *
     * @throws SynapException OUT_OF_MEMORY when it does not
     */
    public void admit(long bytes) {
        admission.admitEntry(bytes, now, this);
    }

    /** Fails with STORAGE_FAILED when the node is stopping. */
    public void ensureServing() {
        node.ensureServing();
    }

    /** Locks every shard in the set (bit i is shard i), in order. Pairs with {@link #unlock}. */
    public void lock(long shards) {
        for (long rest = shards; rest != 0; rest &= rest - 1) {
            node.shard(Long.numberOfTrailingZeros(rest)).lock();
        }
    }

    public void unlock(long shards) {
        for (long rest = shards; rest != 0; rest &= rest - 1) {
            int index = Long.numberOfTrailingZeros(rest);
            observe(index);
            node.shard(index).unlock();
        }
    }

    /** Finds an entry in a shard that is locked by this access; 0 when absent. */
    public long findLocked(long key, int keyLength) {
        return node.shard(Slots.shardOf(key, keyLength)).find(key, keyLength, now);
    }

    /** Applies and appends a batch whose shards are all locked by this access. */
    public void applyLocked(OperationBatch batch) {
        session.ensureNone();
        applyAll(batch);
    }

    private void applyAll(OperationBatch batch) {
        record.begin(now);
        notices.begin(batch.meaning());
        int applied = 0;
        try {
            for (int i = 0; i < batch.count(); i++) {
                long operation = batch.operation(i);
                int index = Slots.shardOf(EncodedOperation.key(operation), EncodedOperation.keyLength(operation));
                applied += applyLocked(index, operation);
            }
            appendRecord(applied, batch.shards());
            notices.commit(gated ? written : 0);
        } catch (Throwable fault) {
            throw node.fault(fault);
        }
    }

    /** Removes every key of every shard, as one operation; returns how many there were. */
    public long flushAll(long flushOperation) {
        node.ensureServing();
        session.ensureNone();
        lock(-1L);
        try {
            record.begin(now);
            int applied = 0;
            long removed = 0;
            for (int index = 0; index < Slots.SHARDS; index++) {
                applied += applyLocked(index, flushOperation);
                removed += outcome.applied() ? outcome.number() : 0;
            }
            appendRecord(applied, -1L);
            return removed;
        } finally {
            unlock(-1L);
        }
    }

    private int applyLocked(int index, long operation) {
        Shard shard = node.shard(index);
        notices.applyNext(shard, operation, now, outcome, ValueSink.NONE);
        if (!outcome.applied()) {
            return 0;
        }
        record.add(index, shard.sequence(), operation, EncodedOperation.length(operation));
        return 1;
    }

    private void appendRecord(int parts, long shards) {
        if (log == null || parts == 0) {
            return;
        }
        written = log.append(record);
        for (long rest = shards; rest != 0; rest &= rest - 1) {
            node.appended(Long.numberOfTrailingZeros(rest), written);
        }
    }

    /**
     * Locks the shard of a name for reading and returns it: {@link #close} must follow at once, whatever
     * happens.
     */
    public Shard open(long name, int length) {
        return openAt(Slots.shardOf(name, length));
    }

    /** As {@link #open}, for a shard by its index, to read everything there is slice by slice. */
    public Shard openAt(int index) {
        Shard shard = node.shard(index);
        shard.lock();
        open = shard;
        observe(index);
        return shard;
    }

    /** Unlocks the shard that is open. */
    public void close() {
        Shard shard = openShard();
        open = null;
        shard.unlock();
    }

    /**
     * Finds an entry for reading, 0 when absent, and keeps its shard locked: {@link #closeEntry} must
     * follow at once, whatever happens.
     */
    public long openEntry(long key, int keyLength) {
        return open(key, keyLength).find(key, keyLength, now);
    }

    /** As {@link #openEntry}, but the reading leaves no trace in the access statistics. */
    public long peekEntry(long key, int keyLength) {
        return open(key, keyLength).peek(key, keyLength, now);
    }

    /** Whether anybody wants to know what readers do not find. */
    public boolean tellsMisses() {
        return notices.wantsMisses();
    }

    /** The next operation that returns an old value reads it for a client, so that it may be a miss. */
    public void readsOld() {
        notices.readsOld();
    }

    /** Says that a reader has found no such key, for those who watch; while this access has its shard locked. */
    public void missed(long key, int keyLength) {
        if (tellsMisses()) {
            int index = Slots.shardOf(key, keyLength);
            notices.missed(node.shard(index), key, keyLength, now);
            notices.commit(gated ? node.appendedPosition(index) : 0);
        }
    }

    /** A shard by its index, to be read while it is locked by this access. */
    public Shard shard(int index) {
        return node.shard(index);
    }

    /** Queues of the node, about. */
    public int queueCount() {
        return node.engine().queueCount();
    }

    /** Shared groups of the node, about. */
    public int sharedGroupCount() {
        return node.engine().sharedGroupCount();
    }

    /**
     * Executes an operation without a key on every shard, each by itself; those that it does not change log
     * nothing. The log must have room for all of them.
     */
    void writeToAll(long operation) {
        for (int index = 0; index < Slots.SHARDS; index++) {
            writeTo(index, operation, ValueSink.NONE);
        }
        endBatch();
    }

    /** The shard that the open entry is in. */
    public Shard openShard() {
        Shard shard = open;
        if (shard == null) {
            throw new IllegalStateException("no entry is open");
        }
        return shard;
    }

    public void closeEntry() {
        close();
    }

    /**
     * Visits keys from a cursor on; 0 begins, and 0 is returned at the end. Every key that is there
     * during the whole scan is visited at least once. The visitor runs under a shard's lock.
     */
    public long scan(long cursor, int countHint, EntryVisitor visitor) {
        int index = (int) (cursor & Slots.SHARDS - 1);
        Shard shard = node.shard(index);
        shard.lock();
        long inner;
        try {
            inner = shard.scan(cursor >>> 6, countHint, now, visitor);
            observe(index);
        } finally {
            shard.unlock();
        }
        if (inner != 0) {
            return inner << 6 | index;
        }
        return index + 1 == Slots.SHARDS ? 0 : index + 1;
    }

    /** Visits one key, chosen by the given random bits; nothing when there is none. */
    public void randomEntry(long random, EntryVisitor visitor) {
        int first = (int) (random >>> 58);
        for (int i = 0; i < Slots.SHARDS; i++) {
            int index = first + i & Slots.SHARDS - 1;
            Shard shard = node.shard(index);
            shard.lock();
            try {
                long entry = shard.randomEntry(random, now);
                if (entry != 0) {
                    observe(index);
                    visitor.entry(entry);
                    return;
                }
            } finally {
                shard.unlock();
            }
        }
    }

    /** Ends a batch: the log's writer is woken for what was appended, and outsized scratch is given back. */
    public void endBatch() {
        scratch.shrinkTo(SCRATCH_KEPT_BYTES_MAX);
        notices.endBatch();
        waker.endBatch(written);
    }

    /** See {@link LogWaker#gatherOn}. */
    public void gatherOn(Executor loop) {
        waker.gatherOn(loop);
    }

    /**
     * The log position on which the results since the last call depend, 0 when they may be shown at
     * once. See {@link Node#synced}.
     */
    public long takeAwaited() {
        long position = awaited;
        awaited = 0;
        return log != null && position > log.synced() ? position : 0;
    }

    /** Who waits for a queue or a room. */
    public Waiters waiters() {
        return node.waiters();
    }

    /** Which live subscription has which messages in hand. */
    public Deliveries deliveries() {
        return node.deliveries();
    }

    /** The log position of the last write through this access, 0 when nothing is kept. */
    public long lastWrite() {
        return written;
    }

    /** As {@link #lastWrite}, and asks the log to sync it, whatever the policy. */
    public long syncLastWrite() {
        if (log != null && written > log.synced()) {
            log.requestSync();
        }
        return written;
    }

    /** Makes the results of this batch wait until the last write is synced, whatever the policy. */
    public void awaitLastWrite() {
        if (log != null && written > log.synced()) {
            awaited = Math.max(awaited, written);
            log.requestSync();
        }
    }

    /** What a repeat tells is as durable as it is asked to be once what it repeats is. */
    private void wroteBefore(int index) {
        written = Math.max(written, node.appendedPosition(index));
    }

    private void observe(int index) {
        if (gated) {
            awaited = Math.max(awaited, node.appendedPosition(index));
        }
    }

    /** For callers that want no value. */
    public static ValueSink noSink() {
        return ValueSink.NONE;
    }
}
