package io.synap.server.http.queue;

import com.fasterxml.jackson.databind.JsonNode;
import io.synap.engine.Outcome;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.protocol.operation.QueueCodec;
import io.synap.protocol.operation.QueueSetting;
import io.synap.server.http.HttpLimits;
import io.synap.server.http.command.CommandCall;
import io.synap.server.http.command.CommandRegistry;
import io.synap.server.http.json.Fields;
import io.synap.server.http.json.NativeText;
import io.synap.server.http.json.ValueOutput;
import io.synap.server.queue.QueueCommands;
import io.synap.server.queue.Receipt;
import java.util.ArrayList;
import java.util.List;

/**
 * Ends deliveries, or gives them more time. Confined to one event loop.
 *
 * <p>A delivery is named by its receipt, in the path or as {@code receipt}, {@code message_id} or {@code
 * id}; a bare message id stands for the present delivery. Several are named by {@code receipts} or {@code ids}: then
 * the answer tells of each what became of it, else a refusal is the answer.
 */
final class SettleCalls {
    private final QueueStore store;
    private final HttpLimits limits;
    private final NativeText error = new NativeText();
    private final NativeText name = new NativeText();
    private final Receipt receipt = new Receipt();

    SettleCalls(QueueStore store, HttpLimits limits) {
        this.store = store;
        this.limits = limits;
    }

    void register(CommandRegistry registry) {
        registry.add("queue.ack", this::ack)
                .add("queue.nack", this::nack)
                .add("queue.reject", this::reject)
                .add("queue.extend", this::extend);
    }

    void ack(CommandCall call) {
        store.queue(call);
        ackHere(call);
    }

    /** Of the queue whose name the store has. */
    void ackHere(CommandCall call) {
        store.commands().beginAck(store.queue.address(), store.queue.length());
        settle(call);
    }

    /**
     * Gives back; with {@code release}, as nobody has got round to it, so that no message dies of that; with {@code
     * requeue: false}, in the published protocol's words, it rejects.
     */
    void nack(CommandCall call) {
        store.queue(call);
        nackHere(call);
    }

    /** Of the queue whose name the store has. */
    void nackHere(CommandCall call) {
        Fields fields = call.payload();
        if (fields.has("requeue") && !fields.flag("requeue")) {
            rejectHere(call);
            return;
        }
        long delay = delay(fields);
        if (delay == QueueCodec.RELEASE) {
            store.commands().beginRelease(store.queue.address(), store.queue.length());
        } else {
            readError(fields);
            store.commands()
                    .beginNack(store.queue.address(), store.queue.length(), delay, error.address(), error.length());
        }
        settle(call);
    }

    private static long delay(Fields fields) {
        boolean backoff = fields.flag("backoff");
        boolean release = fields.flag("release");
        if (backoff && release) {
            throw Fields.invalid("'backoff' and 'release' exclude each other");
        }
        if (!fields.has("delay_ms")) {
            return release ? QueueCodec.RELEASE : backoff ? QueueCodec.BACKOFF : 0;
        }
        long delay = fields.integer("delay_ms");
        if (backoff || release || delay < 0) {
            throw Fields.invalid("'delay_ms' is not negative, and excludes 'backoff' and 'release'");
        }
        return delay;
    }

    void reject(CommandCall call) {
        store.queue(call);
        rejectHere(call);
    }

    private void rejectHere(CommandCall call) {
        readError(call.payload());
        store.commands().beginReject(store.queue.address(), store.queue.length(), error.address(), error.length());
        settle(call);
    }

    private void readError(Fields fields) {
        String text = fields.textOrNull("error");
        error.set(text == null ? "" : text);
    }

    void extend(CommandCall call) {
        store.queue(call);
        long lease = ReceiveCalls.lease(call.payload());
        if (!QueueSetting.LEASE_MILLIS.allows(lease)) {
            throw Fields.invalid("field 'lease_ms' is missing");
        }
        store.commands().beginExtend(store.queue.address(), store.queue.length(), lease);
        settle(call);
    }

    private void settle(CommandCall call) {
        Fields fields = call.payload();
        QueueCommands commands = store.commands();
        String several = fields.has("receipts") ? "receipts" : "ids";
        if (!fields.has(several)) {
            call.name(1, name, "receipt", "message_id", "id");
            add(commands);
            store.roomForGathered();
            writeOne(call.out(), commands.settle());
            return;
        }
        List<String> names = new ArrayList<>();
        for (JsonNode each : fields.array(several, limits.batchMax())) {
            String text = each.isValueNode() ? each.asText() : "";
            name.set(text);
            add(commands);
            names.add(text);
        }
        store.roomForGathered();
        writeAll(call.out(), names, commands.settle());
    }

    private void add(QueueCommands commands) {
        receipt.parse(name.address(), name.length());
        commands.addDelivery(receipt.id(), receipt.delivery());
    }

    /** Answers for one; its refusal is the command's. */
    static void writeOne(ValueOutput out, Outcome outcome) {
        QueueStore.checked(outcome);
        ErrorCode refused = outcome.itemError(0);
        if (refused != null) {
            throw new SynapException(refused);
        }
        out.beginObject().name("success").flag(true).endObject();
    }

    /** Answers for several: how many were done, and of each what became of it. */
    static void writeAll(ValueOutput out, List<String> names, Outcome outcome) {
        QueueStore.checked(outcome);
        int done = 0;
        out.beginObject().name("results").beginArray();
        for (int i = 0; i < outcome.count(); i++) {
            ErrorCode refused = outcome.itemError(i);
            out.beginObject().name("receipt").text(names.get(i));
            out.name("success").flag(refused == null);
            if (refused == null) {
                done++;
            } else {
                out.name("code").text(refused.name()).name("error").text(refused.message());
            }
            out.endObject();
        }
        out.endArray();
        out.name("done").number(done).name("refused").number(outcome.count() - (long) done);
        out.endObject();
    }
}
