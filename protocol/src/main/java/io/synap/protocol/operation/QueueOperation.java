package io.synap.protocol.operation;

import java.util.List;
import java.util.Map;

/**
 * A change of a queue. Times are milliseconds; those of an operation count from the operation's time.
 *
 * <p>The encoded form has the queue's name as its key and a body as its value, see {@link QueueCodec}.
 */
public sealed interface QueueOperation extends Operation {
    /** The queue's name. */
    Bytes queue();

    /** Whether the queue may or must be there. Codes are part of the on-disk format. */
    enum Mode {
        EITHER(0),
        CREATE(1),
        UPDATE(2);

        private final int code;

        Mode(int code) {
            this.code = code;
        }

        /** What stands for it on disk. */
        public int code() {
            return code;
        }

        /** The mode with a code; of an unknown one, EITHER. */
        public static Mode ofCode(int code) {
            return code == CREATE.code ? CREATE : code == UPDATE.code ? UPDATE : EITHER;
        }
    }

    /** What is purged. Codes are part of the on-disk format. */
    enum Scope {
        /** What waits; not what is in flight, nor dead letters. */
        READY(0),
        /** Everything. */
        ALL(1),
        DEAD(2);

        private final int code;

        Scope(int code) {
            this.code = code;
        }

        /** What stands for it on disk. */
        public int code() {
            return code;
        }

        /** The scope with a code; of an unknown one, READY. */
        public static Scope ofCode(int code) {
            return code == ALL.code ? ALL : code == DEAD.code ? DEAD : READY;
        }
    }

    /** A message's name for whoever settles it: delivery 0 means the present one, whichever that is. */
    record Receipt(long id, int delivery) {}

    record Header(Bytes name, Bytes value) {}

    /**
     * A message to be published.
     *
     * @param priority 0 to 9, or -1 for the queue's
     * @param delayMillis 0 for none
     * @param ttlMillis 0 for the queue's
     * @param maxDeliveries 0 for the queue's
     * @param dedupId empty for none
     * @param orderingKey empty for none
     */
    record Message(
            Bytes payload,
            int priority,
            long delayMillis,
            long ttlMillis,
            int maxDeliveries,
            Bytes dedupId,
            Bytes orderingKey,
            List<Header> headers) {}

    /** Creates a queue or changes some of its settings. */
    record Configure(Bytes queue, Mode mode, Map<QueueSetting, Long> changes) implements QueueOperation {}

    record Delete(Bytes queue) implements QueueOperation {}

    record Purge(Bytes queue, Scope scope) implements QueueOperation {}

    /** Publishes all messages, or none when they do not fit. */
    record Publish(Bytes queue, List<Message> messages) implements QueueOperation {}

    /**
     * Hands out messages.
     *
     * @param leaseMillis 0 for the queue's
     * @param noAck whether they are gone as soon as they are handed out
     */
    record Receive(Bytes queue, Bytes consumer, int messagesMax, long leaseMillis, boolean noAck)
            implements QueueOperation {}

    record Ack(Bytes queue, List<Receipt> receipts) implements QueueOperation {}

    /** Gives messages back; a delay of -1 is the queue's backoff, -2 is at once, to be received again even so. */
    record Nack(Bytes queue, long delayMillis, Bytes error, List<Receipt> receipts) implements QueueOperation {}

    /** Makes messages dead letters. */
    record Reject(Bytes queue, Bytes error, List<Receipt> receipts) implements QueueOperation {}

    /** Lets leases end so long from now. */
    record Extend(Bytes queue, long leaseMillis, List<Receipt> receipts) implements QueueOperation {}

    /** Publishes dead letters anew. */
    record Redrive(Bytes queue, List<Long> ids) implements QueueOperation {}

    /**
     * Begins to publish anew what dead letters there are, as far as they match.
     *
     * @param reason the code of a {@link DeathReason}, 0 for any
     * @param error what the last error contains; empty for anything
     * @param diedFrom milliseconds since 1970
     * @param diedBefore milliseconds since 1970; 0 for no bound
     * @param messagesMax 0 for all
     * @param perSecond 0 for as fast as can be
     */
    record BeginRedrive(
            Bytes queue, int reason, Bytes error, long diedFrom, long diedBefore, long messagesMax, int perSecond)
            implements QueueOperation {}

    record EndRedrive(Bytes queue) implements QueueOperation {}

    /**
     * Removes messages.
     *
     * @param onlyDead a message that is no dead letter is not found; else they go whatever their state
     */
    record Remove(Bytes queue, boolean onlyDead, List<Long> ids) implements QueueOperation {}
}
