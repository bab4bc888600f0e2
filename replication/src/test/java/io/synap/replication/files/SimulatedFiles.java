package io.synap.replication.files;

import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * A file system in memory whose power can be cut. Thread-safe: one lock for everything.
 *
 * <p>It keeps apart what is durable and what is not: a file's sectors of 512 bytes until the file is
 * synced, names until their directory is. A power cut keeps any part of what was not durable.
 */
public final class SimulatedFiles implements FileStore {
    /** A change of one name in a directory: to a file, or to none. */
    private record NameChange(Path name, SimulatedFile.Content content, boolean present) {}

    private Map<Path, SimulatedFile.Content> names = new TreeMap<>();
    private Map<Path, SimulatedFile.Content> durableNames = new TreeMap<>();
    private List<NameChange> unsyncedNames = new ArrayList<>();
    private Set<Path> locks = new HashSet<>();
    private int epoch;
    private boolean powered = true;

    // Faults.
    private long freeBytes = Long.MAX_VALUE;
    private Predicate<Path> failingSyncs = path -> false;
    private Predicate<Path> fullFiles = path -> false;
    private long writesUntilCut = Long.MAX_VALUE;
    private long writes;

    @Override
    public synchronized StoredFile create(Path file) throws IOException {
        check();
        if (names.containsKey(file)) {
            throw new FileAlreadyExistsException(file.toString());
        }
        SimulatedFile.Content content = new SimulatedFile.Content();
        rename(file, content, true);
        return new SimulatedFile(this, file, content, epoch, true);
    }

    private void rename(Path name, SimulatedFile.Content content, boolean present) {
        if (present) {
            names.put(name, content);
        } else {
            names.remove(name);
        }
        unsyncedNames.add(new NameChange(name, content, present));
    }

    @Override
    public synchronized StoredFile open(Path file) throws IOException {
        return new SimulatedFile(this, file, find(file), epoch, true);
    }

    @Override
    public synchronized StoredFile openForReading(Path file) throws IOException {
        return new SimulatedFile(this, file, find(file), epoch, false);
    }

    private SimulatedFile.Content find(Path file) throws IOException {
        check();
        SimulatedFile.Content content = names.get(file);
        if (content == null) {
            throw new FileNotFoundException(file.toString());
        }
        return content;
    }

    @Override
    public synchronized boolean exists(Path file) throws IOException {
        check();
        return names.containsKey(file);
    }

    @Override
    public synchronized List<String> list(Path directory) throws IOException {
        check();
        return names.keySet().stream()
                .filter(name -> directory.equals(name.getParent()))
                .map(name -> name.getFileName().toString())
                .sorted()
                .toList();
    }

    @Override
    public void createDirectories(Path directory) {}

    @Override
    public synchronized void rename(Path from, Path to) throws IOException {
        countWrite();
        SimulatedFile.Content content = find(from);
        rename(to, content, true);
        rename(from, content, false);
    }

    @Override
    public synchronized void delete(Path file) throws IOException {
        countWrite();
        rename(file, find(file), false);
    }

    @Override
    public synchronized void syncDirectory(Path directory) throws IOException {
        countWrite();
        if (failingSyncs.test(directory)) {
            throw new IOException("simulated fsync failure of " + directory);
        }
        unsyncedNames.forEach(change -> apply(change, durableNames));
        unsyncedNames.clear();
    }

    private static void apply(NameChange change, Map<Path, SimulatedFile.Content> target) {
        if (change.present()) {
            target.put(change.name(), change.content());
        } else {
            target.remove(change.name());
        }
    }

    @Override
    public synchronized long freeBytes(Path directory) {
        return freeBytes;
    }

    @Override
    public synchronized Closeable lock(Path file) throws IOException {
        check();
        if (!locks.add(file)) {
            throw new IOException(file + " is locked");
        }
        int lockEpoch = epoch;
        return () -> {
            synchronized (this) {
                if (lockEpoch == epoch) {
                    locks.remove(file);
                }
            }
        };
    }

    // --- Faults ---

    /** From now on this many bytes can be written, then the disk is full. */
    public synchronized void fillUpAfter(long bytes) {
        freeBytes = bytes;
    }

    /** Writes to such files find the disk full. */
    public synchronized void fillUpFor(Predicate<Path> files) {
        fullFiles = files;
    }

    public synchronized void failSyncs(Predicate<Path> files) {
        failingSyncs = files;
    }

    /** Cuts the power at the n-th write, sync, rename or deletion from now. */
    public synchronized void cutPowerAfter(long operations) {
        writesUntilCut = operations;
    }

    /** The writes, syncs, renames and deletions so far. */
    public synchronized boolean hasPower() {
        return powered;
    }

    public synchronized long writes() {
        return writes;
    }

    /** Nothing works any more until the power returns. */
    public synchronized void cutPower() {
        powered = false;
    }

    /** The power is back: what was durable is there, and any part of the rest. */
    public synchronized void restorePower(Random random) {
        powered = true;
        writesUntilCut = Long.MAX_VALUE;
        epoch++;
        locks = new HashSet<>();
        for (NameChange change : unsyncedNames) {
            // A rename is journalled as one; here its two halves may part, which is harsher.
            if (random.nextInt(2) == 0) {
                apply(change, durableNames);
            }
        }
        unsyncedNames = new ArrayList<>();
        Map<SimulatedFile.Content, SimulatedFile.Content> survivors = new HashMap<>();
        Map<Path, SimulatedFile.Content> after = new TreeMap<>();
        durableNames.forEach(
                (name, content) -> after.put(name, survivors.computeIfAbsent(content, c -> c.afterCut(random))));
        durableNames = after;
        names = new TreeMap<>(after);
    }

    /** The process ends, the system goes on: nothing is lost that was written. */
    public synchronized void killProcess() {
        epoch++;
        locks = new HashSet<>();
    }

    // --- For the files ---

    void check() throws IOException {
        if (!powered) {
            throw new IOException("the power is off");
        }
    }

    void checkAlive(int fileEpoch) throws IOException {
        check();
        if (fileEpoch != epoch) {
            throw new IOException("the process that opened this file is gone");
        }
    }

    void countWrite() throws IOException {
        check();
        writes++;
        if (--writesUntilCut < 0) {
            powered = false;
            check();
        }
    }

    /** How many of the bytes can be written. */
    long spend(Path file, long bytes) {
        if (fullFiles.test(file)) {
            return bytes / 2;
        }
        long spent = Math.min(bytes, freeBytes);
        freeBytes -= spent;
        return spent;
    }

    boolean failsSync(Path file) {
        return failingSyncs.test(file);
    }

    /** Flips a bit of a file, durably. */
    public synchronized void flip(Path file, long bit) {
        Objects.requireNonNull(names.get(file)).flip(bit);
    }

    public synchronized byte[] content(Path file) {
        return Objects.requireNonNull(names.get(file)).toArray();
    }

    /** A copy of everything as it is, in another file system. */
    public synchronized SimulatedFiles copy() {
        SimulatedFiles copy = new SimulatedFiles();
        names.forEach((name, content) -> copy.names.put(name, content.copy()));
        copy.durableNames = new TreeMap<>(copy.names);
        return copy;
    }
}
