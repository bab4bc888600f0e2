package io.synap.server.resp;

import io.synap.engine.Family;
import io.synap.engine.memory.LargeValue;
import io.synap.engine.queue.Message;
import io.synap.protocol.memory.Memory;
import io.synap.protocol.memory.NativeBuffer;
import io.synap.protocol.operation.QueueSetting;
import io.synap.server.queue.MessageCopies;
import io.synap.server.queue.QueueReceiver;
import java.util.List;

/**
 * QRECEIVE: hands messages out, and waits for them if it is told to. Confined to one event loop.
 *
 * <p>The reply is an array of messages, each {@code [receipt, payload, delivery count, priority, published
 * (milliseconds since 1970), headers]}; null when there is none.
 */
final class QueueReceiveCommand {
    private static final int MESSAGE_FIELDS = 6;

    // Of the command at hand.
    private int messagesMax;
    private long leaseMillis;
    private long waitMillis;
    private boolean noAck;

    void register(CommandTable table) {
        table.add("QRECEIVE", this::receive);
    }

    private void receive(Call call) {
        parse(call);
        QueueReceiver receiver = call.receiver();
        long queue = call.key(1);
        int received = receiver.receive(
                queue, call.length(1), call.address(2), call.length(2), messagesMax, leaseMillis, noAck);
        if (received > 0) {
            write(call.reply(), receiver.messages());
        } else if (waitMillis == 0) {
            call.missed();
            call.reply().nullArray();
        } else {
            Waiting waiting = new Waiting(receiver, call, messagesMax, leaseMillis, noAck);
            List<byte[]> names = List.of(call.arguments().bytes(1));
            Blocking.await(call, Family.Kind.QUEUE, names, waitMillis, waiting);
        }
    }

    private void parse(Call call) {
        messagesMax = 1;
        leaseMillis = 0;
        waitMillis = 0;
        noAck = false;
        for (int i = 3; i < call.count(); i++) {
            boolean more = i + 1 < call.count();
            if (call.is(i, "NOACK")) {
                noAck = true;
            } else if (call.is(i, "COUNT") && more) {
                messagesMax = call.smallInteger(++i);
                if (messagesMax < 1) {
                    throw Call.error("COUNT must be at least 1");
                }
            } else if (call.is(i, "LEASE") && more) {
                leaseMillis = call.integer(++i);
                if (!QueueSetting.LEASE_MILLIS.allows(leaseMillis)) {
                    throw Call.error("LEASE is out of range");
                }
            } else if (call.is(i, "WAIT") && more) {
                waitMillis = call.timeoutMillis(++i);
            } else {
                throw Call.syntax();
            }
        }
    }

    private static void write(Reply reply, MessageCopies messages) {
        reply.array(messages.count());
        for (int i = 0; i < messages.count(); i++) {
            long message = messages.message(i);
            reply.array(MESSAGE_FIELDS);
            reply.receipt(Message.id(message), Message.deliveryNumber(message));
            payload(reply, messages, i);
            reply.integer(Message.deliveryCount(message));
            reply.integer(Message.priority(message));
            reply.integer(Message.publishedMillis(message));
            headers(reply, message);
        }
    }

    /** Writes a message's payload; what is large follows the socket's pace. */
    static void payload(Reply reply, MessageCopies messages, int index) {
        long message = messages.message(index);
        LargeValue large = messages.takeLarge(index);
        if (large == null) {
            reply.bulk(Message.payload(message), Message.payloadLength(message));
        } else {
            reply.large(large, 0, Message.payloadLength(message));
        }
    }

    static void headers(Reply reply, long message) {
        int[] count = new int[1];
        Message.headers(message, (name, nameLength, value, valueLength) -> count[0]++);
        reply.map(count[0]);
        if (count[0] > 0) {
            Message.headers(message, (name, nameLength, value, valueLength) -> {
                reply.bulk(name, nameLength);
                reply.bulk(value, valueLength);
            });
        }
    }

    /** A command that waits: what it asks for, kept beyond its arguments. */
    private static final class Waiting implements Blocking.Attempt {
        private final QueueReceiver receiver;
        /** The queue's name, then the consumer's. */
        private final NativeBuffer names;

        private final int queueLength;
        private final int consumerLength;
        private final int messagesMax;
        private final long leaseMillis;
        private final boolean noAck;

        Waiting(QueueReceiver receiver, Call call, int messagesMax, long leaseMillis, boolean noAck) {
            this.receiver = receiver;
            this.queueLength = call.length(1);
            this.consumerLength = call.length(2);
            this.messagesMax = messagesMax;
            this.leaseMillis = leaseMillis;
            this.noAck = noAck;
            this.names = new NativeBuffer(queueLength + consumerLength);
            Memory.copy(call.address(1), names.address(), queueLength);
            Memory.copy(call.address(2), names.address() + queueLength, consumerLength);
        }

        @Override
        public boolean answer(Reply reply, boolean last) {
            long queue = names.address();
            int received = receiver.receive(
                    queue, queueLength, queue + queueLength, consumerLength, messagesMax, leaseMillis, noAck);
            if (received > 0) {
                write(reply, receiver.messages());
            } else if (last) {
                reply.nullArray();
            } else {
                return false;
            }
            return true;
        }
    }
}
