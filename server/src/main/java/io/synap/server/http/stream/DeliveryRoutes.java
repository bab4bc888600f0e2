package io.synap.server.http.stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.synap.engine.Family;
import io.synap.engine.Outcome;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.protocol.operation.GroupOperation.Retry;
import io.synap.server.http.Exchange;
import io.synap.server.http.Route;
import io.synap.server.http.command.CommandCall;
import io.synap.server.http.command.CommandRegistry;
import io.synap.server.http.json.Fields;
import io.synap.server.http.json.NativeText;
import io.synap.server.http.json.ValueOutput;
import io.synap.server.http.stream.EventJson.Data;
import io.synap.server.stream.DeliveryBatch;
import io.synap.server.stream.GroupCommands;
import java.util.ArrayList;
import java.util.List;

/**
 * REST over what a shared group hands out: receiving events, and ending or extending deliveries. Confined to
 * one event loop.
 *
 * <p>A delivery is named by its receipt, {@code offset-handout}; a bare offset stands for the present one.
 */
final class DeliveryRoutes {
    private static final String RECEIPTS = "receipts:array";
    private static final String RESULTS = "results:array done:integer refused:integer";
    private static final int LIMIT_DEFAULT = 1;

    private final GroupStore store;
    private final NativeText error = new NativeText();

    DeliveryRoutes(GroupStore store) {
        this.store = store;
    }

    void register(CommandRegistry registry) {
        registry.add("stream.receive", this::receive)
                .add("stream.ack", this::ack)
                .add("stream.nack", this::nack)
                .add("stream.reject", this::reject)
                .add("stream.extend", this::extend);
    }

    List<Route> routes() {
        return List.of(
                Route.post(GroupRoutes.GROUP + "/receive", CommandRegistry.shortRoute(this::receive))
                        .command("stream.receive", "Receive events under a lease, and wait for them if asked to.")
                        .reads("consumer:string limit?:integer wait_ms?:integer lease_ms?:integer no_ack?:boolean")
                        .answers("data:array"),
                Route.post(GroupRoutes.GROUP + "/ack", CommandRegistry.shortRoute(this::ack))
                        .command("stream.ack", "Events are done with.")
                        .reads(RECEIPTS)
                        .answers(RESULTS),
                Route.post(GroupRoutes.GROUP + "/nack", CommandRegistry.shortRoute(this::nack))
                        .command("stream.nack", "Give events back: at once, after a delay, or with backoff.")
                        .reads(RECEIPTS + " delay_ms?:integer backoff?:boolean error?:string")
                        .answers(RESULTS),
                Route.post(GroupRoutes.GROUP + "/reject", CommandRegistry.shortRoute(this::reject))
                        .command("stream.reject", "Make events dead letters.")
                        .reads(RECEIPTS + " error?:string")
                        .answers(RESULTS),
                Route.post(GroupRoutes.GROUP + "/extend", CommandRegistry.shortRoute(this::extend))
                        .command("stream.extend", "Give deliveries more time, counted from now.")
                        .reads(RECEIPTS + " lease_ms:integer")
                        .answers(RESULTS));
    }

    private void receive(CommandCall call) {
        store.shared(call);
        Fields fields = call.payload();
        int most = Math.min(
                store.rooms.limit(fields.integer("limit", LIMIT_DEFAULT)),
                store.commands().limits().countMax());
        long lease = fields.integer("lease_ms", 0);
        boolean noAck = fields.flag("no_ack");
        String consumer = fields.text("consumer");
        byte[] room = store.room().toArray();
        byte[] group = store.group.toArray();
        long wait = fields.integer("wait_ms", 0);
        if (wait < 0) {
            throw Fields.invalid("'wait_ms' is negative");
        }
        Exchange.Poll attempt = (out, last) -> {
            store.room().set(room);
            store.group.set(group);
            store.consumer.set(consumer);
            return receive(out, most, noAck, lease, last);
        };
        if (wait > 0) {
            call.poll(Family.Kind.ROOM, List.of(room), wait, attempt);
        } else {
            var _ = attempt.write(call.out(), true);
        }
    }

