package io.synap.server.queue;

/** Reads a page of dead letters in steps, each of which holds the shard's lock only briefly. No state. */
public final class DeadLetterPage {
    private static final int STEP = 64;

    private DeadLetterPage() {}

    /**
     * Reads letters without their payloads, oldest first.
     *
     * @param cursor where to go on: 0, or what the last page ended with
     * @return where the next page goes on; 0 at the end
     * @throws io.synap.protocol.error.SynapException QUEUE_NOT_FOUND
     */
    public static long read(
            QueueCommands commands, long name, int nameLength, long cursor, int countMax, MessageCopies into) {
        into.clear();
        long next = cursor;
        do {
            int step = Math.min(STEP, countMax - into.count());
            next = commands.deadLetters(name, nameLength, next, step, into.withoutPayloads());
        } while (next != 0 && into.count() < countMax);
        return next;
    }
}
