package io.synap.replication.log;

import io.synap.protocol.memory.Memory;
import io.synap.replication.files.NativeHeap;
import io.synap.replication.history.SequenceVector;
import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The log of applied operations of one node. Thread-safe; operations of one shard are appended under
 * that shard's lock, in the order of their sequences.
 *
 * <p>Appending copies into a ring in native memory and never waits, allocates or does I/O. One thread
 * writes what was published and, under {@link FsyncPolicy#ALWAYS}, syncs it: whatever was appended
 * during one fsync shares the next. Under the other policies a thread of its own syncs, so that the
 * disk's latency is nobody's.
 *
 * <p>A <em>log position</em> counts bytes appended during this run of the process; it says how far
 * writing and syncing got and is not stored. Once a write or an fsync has failed, the log is failed for
 * ever: nothing more becomes synced, because nobody knows what the disk holds.
 */
public final class OperationLog implements AutoCloseable {
    private static final long DOZE_NANOS = 1_000_000;
    private static final int DOZES_BEFORE_PARKING = 64;
    private static final long IDLE_NANOS = 1_000_000_000;

    // Immutable.
    private final LogOptions options;
    private final LogRing ring;
    private final SegmentChain chain;
    private final LogWriter writer;
    private final LogSyncer syncer;
    private final Thread writerThread;
    private final Thread syncerThread;
    private final LogFailure failure = new LogFailure();
    private final CopyOnWriteArrayList<SyncListener> listeners = new CopyOnWriteArrayList<>();
    private final CopyOnWriteArrayList<Runnable> followers = new CopyOnWriteArrayList<>();
    private final LogMarks marks = new LogMarks();
    private final ConcurrentLinkedQueue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicLong externalBytes = new AtomicLong();
    private final AtomicLong syncs = new AtomicLong();

    // Written by whoever syncs: the writer, or the syncer, or the closing writer after it.
    private volatile long synced;
    private volatile LongConsumer syncDurations = nanos -> {};
    // Written by anybody.
    private volatile boolean syncWanted;
    private volatile boolean closing;
    // Owned by the writer.
    private LogPosition told = LogPosition.START;
    // Written by the writer, taken back by whoever wakes it.
    private volatile boolean parked;

    OperationLog(LogOptions options, SegmentChain chain, long[] sequences, Clock clock) {
        this.options = options;
        this.chain = chain;
        this.ring = new LogRing(options.ringBytes(), options.inlineBytesMax(), options.appendersMax());
        this.writer = new LogWriter(ring, chain, clock, externalBytes, sequences);
        this.syncer = new LogSyncer(
                options.fsync() == FsyncPolicy.EVERYSEC ? options.syncIntervalMillis() : 0, this::syncAside);
        this.writerThread = Thread.ofPlatform().name("synap-log").unstarted(this::write);
        this.syncerThread = Thread.ofPlatform().name("synap-log-sync").unstarted(syncer);
    }

    void start() throws IOException {
        writer.start();
        // The record that begins the segment: from here the directory is in use.
        chain.sync();
        writerThread.start();
        syncerThread.start();
    }

    // --- Appenders ---

    /**
     * Whether each appender may append one record of that many bytes. Asked before a shard's lock is
     * taken, once for each append. Always false once the log has failed.
     */
    public boolean hasRoom(long bytes) {
        return ring.hasRoom()
                && (bytes <= options.inlineBytesMax() / 2 || externalBytes.get() < options.externalBytesMax())
                && !failure.happened();
    }

    /** Runs the action once there is room again, or the log has failed; from any thread, even at once. */
    public void whenRoom(Runnable wake) {
        waiting.add(wake);
        LockSupport.unpark(writerThread);
        VarHandle.fullFence();
        wakeWaiting();
    }

    /**
     * Appends an applied operation. To be called under the shard's lock, after {@link #hasRoom}.
     *
     * @return the log position that must be synced for the operation to be durable
     */
    public long append(int shard, long sequence, long time, long operation, int length) {
        long bytes = RecordFormat.singleBytes(length);
        if (bytes > options.inlineBytesMax()) {
            long record = allocateExternal(bytes);
            putSingle(record, shard, sequence, time, operation, length);
            return appendExternal(record, bytes);
        }
        long position = claim((int) bytes);
        putSingle(ring.address(position), shard, sequence, time, operation, length);
        ring.publish(position, bytes);
        return position + bytes;
    }

    /** Appends several operations as one record, under the locks of all their shards. */
    public long append(RecordBuilder parts) {
        long bytes = parts.bytes();
        if (parts.count() == 0 || parts.count() > RecordFormat.PARTS_MAX) {
            throw new IllegalArgumentException("a record holds 1 to 16,777,215 operations");
        }
        if (bytes > options.inlineBytesMax()) {
            long record = allocateExternal(bytes);
            parts.writeTo(record);
            return appendExternal(record, bytes);
        }
        long position = claim((int) bytes);
        parts.writeTo(ring.address(position));
        ring.publish(position, bytes);
        return position + bytes;
    }

    /** Ends a batch of appends: wakes the writer if it would not look by itself soon. */
    public void nudge() {
        // The published length words must be seen by a writer that is about to park.
        VarHandle.fullFence();
        if (parked) {
            parked = false;
            LockSupport.unpark(writerThread);
        }
    }

    /** Asks that everything appended so far be synced soon, whatever the policy. */
    public void requestSync() {
        syncWanted = true;
        LockSupport.unpark(writerThread);
    }

    private static void putSingle(long record, int shard, long sequence, long time, long operation, int length) {
        Memory.putLong(record + RecordFormat.TIME, time);
        Memory.putInt(record + RecordFormat.TYPE_AND_COUNT, RecordFormat.typeAndCount(RecordFormat.OPERATIONS, 1));
        long part = record + RecordFormat.HEADER_BYTES;
        Memory.putLong(part, RecordFormat.part(shard, sequence));
        Memory.copy(operation, part + RecordFormat.PART_BYTES, length);
    }

    private long claim(int bytes) {
        try {
            return ring.claim(bytes);
        } catch (IllegalStateException e) {
            fail(e);
            throw e;
        }
    }

    private long allocateExternal(long bytes) {
        if (bytes > RecordFormat.RECORD_BYTES_MAX) {
            throw new IllegalArgumentException("a log record cannot have " + bytes + " bytes");
        }
        long record = NativeHeap.allocate(bytes);
        externalBytes.addAndGet(bytes);
        Memory.putLong(record, bytes);
        return record;
    }

    private long appendExternal(long record, long bytes) {
        long position = claim(LogRing.STUB_BYTES);
        long stub = ring.address(position);
        Memory.putLong(stub + 8, record);
        Memory.putLong(stub + 16, bytes);
        ring.publish(position, LogRing.STUB | LogRing.STUB_BYTES);
        return position + LogRing.STUB_BYTES;
    }

    // --- Progress ---

    /** Everything before this log position is durable. */
    public long synced() {
        return synced;
    }

    /** Everything before this log position was handed to the operating system. */
    public long written() {
        return ring.consumed();
    }

    public long appended() {
        return ring.claimed();
    }

    /** Calls the listener after each fsync, from the thread that did it. */
    public void onSynced(SyncListener listener) {
        listeners.add(listener);
    }

    /** Tells what each fsync took, nanoseconds, from the thread that did it. */
    public void onSyncDuration(LongConsumer listener) {
        syncDurations = listener;
    }

    public boolean failed() {
        return failure.happened();
    }

    public @Nullable Throwable failure() {
        return failure.cause();
    }

    /** Calls the listener when the log fails, at once if it has failed already. */
    public void onFailure(Consumer<Throwable> listener) {
        failure.listen(listener);
    }

    /** The number of fsyncs so far. */
    public long syncs() {
        return syncs.get();
    }

    /** The bytes stored during this run. */
    public long storedBytes() {
        return chain.bytes();
    }

    /** Where the stored log ends. */
    public LogPosition storedEnd() {
        return chain.written();
    }

    /** Before which place of the stored log everything is known to be durable. */
    public LogPosition storedSynced() {
        return chain.known();
    }

    /**
     * Up to which place of the stored log others may read: what is written, and under {@link
     * FsyncPolicy#ALWAYS} only what is synced, since nobody may see what a power cut can take back.
     */
    public LogPosition readableEnd() {
        return options.fsync() == FsyncPolicy.ALWAYS ? chain.known() : chain.written();
    }

    /**
     * Reads what follows these sequences, now and as it comes.
     *
     * @throws LogTrimmedException if the log no longer holds all of that
     */
    public LogFollower follow(SequenceVector sequences) throws LogTrimmedException {
        LiveSegment segment = chain.segmentAt(sequences);
        if (segment == null) {
            throw new LogTrimmedException(chain.oldest());
        }
        LogMarks.Mark mark = marks.lastWithin(sequences);
        LogMarks.Mark start = mark != null && mark.position().segment() >= segment.number()
                ? mark
                : new LogMarks.Mark(new LogPosition(segment.number(), 0), segment.start());
        return new LogFollower(chain, marks, start, sequences);
    }

    /** From where on the log holds everything. */
    public SequenceVector oldest() {
        return chain.oldest();
    }

    /**
     * Runs the action, on the thread that writes, whenever {@link #readableEnd} has moved. It must only wake
     * another thread. Who adds it reads afterwards what is there already.
     */
    public void onReadable(Runnable action) {
        followers.add(action);
    }

    /** Takes back {@link #onReadable}. */
    public void removeOnReadable(Runnable action) {
        followers.remove(action);
    }

    /** The numbers of the segments that hold every operation after these sequences, ascending. */
    public List<Long> segmentsFrom(SequenceVector sequences) {
        return chain.segmentsFrom(sequences);
    }

    /** Deletes the segments that hold only operations at or before these sequences. */
    public int trim(SequenceVector sequences) throws IOException {
        return chain.trim(sequences);
    }

    // --- The writer's thread ---

    private void write() {
        try {
            int idle = 0;
            while (!closing && !failure.happened()) {
                idle = writer.drain() ? 0 : idle + 1;
                syncIfDue();
                tellFollowers();
                wakeWaiting();
                rest(idle);
            }
            if (!failure.happened()) {
                finish();
            }
        } catch (Throwable e) {
            fail(e);
        }
    }

    private void syncIfDue() throws IOException {
        if (options.fsync() == FsyncPolicy.ALWAYS) {
            syncWanted = false;
            sync();
        } else if (syncWanted || (options.fsync() == FsyncPolicy.OS && chain.hasRetired())) {
            // Taken back before the drain, so that what was appended before the wish is written.
            syncWanted = false;
            writer.drain();
            syncer.request();
        }
    }

    private void tellFollowers() {
        if (followers.isEmpty()) {
            return;
        }
        LogPosition end = readableEnd();
        if (!end.equals(told)) {
            told = end;
            followers.forEach(Runnable::run);
        }
    }

    private void rest(int idle) throws IOException {
        if (options.fsync() == FsyncPolicy.ALWAYS) {
            if (idle > 0) {
                // At once: what was acknowledged must not be taken for a torn tail later.
                markIfIdle();
                park();
            }
        } else if (idle > DOZES_BEFORE_PARKING && ring.claimed() == ring.consumed()) {
            park();
        } else if (ring.isHalfEmpty()) {
            // Under load this gathers a batch; nobody waits for it, so nobody needs to wake us.
            LockSupport.parkNanos(DOZE_NANOS);
        }
    }

    private void park() throws IOException {
        parked = true;
        VarHandle.fullFence();
        if (ring.published(ring.consumed()) == 0 && !syncWanted && !closing) {
            LockSupport.parkNanos(IDLE_NANOS);
        }
        if (parked) {
            parked = false;
            markIfIdle();
        }
    }

    private void markIfIdle() throws IOException {
        if (ring.claimed() == ring.consumed()) {
            writer.markIdle();
        }
    }

    private void finish() throws IOException {
        syncer.stop();
        joinUninterruptibly(syncerThread);
        while (writer.drain()) {
            // Until nothing is left.
        }
        sync();
        if (!failure.happened()) {
            writer.end();
        }
    }

    // --- Syncing ---

    private boolean syncAside() {
        try {
            sync();
            return !failure.happened();
        } catch (Throwable e) {
            fail(e);
            return false;
        }
    }

    private void sync() throws IOException {
        long position = ring.consumed();
        if (position == synced || failure.happened()) {
            return;
        }
        long began = System.nanoTime();
        chain.sync();
        syncDurations.accept(System.nanoTime() - began);
        syncs.incrementAndGet();
        synced = position;
        for (SyncListener listener : listeners) {
            listener.synced(position);
        }
    }

    private void fail(Throwable cause) {
        failure.happen(cause);
        syncer.stop();
        wakeWaiting();
        LockSupport.unpark(writerThread);
    }

    private void wakeWaiting() {
        while (failure.happened() || (ring.isHalfEmpty() && externalBytes.get() <= options.externalBytesMax() / 2)) {
            Runnable wake = waiting.poll();
            if (wake == null) {
                return;
            }
            wake.run();
        }
    }

    /** Writes and syncs everything, and says in the log that it ends here. Nobody may append any more. */
    @Override
    public void close() throws IOException {
        closing = true;
        LockSupport.unpark(writerThread);
        joinUninterruptibly(writerThread);
        syncer.stop();
        joinUninterruptibly(syncerThread);
        chain.close();
        Throwable cause = failure.cause();
        if (cause != null) {
            throw new IOException("the log had failed before it was closed", cause);
        }
    }

    private static void joinUninterruptibly(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
