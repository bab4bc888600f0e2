package io.synap.server.node;

import io.synap.engine.Shard;
import io.synap.engine.session.SessionSpace.Standing;
import io.synap.protocol.Slots;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.protocol.memory.NativeBuffer;
import io.synap.protocol.operation.EncodedOperation;
import io.synap.protocol.operation.OperationFlags;
import io.synap.protocol.operation.SessionPrefix;
import org.jspecify.annotations.Nullable;

/** Gives an access' operations the stamps of the session that they belong to. Confined to its access' thread. */
final class SessionWrites {
    private static final int KEPT_BYTES_MAX = 1024 * 1024;

    private final Node node;
    private final NativeBuffer scratch = new NativeBuffer(512);
    private final OperationBatch batch = new OperationBatch();
    private @Nullable SessionCall call;

    SessionWrites(Node node) {
        this.node = node;
    }

    void within(@Nullable SessionCall request) {
        if (call != null) {
            scratch.shrinkTo(KEPT_BYTES_MAX);
            batch.clear();
        }
        call = request;
    }

    /** The operation as it is to be executed: itself, or a copy with a stamp, valid until the next one. */
    long stamped(long operation) {
        SessionCall request = call;
        if (request == null) {
            return operation;
        }
        long target = scratch.ensure(EncodedOperation.length(operation) + (long) SessionPrefix.BYTES, 0);
        request.stamp(operation, target);
        return target;
    }

    /** As {@link #stamped(long)}, of operations that happen as one. */
    OperationBatch stamped(OperationBatch operations) {
        SessionCall request = call;
        if (request == null) {
            return operations;
        }
        request.ensureParts(operations.count());
        batch.clear();
        batch.meaning(operations.meaning());
        for (int i = 0; i < operations.count(); i++) {
            long operation = operations.operation(i);
            request.stamp(operation, batch.reserve(EncodedOperation.length(operation) + (long) SessionPrefix.BYTES));
        }
        return batch;
    }

    /** Makes sure that an operation fits; a repeat always does, since it adds nothing. */
    void admit(Admission admission, long operation, long stamped, Access access) {
        try {
            admission.admit(operation, access.now(), access);
        } catch (SynapException full) {
            if (!isRepeat(stamped)) {
                throw full;
            }
        }
    }

    /** Whether an operation is a repeat, so that nothing stands against it. It takes the shard's lock. */
    private boolean isRepeat(long operation) {
        if (!EncodedOperation.has(operation, OperationFlags.IN_SESSION)) {
            return false;
        }
        Shard shard = shardOf(operation);
        shard.lock();
        try {
            return shard.sessions().standing(operation) == Standing.DONE;
        } finally {
            shard.unlock();
        }
    }

    /**
     * Whether operations that happen as one have happened before. Their shards are locked.
     *
     * @throws SynapException when some shard would refuse its part: none is to be executed then
     */
    boolean isRepeat(OperationBatch operations) {
        if (call == null) {
            return false;
        }
        @Nullable ErrorCode refused = null;
        for (int i = 0; i < operations.count(); i++) {
            long operation = operations.operation(i);
            switch (shardOf(operation).sessions().standing(operation)) {
                // They are one record of the log: where one part was executed, all were.
                case DONE -> {
                    shardOf(operation).sessions().countRepeat();
                    return true;
                }
                case ANOTHER -> refused = ErrorCode.INVALID_ARGUMENT;
                case PASSED -> refused = ErrorCode.SESSION_NUMBER_PASSED;
                case TOO_MANY -> refused = ErrorCode.TOO_MANY_SESSIONS;
                case NEW -> {}
            }
        }
        if (refused != null) {
            throw new SynapException(refused);
        }
        return false;
    }

    /** For what cannot be repeated: it must not be reached with a session. */
    void ensureNone() {
        if (call != null) {
            throw new IllegalStateException("a command that reads before it writes was let into a session");
        }
    }

    private Shard shardOf(long operation) {
        return node.shard(Slots.shardOf(EncodedOperation.key(operation), EncodedOperation.keyLength(operation)));
    }
}
