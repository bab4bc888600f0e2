package io.synap.server.kv;

import io.synap.engine.Entry;
import io.synap.engine.Outcome;
import io.synap.engine.ValueSink;
import io.synap.protocol.Slots;
import io.synap.protocol.memory.Memory;
import io.synap.protocol.operation.EncodedOperation;
import io.synap.protocol.operation.OperationFlags;
import io.synap.protocol.operation.OperationType;
import io.synap.server.node.Access;
import io.synap.server.node.OperationBatch;
import io.synap.server.notify.Meaning;

/**
 * The key-value commands in typed form: every transport parses its own syntax, calls these, and writes
 * its own replies. Confined to its access' thread. Keys and values are native ranges (address, length)
 * that the caller keeps alive during the call. Outcomes are valid until the next call.
 *
 * <p>All of them may throw {@link io.synap.protocol.error.SynapException}; nothing has happened then.
 */
public final class KvCommands {
    /** What became of a RENAME or COPY. */
    public enum Move {
        DONE,
        SOURCE_ABSENT,
        TARGET_EXISTS
    }

    private final Access access;
    private final OperationBatch batch = new OperationBatch();

    public KvCommands(Access access) {
        this.access = access;
    }

    public Access access() {
        return access;
    }

    /**
     * Sets a key.
     *
     * @param flags of {@link OperationFlags}: IF_ABSENT, IF_PRESENT, IF_VERSION, KEEP_DEADLINE,
     *     RETURN_OLD; HAS_DEADLINE and HAS_ARGUMENT are added from the other arguments
     * @param deadline milliseconds since 1970, 0 for none
     * @param version what the key's version must be, with IF_VERSION; 0 for absent
     */
    public Outcome set(
            long key,
            int keyLength,
            long value,
            int valueLength,
            int flags,
            long deadline,
            long version,
            ValueSink old) {
        int all = flags
                | (deadline != 0 ? OperationFlags.HAS_DEADLINE : 0)
                | ((flags & OperationFlags.IF_VERSION) != 0 ? OperationFlags.HAS_ARGUMENT : 0);
        return write(OperationType.SET, all, key, keyLength, value, valueLength, deadline, version, old);
    }

    /** Removes a key; flags IF_VERSION (with the version) and RETURN_OLD are understood. */
    public Outcome delete(long key, int keyLength, int flags, long version, ValueSink old) {
        int all = flags | ((flags & OperationFlags.IF_VERSION) != 0 ? OperationFlags.HAS_ARGUMENT : 0);
        return write(OperationType.DELETE, all, key, keyLength, 0, 0, 0, version, old);
    }

    /** Gives a key a deadline; rules IF_ABSENT, IF_PRESENT, IF_LATER, IF_EARLIER as flags. */
    public Outcome expire(long key, int keyLength, long deadline, int rule) {
        return write(
                OperationType.EXPIRE,
                rule | OperationFlags.HAS_DEADLINE,
                key,
                keyLength,
                0,
                0,
                deadline,
                0,
                Access.noSink());
    }

    /**
     * Hands a key's entry to the reader and then changes its deadline, as one: to the given one, or to
     * none if that is 0. Returns false, without either, when the key is absent. If the reader throws,
     * nothing has changed.
     */
    public boolean readAndExpire(long key, int keyLength, long deadline, ValueSink reader) {
        long shard = 1L << Slots.shardOf(key, keyLength);
        access.ensureServing();
        access.lock(shard);
        try {
            long entry = access.findLocked(key, keyLength);
            if (entry == 0) {
                access.missed(key, keyLength);
                return false;
            }
            reader.value(entry);
            batch.clear();
            int flags = deadline != 0 ? OperationFlags.HAS_DEADLINE : 0;
            batch.add(OperationType.EXPIRE, flags, key, keyLength, 0, 0, deadline, 0);
            access.applyLocked(batch);
            return true;
        } finally {
            access.unlock(shard);
        }
    }

    public Outcome persist(long key, int keyLength) {
        return write(OperationType.EXPIRE, 0, key, keyLength, 0, 0, 0, 0, Access.noSink());
    }

    public Outcome increment(long key, int keyLength, long delta) {
        return write(
                OperationType.INCREMENT, OperationFlags.HAS_ARGUMENT, key, keyLength, 0, 0, 0, delta, Access.noSink());
    }

    /** Adds a decimal number given as text; the sink receives the new value. */
    public Outcome incrementFloat(long key, int keyLength, long delta, int deltaLength, ValueSink result) {
        return write(OperationType.INCREMENT_FLOAT, 0, key, keyLength, delta, deltaLength, 0, 0, result);
    }

