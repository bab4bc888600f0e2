package io.synap.server.http.queue;

import com.fasterxml.jackson.databind.JsonNode;
import io.synap.engine.Outcome;
import io.synap.engine.queue.Message;
import io.synap.engine.queue.MessageState;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.protocol.operation.Bytes;
import io.synap.protocol.operation.DeathReason;
import io.synap.server.completion.RedriveObserver;
import io.synap.server.http.HttpLimits;
import io.synap.server.http.command.CommandCall;
import io.synap.server.http.command.CommandRegistry;
import io.synap.server.http.json.Fields;
import io.synap.server.http.json.NativeText;
import io.synap.server.http.json.Parameters;
import io.synap.server.http.json.ValueOutput;
import io.synap.server.queue.MessageCopies;
import io.synap.server.queue.QueueCommands;
import io.synap.server.queue.Receipt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Dead letters: listing, looking into one, publishing anew, removing. Confined to one event loop. */
final class DeadLetterCalls {
    private static final int LIMIT_DEFAULT = 100;
    private static final int REDRIVE_BYTES = 2048;

    private final QueueStore store;
    private final QueueCalls queues;
    private final HttpLimits limits;
    private final MessageJson json;
    private final RedriveObserver redrives;
    private final NativeText name = new NativeText();
    private final NativeText error = new NativeText();
    private final Receipt receipt = new Receipt();

    DeadLetterCalls(
            QueueStore store, QueueCalls queues, HttpLimits limits, MessageJson json, RedriveObserver redrives) {
        this.redrives = redrives;
        this.store = store;
        this.queues = queues;
        this.limits = limits;
        this.json = json;
    }

    void register(CommandRegistry registry) {
        registry.add("queue.dead", this::list)
                .add("queue.deadget", this::get)
                .add("queue.redrive", this::redrive)
                .add("queue.redrivestate", this::redriveState)
                .add("queue.redrivestop", this::endRedrive)
                .add("queue.peek", this::peek)
                .add("queue.remove", this::remove);
    }

    /** A page, oldest first, of those that match. */
    void list(CommandCall call) {
        store.queue(call);
        Parameters arguments = call.arguments();
        DeadLetterFilter filter = DeadLetterFilter.of(arguments);
        int limit = queues.limit(call, LIMIT_DEFAULT);
        long cursor = cursor(arguments.textOrNull("cursor"));
        // Whether the queue is there is said before anything is written.
        store.report();
        DeadLetterList list = new DeadLetterList(store, json, filter, cursor, limit);
        call.out().beginObject().name("data").beginArray();
        call.defer(list);
    }

    private static long cursor(@Nullable String text) {
        if (text == null) {
            return 0;
        }
        try {
            long cursor = Long.parseLong(text);
            if (cursor >= 0) {
                return cursor;
            }
        } catch (NumberFormatException none) {
            // It is answered as any other that we never gave.
        }
        throw new SynapException(ErrorCode.INVALID_CURSOR);
    }

    /** One with its payload and its history. */
    void get(CommandCall call) {
        store.queue(call);
        write(call, true);
    }

    /** A message of any state. */
    void peek(CommandCall call) {
        store.queue(call);
        write(call, false);
    }

    private void write(CommandCall call, boolean onlyDead) {
        Payloads.Form form = Payloads.Form.of(call.arguments().textOrNull("type"), Payloads.Form.TEXT);
        MessageCopies found = store.receiver().messages();
        find(call, found);
        if (onlyDead) {
            requireDead(found);
        }
        ValueOutput out = call.out().beginObject();
        json.listed(out, found.message(0));
        json.payload(out, found, 0, form);
        json.history(out, found.message(0));
        out.endObject();
    }

    /** Copies the message that is named. */
    private void find(CommandCall call, MessageCopies found) {
        call.name(1, name, "message_id", "id");
        long id = receipt.parse(name.address(), name.length()).id();
        found.clear();
        if (!store.commands().message(store.queue.address(), store.queue.length(), id, found)) {
            throw new SynapException(ErrorCode.MESSAGE_NOT_FOUND);
        }
    }

