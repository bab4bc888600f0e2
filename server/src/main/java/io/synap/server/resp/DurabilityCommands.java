package io.synap.server.resp;

import io.synap.protocol.error.ErrorCode;
import io.synap.server.node.Node;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Commands about what is on disk and on replicas, and about stopping. Confined to one event loop. */
final class DurabilityCommands {
    private static final Logger LOG = LoggerFactory.getLogger(DurabilityCommands.class);

    private final RespShared shared;
    private final RespAdmin admin;

    DurabilityCommands(RespShared shared) {
        this.shared = shared;
        this.admin = shared.admin();
    }

    void register(CommandTable table) {
        table.add("WAIT", DurabilityCommands::await);
        table.add("WAITAOF", this::awaitLog);
        table.add("SAVE", this::save);
        table.add("BGSAVE", this::saveInBackground);
        table.add("BGREWRITEAOF", this::trimLog);
        table.add("LASTSAVE", call -> call.reply().integer(admin.lastSnapshotMillis() / 1000));
        table.add("SHUTDOWN", this::shutdown);
    }

    /** There are no replicas, so it ends with the timeout, or never. */
    private static void await(Call call) {
        long replicas = call.integer(1);
        long timeout = call.timeoutMillis(2);
        if (replicas <= 0) {
            call.reply().integer(0);
            return;
        }
        Suspension waiting = call.connection().suspend();
        if (timeout > 0) {
            waiting.completeLater(timeout, reply -> reply.integer(0));
        }
    }

    /** Ends when the last write is synced and there is nothing else to wait for, or with the timeout. */
    private void awaitLog(Call call) {
        long local = call.integer(1);
        long replicas = call.integer(2);
        long timeout = call.timeoutMillis(3);
        if (local < 0 || local > 1 || replicas < 0) {
            throw Call.error("value is out of range, must be positive");
        }
        Node node = shared.node();
        boolean kept = node.synced() != Long.MAX_VALUE;
        if (local == 1 && !kept) {
            throw Call.error("WAITAOF cannot be used when numlocal is set but appendonly is disabled.");
        }
        long position =
                local == 1 ? call.access().syncLastWrite() : call.access().lastWrite();
        if (replicas == 0 && (local == 0 || node.synced() >= position)) {
            replyWaited(call.reply(), kept && node.synced() >= position);
            return;
        }
        Suspension waiting = call.connection().suspend();
        if (replicas == 0) {
            call.loop().onceSynced(position, () -> waiting.complete(0, reply -> replyWaited(reply, true)));
        }
        if (timeout > 0) {
            waiting.completeLater(timeout, reply -> replyWaited(reply, kept && node.synced() >= position));
        }
    }

    private static void replyWaited(Reply reply, boolean local) {
        reply.array(2);
        reply.integer(local);
        reply.integer(0);
    }

    private void save(Call call) {
        Suspension waiting = call.connection().suspend();
        admin.snapshotNow()
                .onComplete(done -> waiting.completeFromAnywhere(reply -> {
                    if (done.succeeded()) {
                        reply.ok();
                    } else {
                        LOG.error("a snapshot failed", done.cause());
                        reply.error(ErrorCode.INTERNAL);
                    }
                }));
    }

    private void saveInBackground(Call call) {
        if (call.count() > 2 || (call.count() == 2 && !call.is(1, "SCHEDULE"))) {
            throw Call.syntax();
        }
        snapshot();
        call.reply().simple("Background saving started");
    }

    private void trimLog(Call call) {
        snapshot();
        call.reply().simple("Background append only file rewriting started");
    }

    private void snapshot() {
        admin.snapshotNow().onFailure(failure -> LOG.error("a snapshot failed", failure));
    }

    private void shutdown(Call call) {
        boolean snapshot = false;
        for (int i = 1; i < call.count(); i++) {
            if (call.is(i, "SAVE")) {
                snapshot = true;
            } else if (call.is(i, "ABORT")) {
                throw Call.error("No shutdown in progress.");
            } else if (!call.is(i, "NOSAVE") && !call.is(i, "NOW") && !call.is(i, "FORCE")) {
                throw Call.syntax();
            }
        }
        call.connection().closeWhenSent();
        admin.shutdown(snapshot);
    }
}
