package io.synap.server.http.kv;

import io.synap.engine.Entry;
import io.synap.engine.Outcome;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.protocol.operation.OperationFlags;
import io.synap.server.http.LargeBody;
import io.synap.server.http.command.CommandCall;
import io.synap.server.http.command.CommandRegistry;
import io.synap.server.http.json.Fields;
import io.synap.server.http.json.JsonOutput;
import io.synap.server.http.json.NativeText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The commands {@code kv.*} of the envelope, with the shapes of the published Synap protocol and more
 * beside them. Confined to one event loop.
 */
final class KvEnvelope {
    private static final int LIMIT_DEFAULT = 100;

    private final KvStore store;
    private final KvBatches batches;
    private final KvReplies replies;
    private final NativeText part = new NativeText();

    KvEnvelope(KvStore store, KvBatches batches, KvReplies replies) {
        this.store = store;
        this.batches = batches;
        this.replies = replies;
    }

    void register(CommandRegistry registry) {
        registry.add("kv.set", this::set)
                .add("kv.get", this::get)
                .add("kv.del", this::delete)
                .add("kv.exists", this::exists)
                .add("kv.incr", call -> increment(call, false))
                .add("kv.incrby", call -> increment(call, false))
                .add("kv.decr", call -> increment(call, true))
                .add("kv.decrby", call -> increment(call, true))
                .add("kv.incrbyfloat", this::incrementFloat)
                .add("kv.append", this::append)
                .add("kv.setrange", this::setRange)
                .add("kv.getrange", this::range)
                .add("kv.strlen", this::length)
                .add("kv.getset", this::getSet)
                .add("kv.getdel", this::getDelete)
                .add("kv.mset", call -> setAll(call, false))
                .add("kv.msetnx", call -> setAll(call, true))
                .add("kv.mget", this::getAll)
                .add("kv.mdel", this::deleteAll)
                .add("kv.expire", this::expire)
                .add("kv.persist", this::persist)
                .add("kv.ttl", this::ttl)
                .add("kv.scan", this::scan)
                .add("kv.keys", this::keys)
                .add("kv.dbsize", this::size)
                .add("kv.flushdb", this::flush)
                .add("kv.flushall", this::flush)
                .add("kv.stats", call -> replies.stats(call.out()));
    }

    /** Sets what key and value hold, as the fields of the published protocol say. */
    static Outcome set(KvStore store, Fields fields) {
        long now = store.now();
        long expiry = Deadlines.readExpiry(fields.find("expiry"), now);
        return store.set(SetOptions.of(fields, now).until(expiry).checked());
    }

    private void set(CommandCall call) {
        Fields payload = call.payload();
        store.key(payload.text("key"));
        ValueJson.read(payload, store.value);
        Outcome outcome = set(store, payload);
        boolean written = outcome.applied();
        JsonOutput out = call.out().beginObject().name("success").flag(true);
        out.name("written").flag(written).name("version").number(outcome.version());
        NativeText old = store.old();
        if (payload.flag("get") && old != null) {
            out.name("old_value");
            ValueJson.natural(out, old.address(), old.length());
        }
        out.endObject();
    }

    private void get(CommandCall call) {
        store.key(call.payload().text("key"));
        LargeBody.Form form =
                "bytes".equals(call.payload().textOrNull("type")) ? LargeBody.Form.OCTETS : LargeBody.Form.TEXT;
        boolean found = store.read(entry -> {
            if (Entry.isLarge(entry)) {
                call.stream(replies.retain(entry, form, KvReplies.BARE));
            } else {
                replies.bare(call.out(), entry, form);
            }
        });
        if (!found) {
            call.missed();
            call.out().nothing();
        }
    }

    private void delete(CommandCall call) {
        store.key(call.payload().text("key"));
        call.out().beginObject().name("deleted").flag(store.delete(-1, false)).endObject();
    }

    private void exists(CommandCall call) {
        store.key(call.payload().text("key"));
        call.out().beginObject().name("exists").flag(replies.exists()).endObject();
    }

    private void increment(CommandCall call, boolean down) {
        store.key(call.payload().text("key"));
        long amount = call.payload().integer("amount", 1);
        if (down && amount == Long.MIN_VALUE) {
            throw new SynapException(ErrorCode.OVERFLOW);
        }
        Outcome outcome = store.increment(down ? -amount : amount);
        call.out()
                .beginObject()
                .name("value")
                .number(outcome.number())
                .name("version")
                .number(outcome.version())
                .endObject();
    }

    private void incrementFloat(CommandCall call) {
        store.key(call.payload().text("key"));
        ValueJson.read(call.payload().any("amount"), store.value);
        store.incrementFloat();
        JsonOutput out = call.out().beginObject().name("value");
        ValueJson.bareOrNull(out, store.old());
        out.endObject();
    }

