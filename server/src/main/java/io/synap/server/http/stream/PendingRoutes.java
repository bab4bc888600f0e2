package io.synap.server.http.stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.synap.engine.Outcome;
import io.synap.engine.retry.RedriveJob;
import io.synap.engine.stream.Failures;
import io.synap.engine.stream.Group;
import io.synap.engine.stream.GroupConsumer;
import io.synap.engine.stream.Pending;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.protocol.memory.Memory;
import io.synap.protocol.operation.Bytes;
import io.synap.protocol.operation.DeathReason;
import io.synap.protocol.operation.GroupOperation.Selection;
import io.synap.server.completion.RedriveObserver;
import io.synap.server.http.Exchange;
import io.synap.server.http.Route;
import io.synap.server.http.command.CommandCall;
import io.synap.server.http.command.CommandRegistry;
import io.synap.server.http.json.Fields;
import io.synap.server.http.json.Parameters;
import io.synap.server.http.json.ValueOutput;
import io.synap.server.stream.EventIdText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** REST over a shared group's pending events and its dead letters. Confined to one event loop. */
final class PendingRoutes {
    private static final String LETTERS = GroupRoutes.GROUP + "/dead-letters";
    private static final String REDRIVE = LETTERS + "/redrive";
    private static final int LIMIT_DEFAULT = 100;
    private static final int SLICE = 64;
    private static final String PAGE = "data:array metadata:object";
    private static final String FILTER =
            "offsets?:array reason?:string error?:string died_from_ms?:integer" + " died_before_ms?:integer";

    private final GroupStore store;
    private final RedriveObserver redrives;

    PendingRoutes(GroupStore store, RedriveObserver redrives) {
        this.redrives = redrives;
        this.store = store;
    }

    void register(CommandRegistry registry) {
        registry.add("stream.pending", call -> list(call, false))
                .add("stream.dead", call -> list(call, true))
                .add("stream.deadget", this::letter)
                .add("stream.redrive", this::redrive)
                .add("stream.redrive_state", this::redriveState)
                .add("stream.redrive_stop", this::endRedrive)
                .add("stream.purge", this::purge);
    }

    List<Route> routes() {
        return List.of(
                Route.get(GroupRoutes.GROUP + "/pending", CommandRegistry.shortRoute(call -> list(call, false)))
                        .command("stream.pending", "List events that were handed out and are not done.")
                        .query("consumer?:string limit?:integer cursor?:string")
                        .answers(PAGE),
                Route.get(LETTERS, CommandRegistry.shortRoute(call -> list(call, true)))
                        .command("stream.dead", "List dead letters with their history, by offset, page by page.")
                        .query("limit?:integer cursor?:string")
                        .answers(PAGE),
                Route.get(LETTERS + "/{offset}", CommandRegistry.shortRoute(this::letter))
                        .command("stream.deadget", "A dead letter with its history.")
                        .answers("offset:integer stream_id:string deliveries:integer history:array"),
                Route.post(REDRIVE, CommandRegistry.shortRoute(this::redrive))
                        .command("stream.redrive", "Give dead letters another try: some, or all that match.")
                        .reads(FILTER + " limit?:integer rate_per_second?:integer resume?:boolean")
                        .answers("results?:array done?:integer refused?:integer active?:boolean halted?:boolean"
                                + " redriven?:integer died_again?:integer"),
                Route.get(REDRIVE, CommandRegistry.shortRoute(this::redriveState))
                        .command("stream.redrive", "How giving dead letters another try goes on.")
                        .answers("active:boolean halted:boolean redriven:integer died_again:integer"),
                Route.delete(REDRIVE, this::deleteRedrive)
                        .command("stream.redrive", "Stop giving dead letters another try: 204."),
                Route.post(LETTERS + "/purge", CommandRegistry.shortRoute(this::purge))
                        .command("stream.purge", "Remove dead letters: some, or all that match.")
                        .reads(FILTER)
                        .answers("purged:integer"));
    }

