package io.synap.engine.queue;

import io.synap.engine.memory.KeyHash;
import io.synap.engine.memory.LargeValues;
import io.synap.protocol.memory.Memory;

/** Digests of queues: of what is state, and of nothing else. Stateless. */
final class QueueDigest {
    private QueueDigest() {}

    static long of(Queue queue, long state) {
        long digest = mix(state, queue.name());
        digest = KeyHash.mix(digest, queue.number);
        digest = KeyHash.mix(digest, queue.nextId);
        digest = KeyHash.mix(digest, queue.nextLetter);
        digest = KeyHash.mix(digest, queue.nextDedup);
        digest = KeyHash.mix(digest, queue.handOuts);
        digest = KeyHash.mix(digest, queue.redrives);
        for (long setting : queue.settings) {
            digest = KeyHash.mix(digest, setting);
        }
        for (long counter : queue.counters) {
            digest = KeyHash.mix(digest, counter);
        }
        Redrive redrive = queue.redrive;
        if (redrive != null) {
            digest = redrive.digest(digest);
        }
        Backlog backlog = queue.backlog;
        for (long id = backlog.ceiling(0); id >= 0; id = backlog.ceiling(id + 1)) {
            digest = ofMessage(queue, backlog.get(id), digest);
        }
        DeadLetters letters = queue.letters;
        for (long number = letters.ceiling(0); number >= 0; number = letters.ceiling(number + 1)) {
            digest = ofMessage(queue, letters.get(number), digest);
        }
        return queue.dedup.digest(digest);
    }

    private static long ofMessage(Queue queue, long message, long state) {
        long digest = KeyHash.mix(state, Memory.getLong(message));
        digest = KeyHash.mix(digest, Memory.getLong(message + 8));
        digest = KeyHash.mix(digest, Memory.getLong(message + 16));
        digest = KeyHash.mix(digest, Memory.getInt(message + 24) & ~(Message.RETURNED << 24));
        if (Message.state(message) != MessageState.READY) {
            digest = KeyHash.mix(digest, Message.first(message));
        }
        if (Message.state(message) == MessageState.LEASED) {
            digest = mix(digest, queue.consumerOf(message));
        }
        long sections = message + Message.HEADER_BYTES;
        long payload = Message.payload(message);
        digest = KeyHash.mix(digest, KeyHash.hash(sections, (int) (payload - sections), 0));
        return Message.isLarge(message)
                ? LargeValues.digest(Message.pieces(message), digest)
                : KeyHash.mix(digest, KeyHash.hash(payload, Message.payloadLength(message), 0));
    }

    private static long mix(long state, byte[] bytes) {
        long digest = KeyHash.mix(state, bytes.length);
        for (byte each : bytes) {
            digest = KeyHash.mix(digest, each);
        }
        return digest;
    }
}
