package io.synap.server.resp;

import io.synap.engine.Outcome;
import io.synap.protocol.operation.QueueOperation.Mode;
import io.synap.protocol.operation.QueueOperation.Scope;
import io.synap.server.queue.QueueCursor;
import io.synap.server.queue.QueueReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Commands on queues as such. Confined to one event loop. */
final class QueueAdminCommands {
    private static final int LIST_COUNT = 100;
    /** So many elements a page of a list has at most, whatever COUNT says. */
    private static final int LIST_COUNT_MAX = 1_000;

    private final QueueSettingsParser settings = new QueueSettingsParser();

    void register(CommandTable table) {
        table.add("QCREATE", this::create);
        table.add("QDELETE", call -> number(call, call.queues().delete(call.key(1), call.length(1))));
        table.add("QPURGE", QueueAdminCommands::purge);
        table.add("QPAUSE", call -> ok(call, call.queues().pause(call.key(1), call.length(1))));
        table.add("QRESUME", call -> ok(call, call.queues().resume(call.key(1), call.length(1))));
        table.add("QLEN", call -> call.reply().integer(report(call).depth()));
        table.add("QSTATS", QueueAdminCommands::stats);
        table.add("QLIST", QueueAdminCommands::list);
    }

    private void create(Call call) {
        settings.parse(call, 2);
        Mode mode = settings.onlyNew() ? Mode.CREATE : Mode.EITHER;
        ok(call, call.queues().configure(call.key(1), call.length(1), mode, settings.changes()));
    }

    private static void purge(Call call) {
        Scope scope = Scope.READY;
        if (call.count() > 2) {
            if (call.count() == 3 && call.is(2, "ALL")) {
                scope = Scope.ALL;
            } else if (call.count() == 3 && call.is(2, "DEAD")) {
                scope = Scope.DEAD;
            } else {
                throw Call.syntax();
            }
        }
        number(call, call.queues().purge(call.key(1), call.length(1), scope));
    }

    static void number(Call call, Outcome outcome) {
        if (!call.rejected(outcome)) {
            call.reply().integer(outcome.number());
        }
    }

    private static void ok(Call call, Outcome outcome) {
        if (!call.rejected(outcome)) {
            call.reply().ok();
        }
    }

    private static QueueReport report(Call call) {
        return QueueReport.of(call.queues(), call.key(1), call.length(1));
    }

    private static void stats(Call call) {
        QueueReport report = report(call);
        Map<String, Object> all =
                new LinkedHashMap<>(report.figures(call.access().now()));
        all.putAll(report.settings());
        ValueWriter.write(call.reply(), all);
    }

    private static void list(Call call) {
        int count = LIST_COUNT;
        byte @Nullable [] after = null;
        for (int i = 1; i < call.count(); i += 2) {
            boolean more = i + 1 < call.count();
            if (more && call.is(i, "CURSOR")) {
                after = QueueCursor.read(call.text(i + 1));
            } else if (more && call.is(i, "COUNT")) {
                count = count(call, i + 1);
            } else {
                throw Call.syntax();
            }
        }
        List<byte[]> names = call.queues().names(after, count);
        call.reply().array(2);
        call.reply().bulk(Objects.requireNonNullElse(QueueCursor.behind(names, count), QueueCursor.START));
        call.reply().array(names.size());
        names.forEach(call.reply()::bulk);
    }

    /** An argument that says how many elements a page may have. */
    static int count(Call call, int argument) {
        long count = call.integer(argument);
        if (count < 1) {
            throw Call.error("COUNT must be at least 1");
        }
        return (int) Math.min(LIST_COUNT_MAX, count);
    }
}
