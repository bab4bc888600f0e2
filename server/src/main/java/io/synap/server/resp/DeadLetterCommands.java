package io.synap.server.resp;

import io.synap.engine.Outcome;
import io.synap.engine.queue.Message;
import io.synap.engine.queue.MessageState;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.protocol.operation.DeathReason;
import io.synap.server.queue.DeadLetterPage;
import io.synap.server.queue.MessageCopies;
import io.synap.server.queue.QueueCommands;
import io.synap.server.queue.Receipt;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Commands on dead letters. Confined to one event loop. */
final class DeadLetterCommands {
    private static final int LIST_COUNT = 100;
    /** What both forms of a letter tell. */
    private static final int COMMON_FIELDS = 10;

    private final Receipt receipt = new Receipt();
    private final Filter filter = new Filter();

    void register(CommandTable table) {
        table.add("QDEAD", DeadLetterCommands::list);
        table.add("QDEADGET", this::get);
        table.add("QREDRIVE", this::redrive);
        table.add("QREMOVE", this::remove);
    }

    private static void list(Call call) {
        int count = LIST_COUNT;
        long cursor = 0;
        for (int i = 2; i < call.count(); i += 2) {
            boolean more = i + 1 < call.count();
            if (more && call.is(i, "CURSOR")) {
                cursor = call.integerOr(i + 1, -1);
                if (cursor < 0) {
                    throw new SynapException(ErrorCode.INVALID_CURSOR);
                }
            } else if (more && call.is(i, "COUNT")) {
                count = QueueAdminCommands.count(call, i + 1);
            } else {
                throw Call.syntax();
            }
        }
        MessageCopies letters = call.receiver().messages();
        long next = DeadLetterPage.read(call.queues(), call.key(1), call.length(1), cursor, count, letters);
        call.reply().array(2);
        call.reply().decimal(next);
        call.reply().array(letters.count());
        for (int i = 0; i < letters.count(); i++) {
            call.reply().map(COMMON_FIELDS);
            common(call.reply(), letters.message(i));
        }
    }

    private void get(Call call) {
        long id = receipt.parse(call.address(2), call.length(2)).id();
        MessageCopies letters = call.receiver().messages();
        letters.clear();
        boolean found = call.queues().message(call.key(1), call.length(1), id, letters);
        if (!found || Message.state(letters.message(0)) != MessageState.DEAD) {
            letters.clear();
            throw new SynapException(ErrorCode.MESSAGE_NOT_FOUND);
        }
        long letter = letters.message(0);
        Reply reply = call.reply();
        reply.map(COMMON_FIELDS + 4);
        common(reply, letter);
        reply.bulk("payload");
        QueueReceiveCommand.payload(reply, letters, 0);
        reply.bulk("ordering_key");
        reply.bulk(Message.orderingKey(letter), Message.orderingKeyLength(letter));
        reply.bulk("headers");
        QueueReceiveCommand.headers(reply, letter);
        reply.bulk("history");
        history(reply, letter);
    }

    private static void common(Reply reply, long letter) {
        DeathReason reason = Message.deathReason(letter);
        reply.bulk("id");
        reply.decimal(Message.id(letter));
        reply.bulk("reason");
        reply.bulk(reason == null ? "" : reason.text());
        reply.bulk("error");
        reply.bulk(Message.lastError(letter), Message.lastErrorLength(letter));
        integer(reply, "deaths", Message.deaths(letter));
        integer(reply, "deliveries", Message.deliveryNumber(letter));
        integer(reply, "priority", Message.priority(letter));
        integer(reply, "published_ms", Message.publishedMillis(letter));
        integer(reply, "first_died_ms", Message.firstDiedMillis(letter));
        integer(reply, "last_died_ms", Message.lastDiedMillis(letter));
        integer(reply, "payload_length", Message.payloadLength(letter));
    }

    private static void integer(Reply reply, String name, long value) {
        reply.bulk(name);
        reply.integer(value);
    }

    /** What befell the message, oldest first: each {@code [what, when in milliseconds since 1970, delivery]}. */
    private static void history(Reply reply, long letter) {
        int[] count = new int[1];
        Message.history(letter, (event, atMillis, delivery) -> count[0]++);
        reply.array(count[0]);
        Message.history(letter, (event, atMillis, delivery) -> {
            reply.array(3);
            reply.bulk(event.text());
            reply.integer(atMillis);
            reply.integer(delivery);
        });
    }

    private void remove(Call call) {
        call.queues().beginRemove(call.key(1), call.length(1), false);
        addMessages(call, 2);
        QueueSettleCommands.reply(call, call.queues().settle());
    }

    private void addMessages(Call call, int from) {
        for (int i = from; i < call.count(); i++) {
            call.queues().addId(receipt.parse(call.address(i), call.length(i)).id());
        }
    }

    private void redrive(Call call) {
        QueueCommands queues = call.queues();
        if (call.count() > 3 && call.is(2, "ID")) {
            queues.beginRedrive(call.key(1), call.length(1));
            addMessages(call, 3);
            QueueSettleCommands.reply(call, queues.settle());
            return;
        }
        if (call.count() == 3 && call.is(2, "STOP")) {
            QueueAdminCommands.number(call, queues.endRedrive(call.key(1), call.length(1)));
            return;
        }
        filter.parse(call);
        Outcome outcome = queues.redriveMatching(
                call.key(1),
                call.length(1),
                filter.reason,
                call.address(filter.error),
                filter.error == 0 ? 0 : call.length(filter.error),
                0,
                0,
                filter.count,
                filter.rate);
        QueueAdminCommands.number(call, outcome);
    }

    /** Which dead letters QREDRIVE means, and how fast. */
    private static final class Filter {
        private @Nullable DeathReason reason;
        /** The argument that the last error must contain; 0 for none. */
        private int error;

        private long count;
        private int rate;

        void parse(Call call) {
            reason = null;
            error = 0;
            count = 0;
            rate = 0;
            for (int i = 2; i < call.count(); i += 2) {
                boolean more = i + 1 < call.count();
                if (more && call.is(i, "REASON")) {
                    reason = reason(call.text(i + 1));
                } else if (more && call.is(i, "ERROR")) {
                    error = i + 1;
                } else if (more && call.is(i, "COUNT")) {
                    count = call.integer(i + 1);
                } else if (more && call.is(i, "RATE")) {
                    rate = call.smallInteger(i + 1);
                } else {
                    throw Call.syntax();
                }
            }
        }

        private static DeathReason reason(String text) {
            DeathReason known = DeathReason.ofText(text.toLowerCase(Locale.ROOT));
            if (known == null) {
                throw Call.error("REASON must be rejected, expired, max_deliveries or max_length");
            }
            return known;
        }
    }
}
