package io.synap.server.http.queue;

import io.synap.engine.Outcome;
import io.synap.protocol.operation.QueueOperation.Mode;
import io.synap.protocol.operation.QueueOperation.Scope;
import io.synap.server.http.HttpLimits;
import io.synap.server.http.command.CommandCall;
import io.synap.server.http.command.CommandRegistry;
import io.synap.server.http.json.Fields;
import io.synap.server.http.json.NativeText;
import io.synap.server.http.json.Utf8;
import io.synap.server.http.json.ValueJson;
import io.synap.server.http.json.ValueOutput;
import io.synap.server.queue.QueueCommands;
import io.synap.server.queue.QueueCursor;
import io.synap.server.queue.QueueReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Queues as such: their settings, their figures, their life. Confined to one event loop. */
final class QueueCalls {
    /** Settings and names travel with each change: more than all of them take. */
    private static final int CHANGE_BYTES = 512;

    private final QueueStore store;
    private final HttpLimits limits;

    QueueCalls(QueueStore store, HttpLimits limits) {
        this.store = store;
        this.limits = limits;
    }

    void register(CommandRegistry registry) {
        registry.add("queue.create", this::create)
                .add("queue.delete", this::delete)
                .add("queue.list", this::list)
                .add("queue.len", this::length)
                .add("queue.stats", this::stats)
                .add("queue.purge", this::purge)
                .add("queue.pause", call -> pause(call, true))
                .add("queue.resume", call -> pause(call, false));
    }

    /** Creates or changes; the settings stand in {@code config} or beside the name. */
    private void create(CommandCall call) {
        store.queue(call);
        Fields payload = call.payload();
        Fields settings = payload.has("config") ? Fields.of(payload.any("config")) : payload;
        boolean created = configure(settings, payload.flag("nx") ? Mode.CREATE : Mode.EITHER);
        ValueOutput out = call.out().beginObject().name("success").flag(true);
        writeName(out);
        out.name("created").flag(created).endObject();
    }

    /** Creates a queue or changes its settings; true if it was created. */
    boolean configure(Fields settings, Mode mode) {
        store.room(CHANGE_BYTES);
        Outcome outcome = store.commands()
                .configure(store.queue.address(), store.queue.length(), mode, SettingFields.read(settings));
        return QueueStore.checked(outcome).number() == 1;
    }

    /** Field {@code queue}, the name. */
    private void writeName(ValueOutput out) {
        writeName(out, "queue", store.queue);
    }

    static void writeName(ValueOutput out, String field, NativeText name) {
        ValueJson.named(out, field, name.address(), name.length());
    }

    void delete(CommandCall call) {
        store.queue(call);
        store.room(0);
        Outcome outcome = QueueStore.checked(store.commands().delete(store.queue.address(), store.queue.length()));
        ValueOutput out = call.out().beginObject().name("success").flag(true);
        out.name("deleted").flag(true);
        writeName(out);
        out.name("messages").number(outcome.number()).endObject();
    }

    /** Removes what waits; with {@code scope} also what is in flight, or the dead letters alone. */
    void purge(CommandCall call) {
        String given = call.arguments().textOrNull("scope");
        Scope scope = switch (given) {
            case null -> Scope.READY;
            case "ready" -> Scope.READY;
            case "all" -> Scope.ALL;
            case "dead" -> Scope.DEAD;
            default -> throw Fields.invalid("'scope' must be ready, all or dead");
        };
        purge(call, scope);
    }

    void purge(CommandCall call, Scope scope) {
        store.queue(call);
        store.room(0);
        Outcome outcome =
                QueueStore.checked(store.commands().purge(store.queue.address(), store.queue.length(), scope));
        call.out()
                .beginObject()
                .name("success")
                .flag(true)
                .name("purged")
                .number(outcome.number())
                .endObject();
    }

    void pause(CommandCall call, boolean on) {
        store.queue(call);
        store.room(CHANGE_BYTES);
        QueueCommands commands = store.commands();
        long name = store.queue.address();
        int length = store.queue.length();
        QueueStore.checked(on ? commands.pause(name, length) : commands.resume(name, length));
        call.out()
                .beginObject()
                .name("success")
                .flag(true)
                .name("paused")
                .flag(on)
                .endObject();
    }

    private void length(CommandCall call) {
        store.queue(call);
        call.out().beginObject().name("depth").number(store.report().depth()).endObject();
    }

    /** The figures, as the published protocol has them and more, and the settings. */
    void stats(CommandCall call) {
        store.queue(call);
        QueueReport report = store.report();
        Map<String, Object> all = new LinkedHashMap<>(report.figures(store.now()));
        all.put("settings", report.settings());
        call.out().any(all);
    }

    /** A queue as REST shows it. */
    void describe(CommandCall call) {
        store.queue(call);
        QueueReport report = store.report();
        ValueOutput out = call.out().beginObject();
        writeName(out, "name", store.queue);
        out.name("settings").any(report.settings());
        out.name("stats").any(report.figures(store.now())).endObject();
    }

    /** Names of queues. Without a limit these are as many as a page may have. */
    private void list(CommandCall call) {
        int limit = limit(call, limits.listMax());
        List<byte[]> names = names(call, limit);
        ValueOutput out = call.out().beginObject().name("queues").beginArray();
        NativeText scratch = store.other;
        for (byte[] name : names) {
            scratch.set(name);
            if (Utf8.isValid(scratch.address(), scratch.length())) {
                out.text(scratch.address(), scratch.length());
            } else {
                out.beginObject();
                writeName(out, "queue", scratch);
                out.endObject();
            }
        }
        out.endArray().name("cursor").any(QueueCursor.behind(names, limit)).endObject();
    }

    /** A page's limit, within what one may ask for. */
    int limit(CommandCall call, int otherwise) {
        long asked = call.arguments().has("limit") ? call.arguments().integer("limit") : otherwise;
        if (asked < 1) {
            throw Fields.invalid("limit must be at least 1");
        }
        return (int) Math.min(asked, limits.listMax());
    }

    List<byte[]> names(CommandCall call, int limit) {
        byte @Nullable [] after = QueueCursor.read(call.arguments().textOrNull("cursor"));
        return store.commands().names(after, limit);
    }
}
