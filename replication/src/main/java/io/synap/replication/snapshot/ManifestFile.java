package io.synap.replication.snapshot;

import io.synap.protocol.memory.Memory;
import io.synap.replication.damage.DamagedException;
import io.synap.replication.files.FileStore;
import io.synap.replication.files.NativeBuffer;
import io.synap.replication.files.StoredFile;
import io.synap.replication.history.History;
import io.synap.replication.history.HistoryId;
import io.synap.replication.history.SequenceVector;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The file that holds the manifest: lines of text, the last one a checksum of those before. Thread-safe
 * as far as only one thread writes. It is replaced as a whole, never changed.
 */
public final class ManifestFile {
    public static final String NAME = "MANIFEST";

    private static final String WRITING = "MANIFEST.writing";
    private static final String TITLE = "synap-manifest 1";
    private static final String CHECKSUM = "crc32c ";
    private static final long BYTES_MAX = 16 << 20;

    private ManifestFile() {}

    public static boolean exists(FileStore files, Path directory) throws IOException {
        return files.exists(directory.resolve(NAME));
    }

    /** Replaces the manifest durably. */
    public static void write(FileStore files, Path directory, Manifest manifest) throws IOException {
        byte[] content = print(manifest).getBytes(StandardCharsets.US_ASCII);
        Path aside = directory.resolve(WRITING);
        if (files.exists(aside)) {
            files.delete(aside);
        }
        try (StoredFile file = files.create(aside);
                NativeBuffer buffer = new NativeBuffer(content.length)) {
            Memory.copy(content, 0, buffer.address(), content.length);
            file.write(0, buffer.address(), content.length);
            file.sync();
        }
        files.rename(aside, directory.resolve(NAME));
        files.syncDirectory(directory);
    }

    public static Manifest read(FileStore files, Path directory) throws IOException {
        Path path = directory.resolve(NAME);
        byte[] content;
        try (StoredFile file = files.openForReading(path)) {
            long size = file.size();
            if (size > BYTES_MAX) {
                throw new DamagedException(path, 0, "the manifest is too large to be one");
            }
            try (NativeBuffer buffer = new NativeBuffer(Math.max(1, size))) {
                file.read(0, buffer.address(), size);
                content = Memory.toArray(buffer.address(), (int) size);
            }
        }
        String text = new String(content, StandardCharsets.ISO_8859_1);
        int last = text.lastIndexOf('\n', text.length() - 2) + 1;
        if (!text.substring(last).equals(checksumLine(text.substring(0, last)))) {
            throw new DamagedException(path, 0, "the manifest does not verify");
        }
        try {
            return parse(text.substring(0, last));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new DamagedException(path, 0, "the manifest makes no sense: " + e.getMessage());
        }
    }

    private static String print(Manifest manifest) {
        StringBuilder text = new StringBuilder(TITLE).append('\n');
        for (History history : manifest.histories()) {
            text.append("history %s %d ".formatted(history.id(), history.startedMillis()));
            switch (history.origin()) {
                case History.Origin.Founded ignored -> text.append("founded");
                case History.Origin.Branched from ->
                    text.append("branched %s %s %s".formatted(from.cause(), from.parent(), from.branch()));
            }
            text.append('\n');
        }
        for (SnapshotInfo each : manifest.snapshots()) {
            text.append("snapshot %d %s %d %d %s\n"
                    .formatted(each.number(), each.history(), each.takenMillis(), each.bytes(), each.sequences()));
        }
        text.append("segment-at-least ").append(manifest.segmentAtLeast()).append('\n');
        return text + checksumLine(text.toString());
    }

    private static String checksumLine(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.ISO_8859_1));
        return CHECKSUM + "%08x\n".formatted(crc.getValue());
    }

    private static Manifest parse(String text) {
        List<String> lines = text.lines().toList();
        if (!lines.getFirst().equals(TITLE)) {
            throw new IllegalArgumentException("unknown format: " + lines.getFirst());
        }
        List<History> histories = new ArrayList<>();
        List<SnapshotInfo> snapshots = new ArrayList<>();
        long segmentAtLeast = 0;
        for (String line : lines.subList(1, lines.size())) {
            String[] words = line.split(" ", -1);
            switch (words[0]) {
                case "history" -> histories.add(parseHistory(words));
                case "snapshot" -> snapshots.add(parseSnapshot(words));
                case "segment-at-least" -> segmentAtLeast = Long.parseLong(words[1]);
                default -> throw new IllegalArgumentException("unknown line: " + words[0]);
            }
        }
        return new Manifest(histories, snapshots, segmentAtLeast);
    }

    private static History parseHistory(String[] words) {
        History.Origin origin = words[3].equals("founded")
                ? new History.Origin.Founded()
                : new History.Origin.Branched(
                        HistoryId.parse(words[5]), SequenceVector.parse(words[6]), History.Cause.valueOf(words[4]));
        return new History(HistoryId.parse(words[1]), origin, Long.parseLong(words[2]));
    }

    private static SnapshotInfo parseSnapshot(String[] words) {
        return new SnapshotInfo(
                Long.parseLong(words[1]),
                HistoryId.parse(words[2]),
                Long.parseLong(words[3]),
                Long.parseLong(words[4]),
                SequenceVector.parse(words[5]));
    }
}
