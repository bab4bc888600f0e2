package io.synap.server.queue;

import io.synap.engine.Outcome;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;

/**
 * Receives messages up to a number and about up to a size, whatever the client asks for: what one reply
 * holds has a bound. Confined to its access' thread.
 *
 * <p>How large the next messages are is not known before they are handed out, so they are asked for in
 * steps, each as large as its messages may be. A reply can have fewer messages than there are.
 */
public final class QueueReceiver {
    private static final int STEP_MAX = 256;
    /** What the log may take for a step, names included. */
    private static final int STEP_LOG_BYTES = 1024;

    private final QueueCommands commands;
    private final MessageCopies messages;
    private final long replyBytes;
    private final int stepMax;

    /**
     * A receiver that takes no further step once the payloads have so many bytes.
     *
     * @param replyBytes one step can exceed it, by four times as much or by one message
     */
    public QueueReceiver(QueueCommands commands, long replyBytes, long messageBytesMax) {
        this.commands = commands;
        this.messages = new MessageCopies(commands);
        this.replyBytes = replyBytes;
        this.stepMax = Math.clamp(4 * replyBytes / messageBytesMax, 1, STEP_MAX);
    }

    public QueueCommands commands() {
        return commands;
    }

    /** What was received last. */
    public MessageCopies messages() {
        return messages;
    }

    /**
     * Receives, see {@link QueueCommands#receive}; returns how many messages are in {@link #messages} now.
     *
     * @throws SynapException QUEUE_NOT_FOUND and what else the queue says
     */
    public int receive(
            long name,
            int nameLength,
            long consumer,
            int consumerLength,
            int messagesMax,
            long leaseMillis,
            boolean noAck) {
        messages.clear();
        while (true) {
            int step = Math.min(messagesMax - messages.count(), stepMax);
            Outcome outcome =
                    commands.receive(name, nameLength, consumer, consumerLength, step, leaseMillis, noAck, messages);
            ErrorCode rejection = outcome.rejection();
            if (rejection != null && messages.count() == 0) {
                throw new SynapException(rejection);
            }
            boolean more = outcome.number() == step && messages.count() < messagesMax;
            boolean fits =
                    messages.payloadBytes() < replyBytes && commands.access().hasRoom(STEP_LOG_BYTES);
            if (!more || !fits) {
                return messages.count();
            }
        }
    }
}