    private boolean receive(ValueOutput out, int most, boolean noAck, long lease, boolean last) {
        store.room(64);
        RoomLabel label = store.rooms.with(RoomLabel::of);
        DeliveryBatch batch = store.batch(most);
        GroupStore.checked(store.commands()
                .read(
                        store.room().address(),
                        store.room().length(),
                        store.group.address(),
                        store.group.length(),
                        store.consumer.address(),
                        store.consumer.length(),
                        most,
                        noAck,
                        lease,
                        batch));
        if (batch.count() == 0 && !last) {
            return false;
        }
        out.beginObject().name("data").beginArray();
        for (int i = 0; i < batch.count(); i++) {
            out.beginObject().name("receipt").text(receipt(batch.offset(i), batch.handOut(i)));
            out.name("delivery_count").number(batch.deliveries(i));
            out.name("lease_ends_at").any(batch.deadline(i) == 0 ? null : batch.deadline(i));
            store.rooms.json().members(out, label, batch.events(), batch.event(i), Data.NATURAL);
            out.endObject();
        }
        batch.clear();
        out.endArray().endObject();
        return true;
    }

    static String receipt(long offset, long handOut) {
        return offset + "-" + handOut;
    }

    private void ack(CommandCall call) {
        store.shared(call);
        settle(
                call,
                store.commands()
                        .beginAck(
                                store.room().address(),
                                store.room().length(),
                                store.group.address(),
                                store.group.length()));
    }

    private void nack(CommandCall call) {
        Fields fields = call.payload();
        long delay = fields.integer("delay_ms", 0);
        boolean backoff = fields.flag("backoff");
        if (delay < 0 || (delay > 0 && backoff)) {
            throw Fields.invalid("'delay_ms' is not negative, and excludes 'backoff'");
        }
        Retry retry = delay > 0 ? new Retry.After(delay) : new Retry.AtOnce();
        giveBack(call, backoff ? new Retry.Backoff() : retry);
    }

    private void reject(CommandCall call) {
        giveBack(call, new Retry.Never());
    }

    private void giveBack(CommandCall call, Retry retry) {
        store.shared(call);
        String reason = call.payload().textOrNull("error");
        error.set(reason == null ? "" : reason);
        settle(
                call,
                store.commands()
                        .beginNack(
                                store.room().address(),
                                store.room().length(),
                                store.group.address(),
                                store.group.length(),
                                retry,
                                error.address(),
                                error.length()));
    }

    private void extend(CommandCall call) {
        store.shared(call);
        long lease = call.payload().integer("lease_ms");
        if (lease < 1) {
            throw Fields.invalid("field 'lease_ms' must be at least 1");
        }
        settle(
                call,
                store.commands()
                        .beginExtend(
                                store.room().address(),
                                store.room().length(),
                                store.group.address(),
                                store.group.length(),
                                lease));
    }

    /** Names the deliveries, and does to all of them what was begun. */
    private void settle(CommandCall call, GroupCommands begun) {
        JsonNode receipts = call.payload().array("receipts", store.rooms.batchMax());
        if (receipts.isEmpty()) {
            throw Fields.invalid("field 'receipts' is empty");
        }
        List<String> names = new ArrayList<>();
        for (JsonNode each : receipts) {
            String text = each.isValueNode() ? each.asText() : "";
            add(begun, text);
            names.add(text);
        }
        store.room(32L * names.size() + error.length());
        writeResults(call.out(), "receipt", names, GroupStore.checked(begun.settle()));
    }

    private static void add(GroupCommands begun, String receipt) {
        int dash = receipt.indexOf('-');
        try {
            long offset = Long.parseLong(receipt, 0, dash < 0 ? receipt.length() : dash, 10);
            long handOut = dash < 0 ? 0 : Long.parseLong(receipt, dash + 1, receipt.length(), 10);
            begun.handOut(offset, handOut);
        } catch (NumberFormatException | IndexOutOfBoundsException wrong) {
            throw new SynapException(
                    ErrorCode.INVALID_ARGUMENT, "'" + Fields.shorten(receipt) + "' is no receipt: offset-handout");
        }
    }

    /** Says of each what became of it, and how many were done. */
    static void writeResults(ValueOutput out, String nameOfEach, List<String> names, Outcome outcome) {
        int done = 0;
        out.beginObject().name("results").beginArray();
        for (int i = 0; i < outcome.count(); i++) {
            ErrorCode refused = outcome.itemError(i);
            out.beginObject().name(nameOfEach).text(names.get(i));
            out.name("success").flag(refused == null);
            if (refused == null) {
                done++;
            } else {
                out.name("code").text(refused.name()).name("error").text(refused.message());
            }
            out.endObject();
        }
        out.endArray().name("done").number(done);
        out.name("refused").number(outcome.count() - (long) done).endObject();
    }
}