    /** An event that is pending, or a dead letter, as of one moment. */
    private record Item(
            long offset,
            String streamId,
            String receipt,
            @Nullable String consumer,
            String state,
            @Nullable String reason,
            int deliveries,
            long handedOutAt,
            long at,
            String error,
            List<String> history) {

        static Item of(Group group, long pending) {
            long failures = Group.failures(pending);
            List<String> history = new ArrayList<>();
            for (int i = 0; i < Failures.attempts(failures); i++) {
                GroupConsumer by = group.consumerByNumber(Failures.consumer(failures, i));
                history.add(Failures.endedAt(failures, i) + " " + cause(Failures.cause(failures, i)) + " "
                        + (by == null ? "" : RoomLabel.text(by.name())));
            }
            GroupConsumer holder = group.holder(pending);
            DeathReason reason = Pending.reason(pending);
            int errorLength = Failures.errorLength(failures);
            return new Item(
                    Pending.offset(pending),
                    EventIdText.text(Pending.idMillis(pending), Pending.idNumber(pending)),
                    DeliveryRoutes.receipt(Pending.offset(pending), Pending.handOut(pending)),
                    holder == null ? null : RoomLabel.text(holder.name()),
                    state(pending, reason),
                    reason == null ? null : reason.text(),
                    Pending.deliveries(pending),
                    Pending.handedOutAt(pending),
                    reason == null ? Pending.deadline(pending) : Pending.diedAt(pending),
                    errorLength == 0 ? "" : RoomLabel.text(Memory.toArray(Failures.error(failures), errorLength)),
                    history);
        }

        private static String state(long pending, @Nullable DeathReason reason) {
            if (reason != null) {
                return "dead";
            }
            if (Pending.isAvailable(pending)) {
                return "available";
            }
            return Pending.isDelayed(pending) ? "delayed" : "leased";
        }

        private static String cause(int cause) {
            return switch (cause) {
                case Failures.LEASE_EXPIRED -> "lease_expired";
                case Failures.NACKED -> "nacked";
                case Failures.REJECTED -> "rejected";
                default -> "gone";
            };
        }

        void write(ValueOutput out) {
            out.beginObject().name("offset").number(offset).name("stream_id").text(streamId);
            out.name("receipt").text(receipt).name("state").text(state);
            out.name("consumer").any(consumer).name("delivery_count").number(deliveries);
            out.name("handed_out_at").number(handedOutAt);
            if (reason == null) {
                out.name("deadline").any(at == 0 ? null : at);
            } else {
                out.name("reason").text(reason).name("died_at").number(at);
            }
            out.name("last_error").any(error.isEmpty() ? null : error);
            out.name("history").beginArray();
            for (String each : history) {
                String[] parts = each.split(" ", 3);
                out.beginObject().name("ended_at").number(Long.parseLong(parts[0]));
                out.name("how").text(parts[1]);
                out.name("consumer").any(parts[2].isEmpty() ? null : parts[2]).endObject();
            }
            out.endArray().endObject();
        }
    }

    private void list(CommandCall call, boolean dead) {
        store.shared(call);
        Parameters query = call.arguments();
        int limit = store.rooms.limit(query.integer("limit", LIMIT_DEFAULT));
        String consumer = query.textOrNull("consumer");
        long next = cursor(query.textOrNull("cursor"));
        List<Item> found = new ArrayList<>();
        while (next >= 0 && found.size() < limit) {
            long from = next;
            int most = Math.min(SLICE, limit - found.size());
            next = store.with(group -> slice(group, dead, consumer, from, most, found));
        }
        ValueOutput out = call.out().beginObject().name("data").beginArray();
        found.forEach(each -> each.write(out));
        out.endArray().name("metadata").beginObject().name("limit").number(limit);
        out.name("cursor")
                .any(next < 0 ? null : Long.toString(next))
                .endObject()
                .endObject();
    }

