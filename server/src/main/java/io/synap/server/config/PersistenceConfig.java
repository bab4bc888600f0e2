package io.synap.server.config;

import io.synap.replication.log.FsyncPolicy;
import java.nio.file.Path;

/** The section {@code persistence}: the operation log and the snapshots. */
@Section("The operation log and the snapshots.")
public record PersistenceConfig(
        @Setting(value = "true", about = "Keep what is stored on disk; false forgets it when the server stops.")
        boolean enabled,

        @Setting(value = "./data", about = "Folder of the log and the snapshots.")
        Path dir,

        @Setting(value = "everysec", about = "When the log is forced to disk; always is before every reply.")
        FsyncPolicy fsync,

        @Setting(value = "64mb", range = "1mb..1gb", about = "Size of one file of the log.")
        long segmentBytes,

        @Setting(
                value = "16mb",
                range = "4mb..1gb",
                about = "Buffer between the event loops and the log; when full, they wait.")
        long ringBytes,

        SnapshotConfig snapshot) {}
