package io.synap.engine.queue;

import io.synap.engine.memory.KeyHash;
import io.synap.protocol.operation.QueueSetting;

/** How long a message waits after a delivery in vain. Stateless. */
final class Backoff {
    private static final int DOUBLINGS_MAX = 20;

    private Backoff() {}

    /**
     * Twice as long for each delivery in vain, from the queue's least to its most; of that, between half and
     * all, so that messages that failed together do not come back together. The same on every copy.
     */
    static long millis(Queue queue, long message) {
        int deliveries = Message.deliveryCount(message);
        long least = queue.setting(QueueSetting.BACKOFF_MIN_MILLIS);
        int doublings = Math.min(DOUBLINGS_MAX, Math.max(0, deliveries - 1));
        long whole = Math.min(queue.setting(QueueSetting.BACKOFF_MAX_MILLIS), least << doublings);
        long jitter = KeyHash.mix(KeyHash.mix(queue.number, Message.id(message)), deliveries);
        return whole - Long.remainderUnsigned(jitter, whole / 2 + 1);
    }
}
