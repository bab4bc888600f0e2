package io.synap.server.http.kv;

import io.synap.engine.Entry;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.protocol.memory.Memory;
import io.synap.protocol.resp.Glob;
import io.synap.server.http.Exchange;
import io.synap.server.http.json.ValueOutput;
import io.synap.server.node.Access;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Walks over the keys in slices and writes those that match into an open JSON array. Confined to one
 * event loop.
 *
 * <p>It ends at the limit, at the end of the keys, or after a bounded number of keys looked at: then a
 * page can be short, even empty, and the cursor leads on. A step that would go beyond the limit is
 * left to the next page, unless it is the page's first.
 */
final class KeyScan implements Exchange.Slice {
    /** How an entry that matches is written. */
    interface Item {
        void write(ValueOutput out, long entry);
    }

    /** What follows the array. */
    interface Ending {
        void write(ValueOutput out, int count, @Nullable String cursor);
    }

    private static final int STEP_KEYS = 64;
    private static final int SLICE_KEYS = 2_048;
    /** Calls into shards per slice, so that a slice over many empty shards is bounded too. */
    private static final int SLICE_STEPS = 128;

    private final Access access;
    private final @Nullable Glob pattern;
    private final byte[] prefix;
    private final int limit;
    private final long visitMax;
    private final Item item;
    private final Ending ending;
    private long cursor;
    private long visited;
    private int found;

    private KeyScan(
            Access access,
            @Nullable String pattern,
            @Nullable String prefix,
            long cursor,
            int limit,
            long visitMax,
            Item item,
            Ending ending) {
        this.access = access;
        this.pattern =
                pattern == null || pattern.equals("*") ? null : new Glob(pattern.getBytes(StandardCharsets.UTF_8));
        this.prefix = prefix == null ? new byte[0] : prefix.getBytes(StandardCharsets.UTF_8);
        this.cursor = cursor;
        this.limit = limit;
        this.visitMax = visitMax;
        this.item = item;
        this.ending = ending;
    }

    /** One page, from a cursor on. */
    static KeyScan page(
            Access access,
            @Nullable String pattern,
            @Nullable String prefix,
            @Nullable String cursor,
            int limit,
            long visitMax,
            Item item,
            Ending ending) {
        return new KeyScan(access, pattern, prefix, parse(cursor), limit, visitMax, item, ending);
    }

    /** All keys that match. */
    static KeyScan all(Access access, @Nullable String pattern, Item item, Ending ending) {
        return new KeyScan(access, pattern, null, 0, Integer.MAX_VALUE, Long.MAX_VALUE, item, ending);
    }

    private static long parse(@Nullable String cursor) {
        if (cursor == null || cursor.isEmpty()) {
            return 0;
        }
        try {
            return Long.parseUnsignedLong(cursor);
        } catch (NumberFormatException wrong) {
            throw new SynapException(ErrorCode.INVALID_CURSOR);
        }
    }

    @Override
    public boolean write(ValueOutput out) {
        long visitedBefore = visited;
        for (int step = 0; step < SLICE_STEPS && visited - visitedBefore < SLICE_KEYS; step++) {
            long from = cursor;
            int sizeBefore = out.size();
            int foundBefore = found;
            int hint = Math.min(STEP_KEYS, limit - found);
            cursor = access.scan(from, hint, entry -> visit(out, entry));
            boolean over = found > limit;
            if (over && foundBefore > 0) {
                out.truncate(sizeBefore);
                found = foundBefore;
                cursor = from;
            }
            if (cursor == 0 || over || found >= limit || visited >= visitMax) {
                ending.write(out, found, cursor == 0 ? null : Long.toUnsignedString(cursor));
                return true;
            }
        }
        return false;
    }

    private void visit(ValueOutput out, long entry) {
        visited++;
        if (matches(Entry.key(entry), Entry.keyLength(entry))) {
            found++;
            item.write(out, entry);
        }
    }

    private boolean matches(long key, int length) {
        if (length < prefix.length) {
            return false;
        }
        if (prefix.length > 0 && !Arrays.equals(Memory.toArray(key, prefix.length), prefix)) {
            return false;
        }
        return pattern == null || pattern.matches(key, length);
    }
}
