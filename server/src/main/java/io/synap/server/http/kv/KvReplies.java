package io.synap.server.http.kv;

import io.synap.engine.Engine;
import io.synap.engine.Entry;
import io.synap.engine.Outcome;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.server.http.HttpAdmin;
import io.synap.server.http.LargeBody;
import io.synap.server.http.json.NativeText;
import io.synap.server.http.json.ValueJson;
import io.synap.server.http.json.ValueOutput;
import io.synap.server.kv.KvCommands.Move;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Reads that several syntaxes answer alike. Confined to one event loop. */
final class KvReplies {
    private final KvStore store;
    private final Engine engine;
    private final HttpAdmin admin;
    private final RandomGenerator random;
    final EntryValues values = new EntryValues();

    KvReplies(KvStore store, Engine engine, HttpAdmin admin, RandomGenerator random) {
        this.store = store;
        this.engine = engine;
        this.admin = admin;
        this.random = random;
    }

    static SynapException notFound() {
        return new SynapException(ErrorCode.KEY_NOT_FOUND);
    }

    /** Takes a large value out of its open entry, to be sent without its shard's lock. */
    LargeBody retain(long entry, LargeBody.Form form, LargeBody.Frame frame) {
        return new LargeBody(store.access().openShard().retainLarge(entry), form, frame);
    }

    /** A value as a bare string, or an array of numbers; base64 in an object when it is no text. */
    void bare(ValueOutput out, long entry, LargeBody.Form form) {
        long address = values.address(entry);
        int length = Entry.valueLength(entry);
        if (form == LargeBody.Form.OCTETS) {
            out.beginArray().octets(address, length);
            out.endArray();
        } else {
            ValueJson.bare(out, address, length);
        }
    }

    /** A value with its key, its version and how long it lives. */
    void described(ValueOutput out, long entry) {
        out.beginObject();
        ValueJson.key(out, store.key);
        ValueJson.field(out, "value", Entry.value(entry), Entry.valueLength(entry));
        ValueFrame.ending(out, Entry.version(entry), ttlMillis(entry));
    }

    /** As {@link #described}, of a large value that is sent without its shard's lock. */
    LargeBody retainDescribed(long entry) {
        return retain(
                entry,
                LargeBody.Form.TEXT,
                new ValueFrame(store.key.toArray(), Entry.version(entry), ttlMillis(entry)));
    }

    /** The JSON around a large value that is otherwise a bare string. */
    static final LargeBody.Frame BARE = new LargeBody.Frame() {
        @Override
        public void before(ValueOutput out, boolean text) {
            if (!text && !out.isBinary()) {
                out.beginObject().name("encoding").text("base64").name("value_base64");
            }
        }

        @Override
        public void after(ValueOutput out, boolean text) {
            if (!text && !out.isBinary()) {
                out.endObject();
            }
        }
    };

    /** A sum and the version that it made. */
    static void sum(ValueOutput out, Outcome outcome) {
        numberAndVersion(out, "value", outcome);
    }

    /** The length that a value has now, and its version. */
    static void length(ValueOutput out, Outcome outcome) {
        numberAndVersion(out, "length", outcome);
    }

    private static void numberAndVersion(ValueOutput out, String name, Outcome outcome) {
        out.beginObject()
                .name(name)
                .number(outcome.number())
                .name("version")
                .number(outcome.version())
                .endObject();
    }

    /** An exact decimal sum and the version that it made. */
    void decimalSum(ValueOutput out, Outcome outcome) {
        out.beginObject().name("value");
        ValueJson.bareOrNull(out, store.old());
        out.name("version").number(outcome.version()).endObject();
    }

    /** The value's length; 0 when there is no key. */
    void length(ValueOutput out) {
        out.beginObject().name("length").number(length()).endObject();
    }

    /** When the key expires, in every unit; nulls when never. Returns whether the key is there. */
    boolean deadline(ValueOutput out) {
        long[] deadline = new long[1];
        boolean found = store.peek(entry -> deadline[0] = Entry.deadline(entry));
        long at = deadline[0];
        long millis = Math.max(0, at - store.now());
        out.name("ttl").any(at == 0 ? null : seconds(millis));
        out.name("ttl_ms").any(at == 0 ? null : millis);
        out.name("expire_at").any(at == 0 ? null : seconds(at));
        out.name("expire_at_ms").any(at == 0 ? null : at);
        return found;
    }

