package io.synap.engine.queue;

import io.synap.engine.memory.LargeValues;
import io.synap.protocol.memory.Memory;

/** Makes messages' blocks. Stateless. */
final class Messages {
    private Messages() {}

    /** A block for a message that is to be published; it is in no state yet. */
    static long create(QueueMemory memory, Draft draft, Queue queue, long id, long now) {
        boolean large = draft.isLarge();
        long ttl = draft.ttlMillis(queue);
        int flags = (ttl > 0 ? Message.HAS_TTL : 0)
                | (draft.orderingKeyLength > 0 ? Message.HAS_KEY : 0)
                | (draft.headersLength > 0 ? Message.HAS_HEADERS : 0)
                | (large ? Message.LARGE : 0);
        long message = memory.messages.allocate(draft.blockBytes(queue));
        Message.putHeader(
                message,
                id,
                queue.number,
                now,
                draft.maxDeliveries,
                draft.payloadLength,
                Message.kind(draft.priority(queue), flags));
        long at = message + Message.HEADER_BYTES;
        if (ttl > 0) {
            Memory.putLong(at, now + ttl);
            at += 8;
        }
        if (draft.orderingKeyLength > 0) {
            Memory.putShort(at, (short) draft.orderingKeyLength);
            Memory.copy(draft.orderingKey, at + 2, draft.orderingKeyLength);
            at += 2 + draft.orderingKeyLength;
        }
        if (draft.headersLength > 0) {
            Memory.putInt(at, draft.headersLength);
            Memory.copy(draft.headers, at + 4, draft.headersLength);
            at += 4 + draft.headersLength;
        }
        if (large) {
            Memory.putLong(at, largePayload(memory, draft.payload, draft.payloadLength));
        } else {
            Memory.copy(draft.payload, at, draft.payloadLength);
        }
        return message;
    }

    static long largePayload(QueueMemory memory, long payload, int length) {
        long pieces = memory.largePayloads.create(length);
        LargeValues.write(pieces, 0, length, payload);
        return pieces;
    }

    /** A block with the same content. */
    static long copied(QueueMemory memory, long message) {
        int length = Message.length(message);
        long copy = memory.messages.allocate(length);
        Memory.copy(message, copy, length);
        return copy;
    }

    /** Gives a copied message a large payload of its own. */
    static void ownPayload(QueueMemory memory, long message) {
        int length = Message.payloadLength(message);
        long pieces = memory.largePayloads.create(length);
        LargeValues.copyBetween(Message.pieces(message), pieces, length);
        Memory.putLong(Message.payload(message), pieces);
    }

    /**
     * A block with the same content and one event more; the old one stays.
     *
     * @param errorLength of the error; 0 to keep the one that is there
     * @param reason why it dies; 0 when it does not
     */
    static long withEvent(
            QueueMemory memory, long message, MessageEvent event, long error, int errorLength, int reason, long now) {
        boolean had = Message.has(message, Message.HAS_HISTORY);
        long old = Message.historyAt(message);
        int oldBytes = had ? History.bytes(old) : 0;
        int events = Math.min(History.EVENTS_MAX, (had ? History.events(old) : 0) + 1);
        int oldErrorLength = had ? History.errorLength(old) : 0;
        int newErrorLength = errorLength > 0 ? Math.min(errorLength, History.ERROR_BYTES_MAX) : oldErrorLength;
        int newBytes = History.HEADER_BYTES + events * History.EVENT_BYTES + newErrorLength;
        int headLength = (int) (old - message);
        int tailLength = Message.length(message) - headLength - oldBytes;
        long copy = memory.messages.allocate(headLength + newBytes + tailLength);
        Memory.copy(message, copy, headLength);
        Message.set(copy, Message.HAS_HISTORY, true);
        long history = copy + headLength;
        if (had) {
            Memory.copy(old, history, oldBytes - (errorLength > 0 ? oldErrorLength : 0));
        } else {
            History.clear(history);
        }
        if (errorLength > 0) {
            History.forgetError(history);
        }
        History.add(history, event, now, Message.deliveryNumber(message));
        if (errorLength > 0) {
            History.putError(history, error, newErrorLength);
        }
        if (reason != 0) {
            History.putDeath(history, reason, now);
        }
        Memory.copy(old + oldBytes, history + newBytes, tailLength);
        return copy;
    }
}
