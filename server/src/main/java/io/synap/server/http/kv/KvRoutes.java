package io.synap.server.http.kv;

import io.synap.engine.Entry;
import io.synap.engine.Outcome;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.protocol.operation.OperationFlags;
import io.synap.server.http.Exchange;
import io.synap.server.http.LargeBody;
import io.synap.server.http.ReplyHeaders;
import io.synap.server.http.Route;
import io.synap.server.http.json.Fields;
import io.synap.server.http.json.NativeText;
import io.synap.server.http.json.ValueJson;
import io.synap.server.http.json.ValueOutput;
import java.util.List;

/**
 * REST over values: {@code /api/v1/kv/{key}} and what can be done to it. Confined to one event loop.
 * The key is percent-decoded and may be any bytes; an empty one is reached by the envelope only.
 */
final class KvRoutes {
    private static final String KEY = "/api/v1/kv/{key}";
    private static final String VALUE_FIELDS = "value?:any value_base64?:string";

    private final KvStore store;
    private final KvReplies replies;
    private final NativeText part = new NativeText();

    KvRoutes(KvStore store, KvReplies replies) {
        this.store = store;
        this.replies = replies;
    }

    List<Route> routes() {
        return List.of(
                Route.get(KEY, this::get)
                        .heedingConditions()
                        .answersAs("application/json", "application/octet-stream")
                        .command("kv.get", "Read a value, with its version as entity tag.")
                        .query("raw?:boolean")
                        .answers("key?:string value?:string value_base64?:string encoding?:string"
                                + " version:integer ttl_ms?:integer"),
                Route.put(KEY, this::put)
                        .heedingConditions()
                        .command("kv.set", "Set a value: the body as it is, or a JSON object.")
                        .query("raw?:boolean ttl?:integer ttl_ms?:integer expire_at_ms?:integer"
                                + " nx?:boolean xx?:boolean keep_ttl?:boolean get?:boolean")
                        .reads(VALUE_FIELDS
                                + " ttl?:integer ttl_ms?:integer expire_at_ms?:integer nx?:boolean"
                                + " xx?:boolean keep_ttl?:boolean get?:boolean if_version?:integer")
                        .answers("key:string version:integer created:boolean old_value?:any"),
                Route.delete(KEY, this::delete)
                        .heedingConditions()
                        .command("kv.del", "Remove a key: 204, or 404 when there is none."),
                Route.post(KEY + "/incr", this::increment)
                        .command("kv.incrby", "Add to an integer.")
                        .reads("amount?:integer")
                        .answers("value:integer version:integer"),
                Route.post(KEY + "/incrbyfloat", this::incrementFloat)
                        .command("kv.incrbyfloat", "Add to a decimal number; answered as text, exactly.")
                        .reads("amount:any")
                        .answers("value:string version:integer"),
                Route.post(KEY + "/append", this::append)
                        .command("kv.append", "Append to a value.")
                        .reads(VALUE_FIELDS)
                        .answers("length:integer version:integer"),
                Route.post(KEY + "/setrange", this::setRange)
                        .command("kv.setrange", "Overwrite a part of a value.")
                        .reads("offset:integer " + VALUE_FIELDS)
                        .answers("length:integer version:integer"),
                Route.post(KEY + "/getset", this::getSet)
                        .command("kv.getset", "Set a value and return the old one.")
                        .reads(VALUE_FIELDS)
                        .answers("value?:string value_base64?:string encoding?:string version:integer"),
                Route.post(KEY + "/getdel", this::getDelete)
                        .command("kv.getdel", "Remove a key and return its value.")
                        .answers("value?:string value_base64?:string encoding?:string"),
                Route.get(KEY + "/strlen", this::length)
                        .command("kv.strlen", "Length of a value in bytes; 0 when there is no key.")
                        .answers("length:integer"),
                Route.get(KEY + "/getrange", this::range)
                        .command("kv.getrange", "A part of a value, both ends included; negative from the end.")
                        .query("start:integer end:integer")
                        .answers("value?:string value_base64?:string encoding?:string"));
    }

    private void get(Exchange exchange) {
        store.key(exchange);
        boolean raw = wantsBytes(exchange);
        long entry = store.access().openEntry(store.key.address(), store.key.length());
        try {
            if (entry == 0) {
                store.access().missed(store.key.address(), store.key.length());
                throw KvReplies.notFound();
            }
            write(exchange, entry, raw);
        } finally {
            store.access().closeEntry();
        }
    }

    private static boolean wantsBytes(Exchange exchange) {
        if (exchange.query().flag("raw")) {
            return true;
        }
        String accept = exchange.header(ReplyHeaders.ACCEPT);
        return accept != null && accept.length() > 3 && Exchange.prefersBytes(accept);
    }

    private void write(Exchange exchange, long entry, boolean raw) {
        long version = Entry.version(entry);
        exchange.version(version);
        String wanted = exchange.header(ReplyHeaders.IF_MATCH);
        if (wanted != null && !EntityTags.allows(wanted, version)) {
            throw new SynapException(ErrorCode.VERSION_MISMATCH);
        }
        String known = exchange.header(ReplyHeaders.IF_NONE_MATCH);
        if (known != null && EntityTags.names(known, version)) {
            exchange.status(304);
            return;
        }
        if (raw) {
            exchange.contentType(ReplyHeaders.BYTES);
            if (Entry.isLarge(entry)) {
                exchange.stream(replies.retain(entry, LargeBody.Form.BYTES, LargeBody.BARE));
            } else {
                exchange.out().verbatim(Entry.value(entry), Entry.valueLength(entry));
            }
        } else if (Entry.isLarge(entry)) {
            exchange.stream(replies.retainDescribed(entry));
        } else {
            replies.described(exchange.out(), entry);
        }
    }

