package io.synap.engine.queue;

import io.synap.engine.Outcome;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.operation.BodyReader;
import io.synap.protocol.operation.DeathReason;
import io.synap.protocol.operation.QueueSetting;

/** Publishes messages. Confined to its shard's lock. */
final class Publisher {
    /** What one operation drops at most: a bound that was lowered is reached step by step. */
    private static final int DROPPED_MAX = 20_000;

    /** More than one operation can need. Ids last for years of a million a second. */
    private static final long IDS_LEFT_MIN = 1L << 32;

    private final BodyReader body = new BodyReader();
    private final Draft draft = new Draft();

    /** Publishes all messages of a PUBLISH, or none. */
    void publish(Queue queue, long operation, long now, Outcome outcome) {
        if (queue.nextId > Message.ID_MAX - IDS_LEFT_MIN) {
            outcome.rejected(ErrorCode.LIMIT_REACHED, 0);
            return;
        }
        if (!fits(queue, operation, now)) {
            outcome.rejected(ErrorCode.QUEUE_FULL, 0);
            return;
        }
        body.of(operation);
        boolean any = false;
        while (body.hasMore()) {
            draft.read(body);
            outcome.item(null, publish(queue, now));
            any = true;
        }
        if (!any) {
            return;
        }
        if (queue.setting(QueueSetting.OVERFLOW) != 0) {
            dropOldest(queue, now);
        }
        outcome.applied(0);
        outcome.number(outcome.count());
    }

    private static void dropOldest(Queue queue, long now) {
        for (int i = 0; i < DROPPED_MAX && queue.exceedsBounds(); i++) {
            long oldest = queue.backlog.oldestUnleased();
            if (oldest == 0) {
                return;
            }
            Deaths.die(queue, oldest, DeathReason.MAX_LENGTH, MessageEvent.DROPPED, 0, 0, now);
        }
    }

    /** Returns the id; negative, that of the first, for a duplicate. */
    private long publish(Queue queue, long now) {
        long first = earlier(queue, now);
        if (first != 0) {
            queue.count(QueueCounter.DEDUPLICATED, 1);
            return -first;
        }
        long id = queue.nextId++;
        long window = queue.setting(QueueSetting.DEDUP_WINDOW_MILLIS);
        if (draft.dedupIdLength > 0 && window > 0) {
            queue.dedup.add(queue.nextDedup++, draft.dedupId, draft.dedupIdLength, id, now + window);
        }
        long message = Messages.create(queue.memory, draft, queue, id, now);
        queue.backlog.add(message, draft.delayMillis == 0 ? 0 : now + draft.delayMillis, now);
        queue.count(QueueCounter.PUBLISHED, 1);
        return id;
    }

    /**
     * Whether the queue has room for all. One that drops its oldest has, unless they do not fit beside what is
     * LEASED. What is a duplicate of another in the same operation counts as if it were none.
     */
    private boolean fits(Queue queue, long operation, long now) {
        long depthMax = queue.setting(QueueSetting.MAX_DEPTH);
        long bytesMax = queue.setting(QueueSetting.MAX_BYTES);
        if (depthMax == 0 && bytesMax == 0) {
            return true;
        }
        boolean drops = queue.setting(QueueSetting.OVERFLOW) != 0;
        long depth = drops ? queue.count(MessageState.LEASED) : queue.depth();
        long bytes = drops ? 0 : queue.bytes();
        boolean any = false;
        body.of(operation);
        while (body.hasMore()) {
            draft.read(body);
            if (earlier(queue, now) == 0) {
                any = true;
                depth++;
                bytes += draft.bytes(queue);
            }
        }
        return !any || ((depthMax == 0 || depth <= depthMax) && (bytesMax == 0 || bytes <= bytesMax));
    }

    /** The message that the draft is a duplicate of; 0 when it is none. */
    private long earlier(Queue queue, long now) {
        return draft.dedupIdLength == 0 || queue.setting(QueueSetting.DEDUP_WINDOW_MILLIS) == 0
                ? 0
                : queue.dedup.find(draft.dedupId, draft.dedupIdLength, now);
    }
}
