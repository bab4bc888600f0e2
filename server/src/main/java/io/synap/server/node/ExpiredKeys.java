package io.synap.server.node;

import io.synap.engine.Entry;
import io.synap.engine.ValueSink;
import io.synap.protocol.memory.Memory;
import io.synap.protocol.memory.NativeBuffer;
import io.synap.protocol.operation.EncodedOperation;
import io.synap.protocol.operation.OperationFlags;
import io.synap.protocol.operation.OperationType;

/**
 * An ADVANCE as it is proposed, then as it is logged: with the names of the keys that it removed, so that
 * whoever follows the log learns of them. Confined to its access' thread; reused.
 */
final class ExpiredKeys implements ValueSink {
    /** With names of that many bytes a step ends: a log record, and whoever reads it, stays small. */
    private static final int NAMES_BYTES_MAX = 16 * 1024;

    private static final int PREFIX_BYTES = EncodedOperation.prefixLength(OperationFlags.HAS_ARGUMENT);
    private static final int LENGTH_BYTES = 2;

    /** The most that the logged operation can take: the name that fills it may be as long as a name can be. */
    static final int OPERATION_BYTES_MAX =
            PREFIX_BYTES + NAMES_BYTES_MAX + LENGTH_BYTES + EncodedOperation.KEY_BYTES_MAX;

    private final NativeBuffer buffer = new NativeBuffer(1024);
    private int used;

    /** Begins a step of at most so many items; returns the operation to be applied. */
    long propose(long itemsMax) {
        buffer.shrinkTo(NAMES_BYTES_MAX);
        used = PREFIX_BYTES;
        return operation(itemsMax);
    }

    @Override
    public void value(long entry) {
        int length = Entry.keyLength(entry);
        long at = buffer.ensure(used + LENGTH_BYTES + (long) length, used) + used;
        Memory.putShort(at, (short) length);
        Memory.copy(Entry.key(entry), at + LENGTH_BYTES, length);
        used += LENGTH_BYTES + length;
    }

    @Override
    public boolean isFull() {
        return used - PREFIX_BYTES >= NAMES_BYTES_MAX;
    }

    /** The operation to be logged, after so many items were done. Replay knows no sink that is full. */
    long applied(long itemsMax, long done) {
        return operation(isFull() ? done : itemsMax);
    }

    private long operation(long items) {
        long target = buffer.address();
        EncodedOperation.putPrefix(
                target, OperationType.ADVANCE, OperationFlags.HAS_ARGUMENT, 0, used - PREFIX_BYTES, 0, items);
        return target;
    }
}
