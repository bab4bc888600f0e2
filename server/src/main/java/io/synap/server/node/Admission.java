package io.synap.server.node;

import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.protocol.operation.EncodedOperation;
import io.synap.protocol.operation.OperationType;
import io.synap.protocol.operation.QueueCodec;

/**
 * Decides before an operation is appended whether it fits into memory, and makes room as the policy
 * says. Confined to its access' thread.
 *
 * <p>It works on a figure of the whole node's use that is read once a batch, plus what this batch has
 * added since, so a bound can be overrun by what the other event loops write in the same moment: some
 * hundred kilobytes, which the physical room to spare takes.
 */
final class Admission {
    /** What an entry costs beyond key and value: header, deadline, index slot, timer, rounding. */
    private static final int ENTRY_OVERHEAD_BYTES = 64;

    /** What a room may cost when it is made, with its first chunk. */
    private static final int ROOM_OVERHEAD_BYTES = 1024;
    /** What a message costs beyond what is encoded: header, index slot, timers, rounding. */
    private static final int MESSAGE_OVERHEAD_BYTES = 80;

    private final MemoryBudget budget;
    private final Eviction eviction;
    private long free = Long.MAX_VALUE;

    Admission(MemoryBudget budget, Eviction eviction) {
        this.budget = budget;
        this.eviction = eviction;
    }

    void refresh() {
        free = budget.freeBytes();
    }

    void admit(long operation, long now, Access access) {
        long need = need(operation);
        if (need != 0) {
            admitBytes(need, now, access);
        }
    }

    /** Admits an entry of that many bytes of key and value. */
    void admitEntry(long bytes, long now, Access access) {
        admitBytes(bytes + ENTRY_OVERHEAD_BYTES, now, access);
    }

    private void admitBytes(long need, long now, Access access) {
        if (free < need) {
            free = eviction.makeRoom(need, now, access);
            if (free < need) {
                throw new SynapException(ErrorCode.OUT_OF_MEMORY);
            }
        }
        free -= need;
    }

    private static long need(long operation) {
        return switch (EncodedOperation.type(operation)) {
            case OperationType.DELETE,
                    OperationType.EXPIRE,
                    OperationType.FLUSH,
                    OperationType.ADVANCE,
                    OperationType.ROOM_DELETE,
                    OperationType.ROOM_TRIM,
                    OperationType.ROOM_REMOVE,
                    OperationType.ROOM_SET_ID,
                    // A group's pending events have a bound of their own, and reading must go on: where groups
                    // protect events, nothing else frees memory.
                    OperationType.SHARED_DELETE,
                    OperationType.SHARED_CONFIGURE,
                    OperationType.SHARED_SET_POSITION,
                    OperationType.SHARED_DELETE_CONSUMER,
                    OperationType.SHARED_READ,
                    OperationType.SHARED_REREAD,
                    OperationType.SHARED_CLAIM,
                    OperationType.SHARED_AUTO_CLAIM,
                    OperationType.SHARED_ACK,
                    OperationType.SHARED_NACK,
                    OperationType.SHARED_EXTEND,
                    OperationType.SHARED_REDRIVE,
                    OperationType.SHARED_CONTROL_REDRIVE,
                    OperationType.SHARED_PURGE,
                    OperationType.QUEUE_DELETE,
                    OperationType.QUEUE_PURGE,
                    OperationType.QUEUE_RECEIVE,
                    OperationType.QUEUE_ACK,
                    OperationType.QUEUE_NACK,
                    OperationType.QUEUE_REJECT,
                    OperationType.QUEUE_EXTEND,
                    OperationType.QUEUE_REDRIVE,
                    OperationType.QUEUE_BEGIN_REDRIVE,
                    OperationType.QUEUE_END_REDRIVE,
                    OperationType.QUEUE_REMOVE,
                    OperationType.TOPIC_DELETE,
                    OperationType.TOPIC_GROUP_DELETE,
                    OperationType.TOPIC_GROUP_LEAVE,
                    OperationType.TOPIC_GROUP_HEARTBEAT,
                    OperationType.TOPIC_GROUP_COMMIT,
                    OperationType.TOPIC_GROUP_RESET,
                    OperationType.TOPIC_RESUME_SESSIONS -> 0;
            case OperationType.ROOM_CONFIGURE, OperationType.ROOM_APPEND -> base(operation) + ROOM_OVERHEAD_BYTES;
            case OperationType.SET_RANGE -> base(operation) + Math.max(0, EncodedOperation.argument(operation));
            case OperationType.QUEUE_PUBLISH ->
                EncodedOperation.valueLength(operation)
                        + (long) QueueCodec.messageCount(operation) * MESSAGE_OVERHEAD_BYTES;
            default -> base(operation);
        };
    }

    private static long base(long operation) {
        return EncodedOperation.keyLength(operation)
                + (long) EncodedOperation.valueLength(operation)
                + ENTRY_OVERHEAD_BYTES;
    }
}
