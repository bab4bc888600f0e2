package io.synap.server.resp;

import io.synap.engine.Outcome;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.memory.Memory;
import io.synap.protocol.operation.QueueCodec;
import io.synap.server.queue.QueueCommands;
import io.synap.server.queue.Receipt;

/**
 * Commands that end deliveries, or give them more time. Confined to one event loop. The reply to one
 * receipt is 1 or an error, to several an array of those.
 */
final class QueueSettleCommands {
    private final Receipt receipt = new Receipt();

    // Of the command at hand.
    private int end;
    private long delayMillis;
    private int error;

    void register(CommandTable table) {
        table.add("QACK", this::ack);
        table.add("QNACK", this::nack);
        table.add("QREJECT", this::reject);
        table.add("QEXTEND", this::extend);
    }

    private void ack(Call call) {
        QueueCommands queues = call.queues();
        queues.beginAck(call.key(1), call.length(1));
        settle(call, 2, call.count());
    }

    private void nack(Call call) {
        parse(call, true);
        QueueCommands queues = call.queues();
        queues.beginNack(call.key(1), call.length(1), delayMillis, errorAddress(call), errorLength(call));
        settle(call, 2, end);
    }

    private void reject(Call call) {
        parse(call, false);
        QueueCommands queues = call.queues();
        queues.beginReject(call.key(1), call.length(1), errorAddress(call), errorLength(call));
        settle(call, 2, end);
    }

    private void extend(Call call) {
        QueueCommands queues = call.queues();
        queues.beginExtend(call.key(1), call.length(1), call.integer(2));
        settle(call, 3, call.count());
    }

    /** Finds where the receipts end, and reads the options behind them. */
    private void parse(Call call, boolean mayDelay) {
        delayMillis = 0;
        error = 0;
        end = 2;
        while (end < call.count() && beginsWithDigit(call, end)) {
            end++;
        }
        if (end == 2) {
            throw Call.syntax();
        }
        for (int i = end; i < call.count(); i++) {
            boolean more = i + 1 < call.count();
            if (mayDelay && call.is(i, "BACKOFF")) {
                delayMillis = QueueCodec.BACKOFF;
            } else if (mayDelay && call.is(i, "DELAY") && more) {
                delayMillis = call.integer(++i);
                if (delayMillis < 0) {
                    throw Call.error("DELAY is negative");
                }
            } else if (call.is(i, "ERROR") && more) {
                error = ++i;
            } else {
                throw Call.syntax();
            }
        }
    }

    private static boolean beginsWithDigit(Call call, int argument) {
        int first = call.length(argument) == 0 ? 0 : Memory.getByte(call.address(argument));
        return first >= '0' && first <= '9';
    }

    private long errorAddress(Call call) {
        return error == 0 ? call.address(0) : call.address(error);
    }

    private int errorLength(Call call) {
        return error == 0 ? 0 : call.length(error);
    }

    private void settle(Call call, int from, int to) {
        QueueCommands queues = call.queues();
        for (int i = from; i < to; i++) {
            receipt.parse(call.address(i), call.length(i));
            queues.addDelivery(receipt.id(), receipt.delivery());
        }
        reply(call, queues.settle());
    }

    /** Writes what became of each item: 1 or an error, in an array if there are several. */
    static void reply(Call call, Outcome outcome) {
        if (call.rejected(outcome)) {
            return;
        }
        Reply reply = call.reply();
        if (outcome.count() > 1) {
            reply.array(outcome.count());
        }
        for (int i = 0; i < outcome.count(); i++) {
            ErrorCode refused = outcome.itemError(i);
            if (refused == null) {
                reply.integer(1);
            } else {
                reply.error(refused);
            }
        }
    }
}
