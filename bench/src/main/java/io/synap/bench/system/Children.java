package io.synap.bench.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Thread-safe. Every process and temporary folder the benchmark made, so that all of them end with it: on
 * success, on failure and on Ctrl-C. Once closed, what is started too late is stopped at once.
 */
public final class Children implements AutoCloseable {
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private final Path workFolder;
    private final Set<ChildProcess> processes = new LinkedHashSet<>();
    private final List<Path> folders = new ArrayList<>();
    private boolean closed;

    public Children(Path workFolder) {
        this.workFolder = workFolder;
    }

    /** Ctrl-C and SIGTERM run the hook while the main thread is still measuring; both may close. */
    public Children closedAtExit() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "stop-children"));
        return this;
    }

    /** Starts a process whose standard output and error are read as one. */
    public ChildProcess start(ProcessBuilder builder) throws IOException {
        ChildProcess child;
        synchronized (this) {
            if (closed) {
                throw new MeasurementException("the benchmark is ending");
            }
            child = new ChildProcess(builder.redirectErrorStream(true));
            processes.add(child);
        }
        child.onExit(() -> forget(child));
        return child;
    }

    public synchronized Path temporaryFolder(String prefix) throws IOException {
        if (closed) {
            throw new MeasurementException("the benchmark is ending");
        }
        Path folder = Files.createTempDirectory(Files.createDirectories(workFolder), prefix);
        folders.add(folder);
        return folder;
    }

    /** Removes the folder now: the data of five million keys should not wait for the last row. */
    public void delete(Path folder) {
        deleteTree(folder);
        synchronized (this) {
            folders.remove(folder);
        }
    }

    private synchronized void forget(ChildProcess child) {
        processes.remove(child);
    }

    @Override
    public void close() {
        List<ChildProcess> running;
        List<Path> left;
        synchronized (this) {
            closed = true;
            running = List.copyOf(processes).reversed();
            left = List.copyOf(folders);
            folders.clear();
        }
        running.forEach(child -> child.stop(STOP_TIMEOUT));
        left.forEach(Children::deleteTree);
    }

    private static void deleteTree(Path root) {
        if (!Files.exists(root)) {
            return;
        }
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException gone) {
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) throws IOException {
                    Files.deleteIfExists(folder);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + root, e);
        }
    }
}
