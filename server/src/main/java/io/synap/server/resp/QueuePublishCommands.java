package io.synap.server.resp;

import io.synap.engine.Outcome;
import io.synap.server.queue.MessageOptions;
import io.synap.server.queue.QueueCommands;

/** Commands that put messages into queues. Confined to one event loop. */
final class QueuePublishCommands {
    private final MessageOptions options = new MessageOptions();

    void register(CommandTable table) {
        table.add("QPUBLISH", this::publish);
        table.add("QMPUBLISH", this::publishAll);
    }

    /** QPUBLISH queue payload [option …]: the id. */
    private void publish(Call call) {
        boolean plain = call.count() == 3;
        if (!plain) {
            parse(call, 3, true);
        }
        QueueCommands queues = call.queues();
        queues.beginPublish(call.key(1), call.length(1));
        if (plain) {
            queues.add(call.address(2), call.length(2));
        } else {
            queues.add(call.address(2), call.length(2), options);
        }
        Outcome outcome = queues.publish();
        if (!call.rejected(outcome)) {
            call.reply().decimal(QueueCommands.messageId(outcome, 0));
        }
    }

    /** QMPUBLISH queue COUNT n payload … [option …]: the ids. All are published, or none. */
    private void publishAll(Call call) {
        if (!call.is(2, "COUNT")) {
            throw Call.syntax();
        }
        long count = call.integer(3);
        if (count < 1 || count > call.count() - 4) {
            throw Call.error("COUNT must be at least 1, and so many payloads must follow");
        }
        int end = 4 + (int) count;
        parse(call, end, false);
        QueueCommands queues = call.queues();
        queues.beginPublish(call.key(1), call.length(1));
        for (int i = 4; i < end; i++) {
            queues.add(call.address(i), call.length(i), options);
        }
        Outcome outcome = queues.publish();
        if (call.rejected(outcome)) {
            return;
        }
        call.reply().array(outcome.count());
        for (int i = 0; i < outcome.count(); i++) {
            call.reply().decimal(QueueCommands.messageId(outcome, i));
        }
    }

    /** Reads options; those that only one message can have where there is only one. */
    private void parse(Call call, int from, boolean one) {
        options.clear();
        for (int i = from; i < call.count(); ) {
            int values = call.count() - i - 1;
            if (values < 1) {
                throw Call.syntax();
            }
            i += 1 + (one ? optionOfOne(call, i, values) : optionOfAny(call, i));
        }
    }

    private int optionOfAny(Call call, int at) {
        if (call.is(at, "PRIORITY")) {
            options.priority(call.integer(at + 1));
        } else if (call.is(at, "DELAY")) {
            options.delayMillis(call.integer(at + 1));
        } else if (call.is(at, "TTL")) {
            options.ttlMillis(call.integer(at + 1));
        } else if (call.is(at, "MAXDELIVERIES")) {
            options.maxDeliveries(call.integer(at + 1));
        } else {
            throw Call.syntax();
        }
        return 1;
    }

    private int optionOfOne(Call call, int at, int values) {
        if (call.is(at, "DEDUP")) {
            options.dedupId(call.address(at + 1), call.length(at + 1));
        } else if (call.is(at, "KEY")) {
            options.orderingKey(call.address(at + 1), call.length(at + 1));
        } else if (call.is(at, "HEADER") && values >= 2) {
            options.header(call.address(at + 1), call.length(at + 1), call.address(at + 2), call.length(at + 2));
            return 2;
        } else {
            return optionOfAny(call, at);
        }
        return 1;
    }
}
