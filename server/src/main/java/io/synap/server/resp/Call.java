package io.synap.server.resp;

import io.synap.engine.Outcome;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.protocol.memory.Memory;
import io.synap.protocol.operation.EncodedOperation;
import io.synap.protocol.resp.RespArguments;
import io.synap.protocol.resp.RespText;
import io.synap.server.kv.KvCommands;
import io.synap.server.node.Access;
import io.synap.server.queue.QueueCommands;
import io.synap.server.queue.QueueReceiver;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The command that is being executed: its arguments, its connection, its reply. Confined to one event
 * loop and reused by it; nothing of it may be kept beyond the handler's return, arguments included.
 */
final class Call {
    private final RespLoop loop;
    private final Reply reply;
    private final KvCommands kv;
    private final QueueReceiver receiver;
    private RespArguments arguments = new RespArguments();
    private @Nullable RespConnection connection;
    private String name = "";
    private boolean retry;
    private boolean missed;
    private int named;

    Call(RespLoop loop, Reply reply, KvCommands kv, QueueReceiver receiver) {
        this.loop = loop;
        this.reply = reply;
        this.kv = kv;
        this.receiver = receiver;
    }

    void begin(RespConnection caller, RespArguments given, String commandName) {
        connection = caller;
        arguments = given;
        name = commandName;
        retry = false;
        missed = false;
        named = 0;
        caller.client().executing(commandName);
    }

    RespLoop loop() {
        return loop;
    }

    Reply reply() {
        return reply;
    }

    KvCommands kv() {
        return kv;
    }

    QueueCommands queues() {
        return receiver.commands();
    }

    QueueReceiver receiver() {
        return receiver;
    }

    Access access() {
        return kv.access();
    }

    RespConnection connection() {
        return Objects.requireNonNull(connection);
    }

    RespArguments arguments() {
        return arguments;
    }

    /** The command's name as error messages write it, with the subcommand behind a bar. */
    String name() {
        return name;
    }

    /** Goes on as a subcommand. */
    void name(String full) {
        name = full;
        connection().client().executing(full);
    }

    int count() {
        return arguments.count();
    }

    long address(int index) {
        return arguments.address(index);
    }

    int length(int index) {
        return arguments.length(index);
    }

    boolean is(int index, String upper) {
        return arguments.is(index, upper);
    }

    String text(int index) {
        return arguments.latin1(index);
    }

    /** For the counters: that argument is the name of what the command is about. */
    void about(int index) {
        named = index;
    }

    /** What {@link #about} said; 0 when it was not called. */
    int namedAt() {
        return named;
    }

    /** The address of an argument that is a key. */
    long key(int index) {
        if (arguments.length(index) > EncodedOperation.KEY_BYTES_MAX) {
            throw new SynapException(ErrorCode.KEY_TOO_LARGE);
        }
        return arguments.address(index);
    }

    /** An argument that must be a 64-bit integer. */
    long integer(int index) {
        long address = arguments.address(index);
        int length = arguments.length(index);
        if (!RespText.isLong(address, length)) {
            throw new SynapException(ErrorCode.NOT_INTEGER);
        }
        return RespText.toLong(address, length);
    }

    /** An argument as a 64-bit integer, or something else if it is none. */
    long integerOr(int index, long otherwise) {
        long address = arguments.address(index);
        int length = arguments.length(index);
        return RespText.isLong(address, length) ? RespText.toLong(address, length) : otherwise;
    }

    /** An argument that must be a 32-bit integer. */
    int smallInteger(int index) {
        long value = integer(index);
        if (value != (int) value) {
            throw error("value is out of range, value must between -2147483648 and 2147483647");
        }
        return (int) value;
    }

    /** An argument that must be a timeout in milliseconds, 0 for none. */
    long timeoutMillis(int index) {
        long timeout = integerOr(index, Long.MIN_VALUE);
        if (timeout == Long.MIN_VALUE) {
            throw error("timeout is not an integer or out of range");
        }
        if (timeout < 0) {
            throw error("timeout is negative");
        }
        if (timeout > Long.MAX_VALUE - access().now()) {
            throw error("timeout is out of range");
        }
        return timeout;
    }

    boolean same(int left, int right) {
        return length(left) == length(right) && Memory.same(address(left), address(right), length(left));
    }

    /** Whether the log takes that much now; if not, the command is to return, and is called again. */
    boolean hasRoom(long bytes) {
        retry = !access().hasRoom(bytes);
        return !retry;
    }

    boolean mustRetry() {
        return retry;
    }

    /** Says that the command reads a key and that it is not there, for the metrics. */
    void missed() {
        missed = true;
    }

    boolean hasMissed() {
        return missed;
    }

    /** Replies with the error that an operation was rejected with, if it was. */
    boolean rejected(Outcome outcome) {
        ErrorCode error = outcome.rejection();
        if (error == null) {
            return false;
        }
        reply.error(error);
        return true;
    }

    static SynapException error(String message) {
        return new SynapException(ErrorCode.INVALID_ARGUMENT, message);
    }

    static SynapException syntax() {
        return new SynapException(ErrorCode.SYNTAX);
    }

    /**
     * Refuses a command whose reply could not be told from a message.
     *
     * @throws SynapException if the client has subscribed, and speaks RESP2
     */
    void requireNotSubscribed() {
        if (connection().client().isSubscriberMode()) {
            throw error("Can't execute '" + name
                    + "': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context");
        }
    }

    SynapException arity() {
        return new SynapException(ErrorCode.WRONG_ARITY, "wrong number of arguments for '" + name + "' command");
    }

    SynapException invalidExpire() {
        return new SynapException(ErrorCode.INVALID_EXPIRE, "invalid expire time in '" + name + "' command");
    }
}