    private static void requireDead(MessageCopies found) {
        if (Message.state(found.message(0)) != MessageState.DEAD) {
            found.clear();
            throw new SynapException(ErrorCode.MESSAGE_NOT_FOUND);
        }
    }

    /** Publishes letters anew: those named by {@code ids}, or all that match, at once or at a rate. */
    void redrive(CommandCall call) {
        store.queue(call);
        Fields fields = call.payload();
        QueueCommands commands = store.commands();
        if (fields.has("ids")) {
            commands.beginRedrive(store.queue.address(), store.queue.length());
            List<String> names = addMessages(fields);
            store.roomForGathered();
            SettleCalls.writeAll(call.out(), names, commands.settle());
            return;
        }
        DeadLetterFilter filter = DeadLetterFilter.of(fields);
        error.set(filter.error());
        long rate = fields.integer("rate_per_second", 0);
        if (rate < 0 || rate > Integer.MAX_VALUE) {
            throw Fields.invalid("'rate_per_second' is out of range");
        }
        store.room(REDRIVE_BYTES);
        @Nullable DeathReason reason = filter.reason();
        Outcome outcome = QueueStore.checked(commands.redriveMatching(
                store.queue.address(),
                store.queue.length(),
                reason,
                error.address(),
                error.length(),
                filter.diedFromMillis(),
                filter.diedBeforeMillis(),
                fields.integer("limit", 0),
                (int) rate));
        redrives.begun(call.requester(), Bytes.of(store.queue.toArray()), Bytes.EMPTY);
        ValueOutput out = call.out().beginObject();
        out.name("redriven_at_once").number(outcome.number());
        writeState(out);
        out.endObject();
    }

    /** How a redrive goes on. */
    void redriveState(CommandCall call) {
        store.queue(call);
        ValueOutput out = call.out().beginObject();
        writeState(out);
        out.endObject();
    }

    private void writeState(ValueOutput out) {
        for (Map.Entry<String, Object> each : store.report().redrive().entrySet()) {
            out.name(each.getKey()).any(each.getValue());
        }
    }

    /** Ends a redrive that is under way. */
    void endRedrive(CommandCall call) {
        store.queue(call);
        store.room(0);
        Outcome outcome = QueueStore.checked(store.commands().endRedrive(store.queue.address(), store.queue.length()));
        call.out().beginObject().name("stopped").flag(outcome.number() == 1).endObject();
    }

    /** Removes messages of any state: one by {@code message_id}, several by {@code ids}. */
    private void remove(CommandCall call) {
        store.queue(call);
        QueueCommands commands = store.commands();
        commands.beginRemove(store.queue.address(), store.queue.length(), false);
        if (call.payload().has("ids")) {
            List<String> names = addMessages(call.payload());
            store.roomForGathered();
            SettleCalls.writeAll(call.out(), names, commands.settle());
        } else {
            settleOne(call);
        }
    }

    /** Removes one letter; a message of another state, be it that letter published anew, is not found. */
    void removeLetter(CommandCall call) {
        store.queue(call);
        store.commands().beginRemove(store.queue.address(), store.queue.length(), true);
        settleOne(call);
    }

    private void settleOne(CommandCall call) {
        call.name(1, name, "message_id", "id");
        QueueCommands commands = store.commands();
        commands.addId(receipt.parse(name.address(), name.length()).id());
        store.roomForGathered();
        SettleCalls.writeOne(call.out(), commands.settle());
    }

    private List<String> addMessages(Fields fields) {
        List<String> names = new ArrayList<>();
        for (JsonNode each : fields.array("ids", limits.batchMax())) {
            String text = each.isValueNode() ? each.asText() : "";
            name.set(text);
            store.commands().addId(receipt.parse(name.address(), name.length()).id());
            names.add(text);
        }
        return names;
    }
}
