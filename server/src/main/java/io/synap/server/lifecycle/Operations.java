package io.synap.server.lifecycle;

import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.replication.Persistence;
import io.synap.replication.backup.Backup;
import io.synap.replication.backup.BackupReport;
import io.synap.replication.files.DiskFiles;
import io.synap.replication.snapshot.SnapshotInfo;
import io.synap.server.completion.Completions;
import io.synap.server.completion.Requester;
import io.synap.server.node.Expiry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an operator can ask of a running server, whatever the transport. Thread-safe. Whatever takes
 * long runs elsewhere and completes a future.
 */
final class Operations {
    private static final Logger LOG = LoggerFactory.getLogger(Operations.class);
    private static final String BACKUPS = "backups";
    private static final Pattern BACKUP_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    private final Storage storage;
    private final Expiry expiry;
    private final Runnable shutdown;
    private final Completions completions;

    Operations(Storage storage, Expiry expiry, Completions completions, Runnable shutdown) {
        this.completions = completions;
        this.storage = storage;
        this.expiry = expiry;
        this.shutdown = shutdown;
    }

    /** Takes a snapshot; fails when nothing is kept. */
    CompletableFuture<SnapshotInfo> snapshotNow() {
        Persistence persistence = storage.persistence();
        return persistence == null ? notKept() : persistence.snapshots().snapshotNow();
    }

    /** As {@link #snapshotNow()}, and tells the requester how it ended. */
    CompletionStage<SnapshotInfo> snapshotNow(Requester by) {
        return completions.follow(
                by,
                new Completions.Subject("snapshot", "server", "data"),
                snapshotNow(),
                info -> Map.of("number", info.number(), "bytes", info.bytes()));
    }

    /**
     * As {@link #backup(String)}, and tells the requester how it ended.
     *
     * @throws SynapException INVALID_ARGUMENT
     */
    CompletionStage<BackupReport> backup(String name, Requester by) {
        return completions.follow(
                by,
                new Completions.Subject("backup", "backup", name),
                backup(name),
                report -> Map.of(
                        "name", name,
                        "files", report.files(),
                        "bytes", report.bytes(),
                        "operations", report.sequences().total()));
    }

    /**
     * Backs the server up into a folder of its data directory: a name from the network never leads
     * anywhere else.
     *
     * @throws SynapException INVALID_ARGUMENT if the name is not letters, digits, dots, dashes, underscores
     */
    CompletableFuture<BackupReport> backup(String name) {
        if (!BACKUP_NAME.matcher(name).matches()) {
            throw new SynapException(
                    ErrorCode.INVALID_ARGUMENT, "a backup's name is letters, digits, '.', '-' and '_', at most 100");
        }
        Persistence persistence = storage.persistence();
        if (persistence == null) {
            return notKept();
        }
        CompletableFuture<BackupReport> done = new CompletableFuture<>();
        Thread.ofVirtual().name("synap-backup").start(() -> {
            try {
                Path target = persistence.directory().resolve(BACKUPS).resolve(name);
                done.complete(Backup.create(persistence, new DiskFiles(), target));
            } catch (IOException | RuntimeException failed) {
                done.completeExceptionally(failed);
            }
        });
        return done;
    }

    /** When the last snapshot was complete, milliseconds since 1970, 0 for never. */
    long lastSnapshotMillis() {
        Persistence persistence = storage.persistence();
        if (persistence == null) {
            return 0;
        }
        List<SnapshotInfo> snapshots = persistence.manifest().manifest().snapshots();
        return snapshots.isEmpty() ? 0 : snapshots.getFirst().takenMillis();
    }

    /** Begins a clean stop. */
    void shutdown(boolean snapshotFirst) {
        if (!snapshotFirst || storage.persistence() == null) {
            shutdown.run();
            return;
        }
        // Without the snapshot nothing is lost: the log has it all.
        CompletableFuture<Void> stopping = snapshotNow().handle((info, failure) -> {
            shutdown.run();
            return null;
        });
        LOG.info("stopping after a snapshot (begun: {})", !stopping.isDone());
    }

    /** Facts of a section of INFO that only the whole server knows. */
    Map<String, Object> info(String section) {
        return switch (section) {
            case "server" -> Map.of("synap_version", Version.current());
            case "stats" ->
                Map.of(
                        "expired_keys", expiry.expired(),
                        "evicted_keys", storage.node().evictedKeys());
            case "persistence" -> persistenceInfo();
            default -> Map.of();
        };
    }

    private Map<String, Object> persistenceInfo() {
        Map<String, Object> facts = new LinkedHashMap<>();
        Persistence persistence = storage.persistence();
        facts.put("aof_enabled", persistence == null ? 0 : 1);
        if (persistence == null) {
            return facts;
        }
        facts.put("rdb_bgsave_in_progress", persistence.snapshots().isRunning() ? 1 : 0);
        facts.put("rdb_last_save_time", lastSnapshotMillis() / 1000);
        facts.put("rdb_saves", persistence.snapshots().taken());
        facts.put("rdb_last_bgsave_status", persistence.snapshots().lastFailure() == null ? "ok" : "err");
        facts.put("aof_last_write_status", persistence.log().failed() ? "err" : "ok");
        facts.put("aof_current_size", persistence.log().storedBytes());
        facts.put("synap_history", persistence.history().id());
        facts.put("synap_log_fsyncs", persistence.log().syncs());
        return facts;
    }

    private static <T> CompletableFuture<T> notKept() {
        return CompletableFuture.failedFuture(
                new SynapException(ErrorCode.NOT_SUPPORTED, "nothing is kept: persistence.enabled is false"));
    }
}
