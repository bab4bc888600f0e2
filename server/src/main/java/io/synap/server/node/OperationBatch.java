package io.synap.server.node;

import io.synap.protocol.Slots;
import io.synap.protocol.memory.Memory;
import io.synap.protocol.memory.NativeBuffer;
import io.synap.protocol.operation.EncodedOperation;
import io.synap.protocol.operation.Operation;
import io.synap.protocol.operation.OperationCodec;
import io.synap.server.notify.Meaning;
import java.util.Arrays;

/** Several encoded operations that are to happen as one. Confined to its owner; reused by clearing. */
public final class OperationBatch {
    private static final int KEPT_BYTES_MAX = 64 * 1024;
    private final NativeBuffer buffer = new NativeBuffer(4 * 1024);
    private long[] offsets = new long[16];
    private int count;
    private long used;
    private Meaning meaning = Meaning.EACH;

    public void clear() {
        count = 0;
        used = 0;
        meaning = Meaning.EACH;
        buffer.shrinkTo(KEPT_BYTES_MAX);
    }

    /** Encodes one more operation; key and value are copied. */
    public void add(
            byte type, int flags, long key, int keyLength, long value, int valueLength, long deadline, long argument) {
        long target = reserve(EncodedOperation.prefixLength(flags) + keyLength + (long) valueLength);
        long at = EncodedOperation.putPrefix(target, type, flags, keyLength, valueLength, deadline, argument);
        Memory.copy(key, at, keyLength);
        Memory.copy(value, at + keyLength, valueLength);
    }

    /** Copies one more operation, which is encoded already. */
    public void add(long operation) {
        int length = EncodedOperation.length(operation);
        Memory.copy(operation, reserve(length), length);
    }

    /** Encodes one more operation. */
    public void add(Operation operation) {
        var _ = OperationCodec.encode(operation, reserve(OperationCodec.encodedLengthMax(operation)));
    }

    /**
     * Room for one more operation of that length, which the caller writes at once; earlier addresses
     * are no longer valid.
     */
    public long reserve(long length) {
        long base = buffer.ensure(used + length, used);
        if (count == offsets.length) {
            offsets = Arrays.copyOf(offsets, count * 2);
        }
        long target = base + used;
        offsets[count++] = used;
        used += length;
        return target;
    }

    /** Says what they mean together, to those who watch keys; until it is cleared. */
    public void meaning(Meaning together) {
        meaning = together;
    }

    Meaning meaning() {
        return meaning;
    }

    /** The shards that they are about; bit i is shard i. */
    long shards() {
        long shards = 0;
        for (int i = 0; i < count; i++) {
            long operation = operation(i);
            shards |= 1L << Slots.shardOf(EncodedOperation.key(operation), EncodedOperation.keyLength(operation));
        }
        return shards;
    }

    /** A question about a key. */
    interface KeyTest {
        boolean holds(long key, int keyLength);
    }

    /** Whether it holds for the key of some operation. */
    boolean anyKey(KeyTest test) {
        for (int i = 0; i < count; i++) {
            long operation = operation(i);
            if (test.holds(EncodedOperation.key(operation), EncodedOperation.keyLength(operation))) {
                return true;
            }
        }
        return false;
    }

    public int count() {
        return count;
    }

    /** The encoded length of all of them, bytes. */
    public long bytes() {
        return used;
    }

    public long operation(int index) {
        return buffer.address() + offsets[index];
    }
}