    private static long cursor(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return 0;
        }
        try {
            long cursor = Long.parseLong(text);
            if (cursor >= 0) {
                return cursor;
            }
        } catch (NumberFormatException none) {
            // As any other that was never given.
        }
        throw new SynapException(ErrorCode.INVALID_CURSOR);
    }

    private long slice(Group group, boolean dead, @Nullable String consumer, long from, int most, List<Item> into) {
        Group.PendingVisitor visitor = pending -> into.add(Item.of(group, pending));
        if (dead) {
            return group.visitDead(from, most, visitor);
        }
        GroupConsumer only = null;
        if (consumer != null) {
            store.consumer.set(consumer);
            only = group.consumer(store.consumer.address(), store.consumer.length());
            if (only == null) {
                throw new SynapException(ErrorCode.CONSUMER_NOT_FOUND);
            }
        }
        return group.visitPending(only, from, most, visitor);
    }

    private void letter(CommandCall call) {
        store.shared(call);
        long offset = call.number(2, "offset");
        Item found = store.with(group -> {
            long pending = group.dead(offset);
            return pending == 0 ? null : Item.of(group, pending);
        });
        if (found == null) {
            throw new SynapException(ErrorCode.EVENT_NOT_FOUND);
        }
        found.write(call.out());
    }

    private void redrive(CommandCall call) {
        store.shared(call);
        Fields fields = call.payload();
        if (fields.has("offsets")) {
            List<Long> offsets = offsets(fields);
            store.room(16L * offsets.size());
            List<String> names = offsets.stream().map(String::valueOf).toList();
            DeliveryRoutes.writeResults(
                    call.out(),
                    "offset",
                    names,
                    GroupStore.checked(store.commands()
                            .redrive(
                                    store.room().address(),
                                    store.room().length(),
                                    store.group.address(),
                                    store.group.length(),
                                    offsets)));
            return;
        }
        if (fields.flag("resume")) {
            store.room(16);
            GroupStore.checked(store.commands()
                    .resumeRedrive(
                            store.room().address(),
                            store.room().length(),
                            store.group.address(),
                            store.group.length()));
            writeState(call.out());
            return;
        }
        long limit = fields.integer("limit", 0);
        long rate = fields.integer("rate_per_second", 0);
        if (limit < 0 || rate < 0 || rate > Integer.MAX_VALUE) {
            throw Fields.invalid("'limit' and 'rate_per_second' must not be negative");
        }
        store.room(1024);
        GroupStore.checked(store.commands()
                .beginRedrive(
                        store.room().address(),
                        store.room().length(),
                        store.group.address(),
                        store.group.length(),
                        matching(fields),
                        limit,
                        (int) rate));
        redrives.begun(call.requester(), Bytes.of(store.room().toArray()), Bytes.of(store.group.toArray()));
        writeState(call.out());
    }

    private List<Long> offsets(Fields fields) {
        List<Long> offsets = new ArrayList<>();
        for (JsonNode each : fields.array("offsets", store.rooms.batchMax())) {
            if (!each.isIntegralNumber() || !each.canConvertToLong()) {
                throw Fields.invalid("field 'offsets' must hold integers");
            }
            offsets.add(each.longValue());
        }
        if (offsets.isEmpty()) {
            throw Fields.invalid("field 'offsets' is empty");
        }
        return offsets;
    }

    private static Selection.Matching matching(Fields fields) {
        String text = fields.textOrNull("reason");
        DeathReason reason = text == null ? null : DeathReason.ofText(text);
        if (text != null && reason == null) {
            throw Fields.invalid("'reason' must be rejected, expired, max_deliveries or max_length");
        }
        String error = fields.textOrNull("error");
        return new Selection.Matching(
                reason == null ? 0 : reason.code(),
                Bytes.of((error == null ? "" : error).getBytes(StandardCharsets.UTF_8)),
                fields.integer("died_from_ms", 0),
                fields.integer("died_before_ms", 0));
    }

    private void redriveState(CommandCall call) {
        store.shared(call);
        writeState(call.out());
    }

    private void writeState(ValueOutput out) {
        store.with(group -> {
            RedriveJob job = group.redrive();
            out.beginObject().name("active").flag(job != null && job.isActive());
            out.name("halted").flag(job != null && job.isPaused());
            out.name("redriven").number(job == null ? 0 : job.redriven());
            out.name("died_again").number(job == null ? 0 : job.diedAgain()).endObject();
            return true;
        });
    }

    private void deleteRedrive(Exchange exchange) {
        CommandRegistry.shortRoute(this::endRedrive).handle(exchange);
        exchange.out().clear();
        exchange.status(204);
    }

    private void endRedrive(CommandCall call) {
        store.shared(call);
        store.room(16);
        GroupStore.checked(store.commands()
                .cancelRedrive(
                        store.room().address(), store.room().length(), store.group.address(), store.group.length()));
        call.out().beginObject().name("success").flag(true).endObject();
    }

    private void purge(CommandCall call) {
        store.shared(call);
        Fields fields = call.payload();
        store.room(1024);
        Outcome outcome = GroupStore.checked(
                fields.has("offsets")
                        ? store.commands()
                                .purge(
                                        store.room().address(),
                                        store.room().length(),
                                        store.group.address(),
                                        store.group.length(),
                                        offsets(fields))
                        : store.commands()
                                .purge(
                                        store.room().address(),
                                        store.room().length(),
                                        store.group.address(),
                                        store.group.length(),
                                        matching(fields)));
        call.out().beginObject().name("purged").number(outcome.number()).endObject();
    }
}