    private void put(Exchange exchange) {
        store.key(exchange);
        SetOptions options;
        if (exchange.bodyIsJson() && !exchange.query().flag("raw")) {
            if (SetOptions.areIn(exchange.query())) {
                throw Fields.invalid("options stand in the JSON body, or in the query beside raw bytes");
            }
            Fields fields = exchange.fields();
            ValueJson.read(fields, store.value);
            options = SetOptions.of(fields, store.now());
        } else {
            store.value.set(exchange.body());
            options = SetOptions.of(exchange.query(), store.now());
        }
        Outcome outcome = store.setAndNote(conditional(exchange, options).checked());
        if (!outcome.applied()) {
            throw new SynapException(ErrorCode.CONDITION_FAILED);
        }
        boolean created = !store.wasPresent();
        exchange.status(created ? 201 : 200).version(outcome.version());
        ValueOutput out = exchange.out().beginObject();
        ValueJson.key(out, store.key);
        out.name("version").number(outcome.version()).name("created").flag(created);
        NativeText old = store.old();
        if (options.returnsOld() && old != null) {
            ValueJson.field(out, "old_value", old.address(), old.length());
        }
        out.endObject();
    }

    private SetOptions conditional(Exchange exchange, SetOptions options) {
        SetOptions result = options;
        String match = exchange.header(ReplyHeaders.IF_MATCH);
        if (match != null) {
            result = EntityTags.isAny(match)
                    ? result.with(OperationFlags.IF_PRESENT)
                    : result.ifVersion(EntityTags.expected(match, replies::version));
        }
        return mustBeAbsent(exchange) ? result.with(OperationFlags.IF_ABSENT) : result;
    }

    /** Whether If-None-Match asks that there be no key. */
    private static boolean mustBeAbsent(Exchange exchange) {
        String noneMatch = exchange.header(ReplyHeaders.IF_NONE_MATCH);
        if (noneMatch != null && !EntityTags.isAny(noneMatch)) {
            throw Fields.invalid("If-None-Match of a write takes * only");
        }
        return noneMatch != null;
    }

    private void delete(Exchange exchange) {
        store.key(exchange);
        if (mustBeAbsent(exchange) && replies.exists()) {
            throw new SynapException(ErrorCode.CONDITION_FAILED);
        }
        String match = exchange.header(ReplyHeaders.IF_MATCH);
        long version = match == null || EntityTags.isAny(match) ? -1 : EntityTags.expected(match, replies::version);
        if (!store.delete(version, false)) {
            throw KvReplies.notFound();
        }
        exchange.status(204);
    }

    private void increment(Exchange exchange) {
        store.key(exchange);
        Outcome outcome = store.increment(exchange.fields().integer("amount", 1));
        KvReplies.sum(exchange.version(outcome.version()).out(), outcome);
    }

    private void incrementFloat(Exchange exchange) {
        store.key(exchange);
        ValueJson.read(exchange.fields().any("amount"), store.value);
        Outcome outcome = store.incrementFloat();
        replies.decimalSum(exchange.version(outcome.version()).out(), outcome);
    }

    private void append(Exchange exchange) {
        store.key(exchange);
        ValueJson.read(exchange.fields(), store.value);
        writeLength(exchange, store.append());
    }

    private void setRange(Exchange exchange) {
        store.key(exchange);
        Fields fields = exchange.fields();
        long offset = fields.integer("offset");
        ValueJson.read(fields, store.value);
        writeLength(exchange, store.setRange(offset));
    }

    private static void writeLength(Exchange exchange, Outcome outcome) {
        KvReplies.length(exchange.version(outcome.version()).out(), outcome);
    }

    private void getSet(Exchange exchange) {
        store.key(exchange);
        ValueJson.read(exchange.fields(), store.value);
        Outcome outcome = store.set(SetOptions.PLAIN.with(OperationFlags.RETURN_OLD));
        exchange.version(outcome.version());
        ValueOutput out = exchange.out().beginObject();
        NativeText old = store.old();
        if (old == null) {
            out.name("value").nothing();
        } else {
            ValueJson.field(out, "value", old.address(), old.length());
        }
        out.name("version").number(outcome.version()).endObject();
    }

    private void getDelete(Exchange exchange) {
        exchange.fields();
        store.key(exchange);
        store.delete(-1, true);
        NativeText old = store.old();
        if (old == null) {
            throw KvReplies.notFound();
        }
        ValueOutput out = exchange.out().beginObject();
        ValueJson.field(out, "value", old.address(), old.length());
        out.endObject();
    }

    private void length(Exchange exchange) {
        store.key(exchange);
        replies.length(exchange.out());
    }

    private void range(Exchange exchange) {
        store.key(exchange);
        NativeText found = replies.range(
                exchange.query().integer("start"), exchange.query().integer("end"), part);
        if (found == null) {
            throw KvReplies.notFound();
        }
        ValueOutput out = exchange.out().beginObject();
        ValueJson.field(out, "value", found.address(), found.length());
        out.endObject();
    }
}
