package io.synap.server.queue;

import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;

/** Checks of what clients ask for. Thread-safe, no state. */
final class Arguments {
    private Arguments() {}

    static void check(boolean holds, String complaint) {
        if (!holds) {
            throw new SynapException(ErrorCode.INVALID_ARGUMENT, complaint);
        }
    }

    static void checkName(int length) {
        check(length > 0 && length <= QueueLimits.QUEUE_NAME_BYTES_MAX, "a queue's name has 1 to 512 bytes");
    }
}
