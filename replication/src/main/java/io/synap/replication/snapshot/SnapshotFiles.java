package io.synap.replication.snapshot;

import io.synap.replication.files.FileStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The snapshot files of a directory. Thread-safe, no state. */
public final class SnapshotFiles {
    private SnapshotFiles() {}

    public static boolean isSnapshot(String name) {
        return name.endsWith(SnapshotFormat.SUFFIX);
    }

    /** The names of all complete snapshots, listed in the manifest or not, the newest first. */
    public static List<String> list(FileStore files, Path directory) throws IOException {
        return files.list(directory).stream()
                .filter(SnapshotFiles::isSnapshot)
                .toList()
                .reversed();
    }

    /** Deletes what snapshots left that never came to count, or count no more. */
    public static void sweep(FileStore files, Path directory, Manifest manifest) throws IOException {
        List<String> listed =
                manifest.snapshots().stream().map(SnapshotInfo::fileName).toList();
        for (String name : files.list(directory)) {
            if (name.endsWith(SnapshotFormat.WRITING_SUFFIX) || (isSnapshot(name) && !listed.contains(name))) {
                files.delete(directory.resolve(name));
            }
        }
    }
}
