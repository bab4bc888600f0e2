package io.synap.server.http.kv;

import com.fasterxml.jackson.databind.JsonNode;
import io.synap.engine.Entry;
import io.synap.engine.Outcome;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.protocol.operation.OperationFlags;
import io.synap.server.http.LargeBody;
import io.synap.server.http.command.CommandCall;
import io.synap.server.http.command.CommandRegistry;
import io.synap.server.http.json.Fields;
import io.synap.server.http.json.NativeText;
import io.synap.server.http.json.Parameters;
import io.synap.server.http.json.ValueJson;
import io.synap.server.http.json.ValueOutput;
import org.jspecify.annotations.Nullable;

/**
 * The commands {@code kv.*} as the envelope and the short routes have them: with the shapes of the
 * published Synap protocol, and more beside them. Confined to one event loop.
 */
final class KvCalls {
    private static final int LIMIT_DEFAULT = 100;

    private final KvStore store;
    private final KvBatches batches;
    private final KvReplies replies;
    private final NativeText part = new NativeText();

    KvCalls(KvStore store, KvBatches batches, KvReplies replies) {
        this.store = store;
        this.batches = batches;
        this.replies = replies;
    }

    void register(CommandRegistry registry) {
        registry.add("kv.get", this::get)
                .add("kv.set", call -> set(call, call.payload(), 0))
                .add("kv.setnx", call -> set(call, call.payload(), OperationFlags.IF_ABSENT))
                .add("kv.setex", call -> set(call, Deadlines.required(call.payload()), 0))
                .add("kv.psetex", call -> set(call, Deadlines.inMillis(call.payload()), 0))
                .add("kv.getset", this::getSet)
                .add("kv.getdel", this::getDelete)
                .add("kv.getex", this::getAndExpire)
                .add("kv.mset", call -> setAll(call, false))
                .add("kv.msetnx", call -> setAll(call, true))
                .add("kv.mget", this::getAll)
                .add("kv.append", this::append)
                .add("kv.strlen", this::length)
                .add("kv.getrange", this::range)
                .add("kv.substr", this::range)
                .add("kv.setrange", this::setRange)
                .add("kv.incr", call -> increment(call, false))
                .add("kv.incrby", call -> increment(call, false))
                .add("kv.decr", call -> increment(call, true))
                .add("kv.decrby", call -> increment(call, true))
                .add("kv.incrbyfloat", this::incrementFloat)
                .add("kv.scan", this::scan)
                .add("kv.keys", this::keys)
                .add("kv.dbsize", this::size)
                .add("kv.flushdb", this::flush)
                .add("kv.flushall", this::flush)
                .add("kv.stats", call -> replies.stats(call.out()));
    }

    /** Sets the key as the fields of the published protocol say. */
    private void set(CommandCall call, Fields fields, int condition) {
        store.key(call);
        ValueJson.read(fields, store.value);
        long now = store.now();
        long expiry = Deadlines.readExpiry(fields.find("expiry"), now);
        Outcome outcome = store.set(
                SetOptions.of(fields, now).with(condition).until(expiry).checked());
        ValueOutput out = call.out().beginObject().name("success").flag(true);
        ValueJson.key(out, store.key);
        out.name("written").flag(outcome.done()).name("version").number(outcome.version());
        NativeText old = store.old();
        if (fields.flag("get") && old != null) {
            out.name("old_value");
            ValueJson.natural(out, old.address(), old.length());
        }
        out.endObject();
    }

    /** The bare value; with {@code version} an object that has it and its version. */
    private void get(CommandCall call) {
        store.key(call);
        LargeBody.Form form =
                "bytes".equals(call.arguments().textOrNull("type")) ? LargeBody.Form.OCTETS : LargeBody.Form.TEXT;
        boolean versioned = call.arguments().flag("version");
        boolean found = store.read(entry -> {
            if (Entry.isLarge(entry)) {
                call.stream(versioned ? replies.retainDescribed(entry) : replies.retain(entry, form, KvReplies.BARE));
            } else if (versioned) {
                replies.described(call.out(), entry);
            } else {
                replies.bare(call.out(), entry, form);
            }
        });
        if (!found) {
            call.absent("Key not found");
        }
    }