    public Outcome append(long key, int keyLength, long value, int valueLength) {
        return write(OperationType.APPEND, 0, key, keyLength, value, valueLength, 0, 0, Access.noSink());
    }

    public Outcome setRange(long key, int keyLength, long offset, long value, int valueLength) {
        return write(
                OperationType.SET_RANGE,
                OperationFlags.HAS_ARGUMENT,
                key,
                keyLength,
                value,
                valueLength,
                0,
                offset,
                Access.noSink());
    }

    /** Begins to gather keys for {@link #setAll}. */
    public void beginSetAll() {
        batch.clear();
    }

    public void addToSetAll(long key, int keyLength, long value, int valueLength, long deadline) {
        batch.add(
                OperationType.SET,
                deadline != 0 ? OperationFlags.HAS_DEADLINE : 0,
                key,
                keyLength,
                value,
                valueLength,
                deadline,
                0);
    }

    /** Sets all gathered keys as one operation; or none when one exists and that is asked for. */
    public boolean setAll(boolean onlyIfAllAbsent) {
        return access.writeAll(batch, onlyIfAllAbsent);
    }

    /** Moves a value with its deadline to another name. */
    public Move rename(long source, int sourceLength, long target, int targetLength, boolean onlyIfAbsent) {
        return move(source, sourceLength, target, targetLength, !onlyIfAbsent, true);
    }

    /**
     * Copies a value with its deadline to another name.
     *
     * @throws io.synap.protocol.error.SynapException OUT_OF_MEMORY when a second one does not fit
     */
    public Move copy(long source, int sourceLength, long target, int targetLength, boolean replace) {
        access.admit(targetLength + valueLength(source, sourceLength));
        return move(source, sourceLength, target, targetLength, replace, false);
    }

    private Move move(long source, int sourceLength, long target, int targetLength, boolean replace, boolean remove) {
        long shards = 1L << Slots.shardOf(source, sourceLength) | 1L << Slots.shardOf(target, targetLength);
        access.ensureServing();
        access.lock(shards);
        try {
            long entry = access.findLocked(source, sourceLength);
            if (entry == 0) {
                if (!remove) {
                    access.missed(source, sourceLength);
                }
                return Move.SOURCE_ABSENT;
            }
            boolean same = sourceLength == targetLength && Memory.same(source, target, sourceLength);
            if (same) {
                return remove && replace ? Move.DONE : Move.TARGET_EXISTS;
            }
            if (!replace && access.findLocked(target, targetLength) != 0) {
                return Move.TARGET_EXISTS;
            }
            batch.clear();
            batch.meaning(remove ? Meaning.RENAME : Meaning.COPY);
            addCopyOf(entry, target, targetLength);
            if (remove) {
                batch.add(OperationType.DELETE, 0, source, sourceLength, 0, 0, 0, 0);
            }
            access.applyLocked(batch);
            return Move.DONE;
        } finally {
            access.unlock(shards);
        }
    }

    private long valueLength(long key, int keyLength) {
        long entry = access.peekEntry(key, keyLength);
        try {
            return entry == 0 ? 0 : Entry.valueLength(entry);
        } finally {
            access.closeEntry();
        }
    }

    private void addCopyOf(long entry, long target, int targetLength) {
        int valueLength = Entry.valueLength(entry);
        long deadline = Entry.deadline(entry);
        int flags = deadline != 0 ? OperationFlags.HAS_DEADLINE : 0;
        long operation = batch.reserve(EncodedOperation.prefixLength(flags) + targetLength + (long) valueLength);
        long at =
                EncodedOperation.putPrefix(operation, OperationType.SET, flags, targetLength, valueLength, deadline, 0);
        Memory.copy(target, at, targetLength);
        Entry.copyValue(entry, 0, valueLength, at + targetLength);
    }

    /** Removes every key; returns how many there were. */
    public long flushAll() {
        long operation = access.scratch(EncodedOperation.PREFIX_BYTES_MAX);
        EncodedOperation.putPrefix(operation, OperationType.FLUSH, 0, 0, 0, 0, 0);
        return access.flushAll(operation);
    }

    private Outcome write(
            byte type,
            int flags,
            long key,
            int keyLength,
            long value,
            int valueLength,
            long deadline,
            long argument,
            ValueSink sink) {
        long operation = access.scratch(EncodedOperation.prefixLength(flags) + keyLength + (long) valueLength);
        long at = EncodedOperation.putPrefix(operation, type, flags, keyLength, valueLength, deadline, argument);
        Memory.copy(key, at, keyLength);
        Memory.copy(value, at + keyLength, valueLength);
        return access.write(operation, sink);
    }
}
