package io.synap.server.http.queue;

import io.synap.engine.Outcome;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.protocol.operation.EncodedOperation;
import io.synap.server.http.RoomNeeded;
import io.synap.server.http.command.CommandCall;
import io.synap.server.http.json.NativeText;
import io.synap.server.queue.QueueCommands;
import io.synap.server.queue.QueueReceiver;
import io.synap.server.queue.QueueReport;

/**
 * The commands on queues as every HTTP syntax uses them: the queue's name is filled into {@link #queue},
 * errors are thrown. Confined to one event loop.
 */
final class QueueStore {
    private static final int OVERHEAD_BYTES = EncodedOperation.PREFIX_BYTES_MAX + 128;

    final NativeText queue = new NativeText();
    /** Whatever else a command names. */
    final NativeText other = new NativeText();

    private final QueueReceiver receiver;
    private final QueueCommands commands;

    QueueStore(QueueReceiver receiver) {
        this.receiver = receiver;
        this.commands = receiver.commands();
    }

    QueueCommands commands() {
        return commands;
    }

    QueueReceiver receiver() {
        return receiver;
    }

    long now() {
        return commands.access().now();
    }

    /** Takes the name of the queue that a command is about. */
    void queue(CommandCall call) {
        call.key(queue, "queue", "name");
        if (queue.length() > EncodedOperation.KEY_BYTES_MAX) {
            throw new SynapException(ErrorCode.KEY_TOO_LARGE);
        }
        call.about(queue);
    }

    QueueReport report() {
        return QueueReport.of(commands, queue.address(), queue.length());
    }

    /** Makes sure that the log takes that many bytes beside a name, or lets the request wait. */
    void room(long bytes) {
        if (!commands.access().hasRoom(bytes + queue.length() + OVERHEAD_BYTES)) {
            throw new RoomNeeded();
        }
    }

    /** Makes sure that the log takes what was gathered, or lets the request wait. */
    void roomForGathered() {
        room(commands.gatheredBytes());
    }

    /** The outcome, if it is no refusal. */
    static Outcome checked(Outcome outcome) {
        ErrorCode rejection = outcome.rejection();
        if (rejection != null) {
            throw new SynapException(rejection);
        }
        return outcome;
    }
}