    private void increment(CommandCall call, boolean down) {
        store.key(call);
        long amount = call.payload().integer("amount", 1);
        if (down && amount == Long.MIN_VALUE) {
            throw new SynapException(ErrorCode.OVERFLOW);
        }
        Outcome outcome = store.increment(down ? -amount : amount);
        KvReplies.sum(call.out(), outcome);
    }

    private void incrementFloat(CommandCall call) {
        store.key(call);
        ValueJson.read(call.payload().any("amount"), store.value);
        replies.decimalSum(call.out(), store.incrementFloat());
    }

    private void append(CommandCall call) {
        store.key(call);
        ValueJson.read(call.payload(), store.value);
        KvReplies.length(call.out(), store.append());
    }

    private void setRange(CommandCall call) {
        store.key(call);
        long offset = call.payload().integer("offset");
        ValueJson.read(call.payload(), store.value);
        KvReplies.length(call.out(), store.setRange(offset));
    }

    private void length(CommandCall call) {
        store.key(call);
        replies.length(call.out());
    }

    /** A part of the value; none when that is empty, as there. */
    private void range(CommandCall call) {
        store.key(call);
        Parameters arguments = call.arguments();
        @Nullable NativeText found = replies.range(arguments.integer("start"), arguments.integer("end"), part);
        if (found == null || found.length() == 0) {
            call.absent("Key not found or range empty");
        } else {
            ValueJson.bare(call.out(), found.address(), found.length());
        }
    }

    private void getSet(CommandCall call) {
        store.key(call);
        ValueJson.read(call.payload(), store.value);
        store.set(SetOptions.PLAIN.with(OperationFlags.RETURN_OLD));
        ValueJson.bareOrNull(call.out(), store.old());
    }

    private void getDelete(CommandCall call) {
        store.key(call);
        store.delete(-1, true);
        ValueJson.bareOrNull(call.out(), store.old());
    }

    /** The value, whose deadline changes with the reading: to another, or with persist to none. */
    private void getAndExpire(CommandCall call) {
        long deadline = Deadlines.read(call.payload(), store.now());
        boolean persist = call.payload().flag("persist");
        if (deadline != 0 && persist) {
            throw Fields.invalid("'persist' and a deadline exclude each other");
        }
        if (deadline == 0 && !persist) {
            get(call);
            return;
        }
        store.key(call);
        if (store.readAndExpire(deadline)) {
            ValueJson.bareOrNull(call.out(), store.old());
        } else {
            call.absent("Key not found");
        }
    }

    private void setAll(CommandCall call, boolean onlyIfAllAbsent) {
        boolean done = batches.set(call.payload(), onlyIfAllAbsent) >= 0;
        call.out().beginObject().name("success").flag(done).endObject();
    }

    private void getAll(CommandCall call) {
        JsonNode keys = batches.keys(call.payload());
        ValueOutput out = call.out().beginObject().name("values").beginArray();
        batches.read(keys, out, (target, entry) -> {
            if (entry == 0) {
                target.nothing();
            } else {
                ValueJson.natural(target, replies.values.address(entry), Entry.valueLength(entry));
            }
        });
        out.endArray().endObject();
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
                KvCalls::writeName,
                KvCalls::endNames);
        call.out().beginObject().name("keys").beginArray();
        call.defer(scan);
    }

    private void keys(CommandCall call) {
        call.out().beginObject().name("keys").beginArray();
        call.defer(KeyScan.all(
                store.access(), call.payload().textOrNull("pattern"), KvCalls::writeName, KvCalls::endNames));
    }

    private static void writeName(ValueOutput out, long entry) {
        ValueJson.bare(out, Entry.key(entry), Entry.keyLength(entry));
    }

    private static void endNames(ValueOutput out, int count, @Nullable String cursor) {
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