    /** What became of a rename or copy that was asked for; anything but success is an error. */
    void moved(ValueOutput out, Move move) {
        switch (move) {
            case DONE -> {}
            case SOURCE_ABSENT -> throw notFound();
            case TARGET_EXISTS -> throw new SynapException(ErrorCode.KEY_EXISTS);
        }
        out.beginObject().name("success").flag(true).name("source");
        ValueJson.bare(out, store.key.address(), store.key.length());
        out.name("destination");
        ValueJson.bare(out, store.destination.address(), store.destination.length());
        out.endObject();
    }

    /** Milliseconds that the entry still lives, -1 when it has no deadline. */
    long ttlMillis(long entry) {
        long deadline = Entry.deadline(entry);
        return deadline == 0 ? -1 : Math.max(0, deadline - store.now());
    }

    /** Seconds that a time of so many milliseconds is, rounded as Redis rounds. */
    static long seconds(long millis) {
        return (millis + 500) / 1000;
    }

    /**
     * A part of the value, from start to end inclusive, both counted from the back when negative; null
     * when there is no key.
     */
    @Nullable
    NativeText range(long start, long end, NativeText target) {
        boolean found = store.read(entry -> {
            long length = Entry.valueLength(entry);
            long from = Math.max(0, start < 0 ? length + start : start);
            long to = Math.min(length - 1, end < 0 ? length + end : end);
            int count = (int) Math.max(0, to - from + 1);
            long place = target.reserve(count);
            if (count > 0) {
                Entry.copyValue(entry, (int) from, count, place);
            }
        });
        return found ? target : null;
    }

    int length() {
        int[] length = new int[1];
        store.peek(entry -> length[0] = Entry.valueLength(entry));
        return length[0];
    }

    /** The key's version, 0 when it is absent. */
    long version() {
        long[] version = new long[1];
        store.inspect(entry -> version[0] = Entry.version(entry));
        return version[0];
    }

    boolean exists() {
        return store.peek(entry -> {});
    }

    String type() {
        return exists() ? "string" : "none";
    }

    /** Writes some key as a bare string, or null when there is none. */
    void randomKey(ValueOutput out) {
        int before = out.size();
        store.access()
                .randomEntry(random.nextLong(), entry -> ValueJson.bare(out, Entry.key(entry), Entry.keyLength(entry)));
        if (out.size() == before) {
            out.nothing();
        }
    }

    /** What the key's entry takes in memory, bytes; 0 when there is none. */
    long usage() {
        long[] bytes = new long[1];
        store.inspect(entry -> bytes[0] = Entry.bytes(entry));
        return bytes[0];
    }

    void memoryUsage(ValueOutput out) {
        long bytes = usage();
        out.beginObject();
        ValueJson.key(out, store.key);
        out.name("bytes").number(bytes).name("human").text(human(bytes)).endObject();
    }

    private static String human(long bytes) {
        if (bytes < 1024) {
            return bytes + "B";
        }
        long tenths = bytes * 10 / (bytes < 1 << 20 ? 1 << 10 : 1 << 20);
        return tenths / 10 + "." + tenths % 10 + (bytes < 1 << 20 ? "KB" : "MB");
    }

    long keyCount() {
        return engine.keyCount();
    }

    void stats(ValueOutput out) {
        HttpAdmin.KvCounts counts = admin.kvCounts();
        long reads = counts.hits() + counts.misses();
        out.beginObject()
                .name("total_keys")
                .number(engine.keyCount())
                .name("expiring_keys")
                .number(engine.expiringKeyCount())
                .name("total_memory_bytes")
                .number(engine.usedBytes())
                .name("operations")
                .beginObject()
                .name("gets")
                .number(counts.gets())
                .name("sets")
                .number(counts.sets())
                .name("dels")
                .number(counts.dels())
                .name("hits")
                .number(counts.hits())
                .name("misses")
                .number(counts.misses())
                .endObject()
                .name("hit_rate")
                .fraction(reads == 0 ? 0 : (double) counts.hits() / reads)
                .endObject();
    }
}
