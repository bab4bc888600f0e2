package io.synap.server.pubsub;

import io.synap.protocol.memory.Memory;
import io.synap.protocol.resp.Glob;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The audiences of globs, by what they begin with literally: a channel is tried against those only that begin as
 * it does. Changed under the index's lock; searched by anyone.
 */
final class GlobTable {
    private record Entry(Glob glob, Audience audience) {}

    private final ConcurrentHashMap<String, ConcurrentHashMap<String, Entry>> byPrefix = new ConcurrentHashMap<>();
    /** How many prefixes there are of each length. */
    private final TreeMap<Integer, Integer> lengthCounts = new TreeMap<>();

    private volatile int[] lengths = {};

    void put(Audience audience) {
        Pattern pattern = audience.pattern();
        Entry entry = new Entry(new Glob(pattern.bytes()), audience);
        String prefix = prefix(pattern.latin1());
        ConcurrentHashMap<String, Entry> bucket = byPrefix.get(prefix);
        if (bucket == null) {
            bucket = new ConcurrentHashMap<>(1);
            byPrefix.put(prefix, bucket);
            lengthCounts.merge(prefix.length(), 1, Integer::sum);
            lengthsChanged();
        }
        bucket.put(pattern.latin1(), entry);
    }

    @Nullable
    Audience get(Pattern pattern) {
        ConcurrentHashMap<String, Entry> bucket = byPrefix.get(prefix(pattern.latin1()));
        Entry entry = bucket == null ? null : bucket.get(pattern.latin1());
        return entry == null ? null : entry.audience();
    }

    void remove(Pattern pattern) {
        String prefix = prefix(pattern.latin1());
        ConcurrentHashMap<String, Entry> bucket = byPrefix.get(prefix);
        if (bucket == null || bucket.remove(pattern.latin1()) == null || !bucket.isEmpty()) {
            return;
        }
        byPrefix.remove(prefix);
        lengthCounts.computeIfPresent(prefix.length(), (length, count) -> count == 1 ? null : count - 1);
        lengthsChanged();
    }

    private void lengthsChanged() {
        lengths = lengthCounts.keySet().stream().mapToInt(Integer::intValue).toArray();
    }

    /** Adds the audiences of the globs that match a channel. */
    void find(String channel, List<Audience> found) {
        int[] present = lengths;
        if (present.length == 0) {
            return;
        }
        try (Arena arena = Arena.ofConfined()) {
            byte[] bytes = channel.getBytes(StandardCharsets.ISO_8859_1);
            long text = arena.allocate(Math.max(1, bytes.length)).address();
            Memory.copy(bytes, 0, text, bytes.length);
            for (int length : present) {
                if (length > bytes.length) {
                    break;
                }
                ConcurrentHashMap<String, Entry> bucket = byPrefix.get(channel.substring(0, length));
                if (bucket != null) {
                    find(bucket, text, bytes.length, found);
                }
            }
        }
    }

    private static void find(ConcurrentHashMap<String, Entry> bucket, long text, int textLength, List<Audience> found) {
        for (Entry each : bucket.values()) {
            if (each.glob().matches(text, textLength)) {
                found.add(each.audience());
            }
        }
    }

    /** What every match begins with. */
    private static String prefix(String glob) {
        int end = 0;
        while (end < glob.length() && "?*[\\".indexOf(glob.charAt(end)) < 0) {
            end++;
        }
        return glob.substring(0, end);
    }
}