    private void append(CommandCall call) {
        store.key(call.payload().text("key"));
        ValueJson.read(call.payload(), store.value);
        writeLength(call, store.append().number());
    }

    private void setRange(CommandCall call) {
        store.key(call.payload().text("key"));
        long offset = call.payload().integer("offset");
        ValueJson.read(call.payload(), store.value);
        writeLength(call, store.setRange(offset).number());
    }

    private void length(CommandCall call) {
        store.key(call.payload().text("key"));
        writeLength(call, replies.length());
    }

    private static void writeLength(CommandCall call, long length) {
        call.out().beginObject().name("length").number(length).endObject();
    }

    /** A part of the value; null when that is empty, as there. */
    private void range(CommandCall call) {
        Fields payload = call.payload();
        store.key(payload.text("key"));
        @Nullable NativeText found = replies.range(payload.integer("start"), payload.integer("end"), part);
        ValueJson.bareOrNull(call.out(), found == null || found.length() == 0 ? null : found);
    }

    private void getSet(CommandCall call) {
        store.key(call.payload().text("key"));
        ValueJson.read(call.payload(), store.value);
        store.set(SetOptions.PLAIN.with(OperationFlags.RETURN_OLD));
        ValueJson.bareOrNull(call.out(), store.old());
    }

    private void getDelete(CommandCall call) {
        store.key(call.payload().text("key"));
        store.delete(-1, true);
        ValueJson.bareOrNull(call.out(), store.old());
    }

    private void setAll(CommandCall call, boolean onlyIfAllAbsent) {
        boolean done = batches.set(call.payload(), onlyIfAllAbsent) >= 0;
        call.out().beginObject().name("success").flag(done).endObject();
    }

    private void getAll(CommandCall call) {
        List<String> keys = batches.keys(call.payload());
        JsonOutput out = call.out().beginObject().name("values").beginArray();
        batches.read(keys, out, (target, entry) -> {
            if (entry == 0) {
                target.nothing();
            } else {
                ValueJson.natural(target, replies.values.address(entry), Entry.valueLength(entry));
            }
        });
        out.endArray().endObject();
    }

    private void deleteAll(CommandCall call) {
        call.defer(batches.deletion(batches.keys(call.payload())));
    }

    private void expire(CommandCall call) {
        store.key(call.payload().text("key"));
        long deadline = Deadlines.read(call.payload(), store.now());
        if (deadline == 0) {
            throw Fields.invalid("field 'ttl' is missing");
        }
        writeResult(call, store.expire(deadline, 0));
    }

    private void persist(CommandCall call) {
        store.key(call.payload().text("key"));
        writeResult(call, store.persist());
    }

    private static void writeResult(CommandCall call, Outcome outcome) {
        call.out().beginObject().name("result").flag(outcome.applied()).endObject();
    }

    /** Seconds and milliseconds; both null when there is no key or no deadline. */
    private void ttl(CommandCall call) {
        store.key(call.payload().text("key"));
        long[] millis = {-1};
        boolean found = store.peek(entry -> millis[0] = replies.ttlMillis(entry));
        JsonOutput out = call.out().beginObject();
        if (millis[0] < 0) {
            out.name("ttl").nothing().name("ttl_ms").nothing();
        } else {
            out.name("ttl").number(KvReplies.seconds(millis[0]));
            out.name("ttl_ms").number(millis[0]);
        }
        out.name("exists").flag(found).endObject();
    }

    private void scan(CommandCall call) {
        Fields payload = call.payload();
        int limit = batches.limit(payload.integer("limit", LIMIT_DEFAULT));
        // Clients that know no cursor expect one page to hold all there is, so a page ends early by
        // its limit only.
        KeyScan scan = KeyScan.page(
                store.access(),
                payload.textOrNull("pattern"),
                payload.textOrNull("prefix"),
                payload.textOrNull("cursor"),
                limit,
                Long.MAX_VALUE,
                KvEnvelope::writeName,
                KvEnvelope::endNames);
        call.out().beginObject().name("keys").beginArray();
        call.defer(scan);
    }

    private void keys(CommandCall call) {
        call.out().beginObject().name("keys").beginArray();
        call.defer(KeyScan.all(
                store.access(), call.payload().textOrNull("pattern"), KvEnvelope::writeName, KvEnvelope::endNames));
    }

    private static void writeName(JsonOutput out, long entry) {
        ValueJson.bare(out, Entry.key(entry), Entry.keyLength(entry));
    }

    private static void endNames(JsonOutput out, int count, @Nullable String cursor) {
        out.endArray().name("count").number(count);
        out.name("cursor").any(cursor).endObject();
    }

    private void size(CommandCall call) {
        call.out().beginObject().name("size").number(replies.keyCount()).endObject();
    }

    private void flush(CommandCall call) {
        call.out().beginObject().name("flushed").number(store.flush()).endObject();
    }
}
