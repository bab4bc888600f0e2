package io.synap.replication.snapshot;

import io.synap.replication.files.FileStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** The manifest of a running server. Thread-safe. */
public final class ManifestKeeper {
    private final FileStore files;
    private final Path directory;

    /** Changed under the lock; read without, since a change waits for the disk. */
    private volatile Manifest manifest;

    /** The manifest is stored already. */
    public ManifestKeeper(FileStore files, Path directory, Manifest manifest) {
        this.files = files;
        this.directory = directory;
        this.manifest = manifest;
    }

    public Manifest manifest() {
        return manifest;
    }

    /** Changes the manifest durably. */
    public synchronized Manifest change(UnaryOperator<Manifest> change) throws IOException {
        Manifest changed = change.apply(manifest);
        ManifestFile.write(files, directory, changed);
        manifest = changed;
        return changed;
    }
}
