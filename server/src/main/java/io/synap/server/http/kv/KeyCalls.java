package io.synap.server.http.kv;

import com.fasterxml.jackson.databind.JsonNode;
import io.synap.engine.Outcome;
import io.synap.server.http.command.CommandCall;
import io.synap.server.http.command.CommandRegistry;
import io.synap.server.http.json.Fields;
import io.synap.server.http.json.ValueJson;
import io.synap.server.http.json.ValueOutput;
import java.util.List;

/**
 * The commands on keys, whatever their values, as the envelope and the short routes have them: {@code
 * key.*}, and of {@code kv.*} presence, removal and deadlines. Confined to one event loop.
 */
final class KeyCalls {
    private final KvStore store;
    private final KvBatches batches;
    private final KvReplies replies;

    KeyCalls(KvStore store, KvBatches batches, KvReplies replies) {
        this.store = store;
        this.batches = batches;
        this.replies = replies;
    }

    void register(CommandRegistry registry) {
        registry.add("kv.del", this::delete)
                .add("kv.unlink", this::delete)
                .add("kv.mdel", this::deleteAll)
                .add("kv.exists", this::exists)
                .add("kv.touch", this::touch)
                .add("kv.expire", call -> expire(call, Deadlines.required(call.payload())))
                .add("kv.expireat", call -> expire(call, Deadlines.required(call.payload())))
                .add("kv.pexpire", call -> expire(call, Deadlines.inMillis(call.payload())))
                .add("kv.pexpireat", call -> expire(call, Deadlines.inMillis(call.payload())))
                .add("kv.persist", this::persist)
                .add("kv.ttl", this::deadline)
                .add("kv.pttl", this::deadline)
                .add("kv.expiretime", this::deadline)
                .add("kv.pexpiretime", this::deadline)
                .add("key.type", this::type)
                .add("key.exists", this::exists)
                .add("key.rename", call -> rename(call, false))
                .add("key.renamenx", call -> rename(call, true))
                .add("key.copy", this::copy)
                .add("key.randomkey", this::randomKey)
                .add("memory.usage", this::usage);
    }

    /** Removes a key; with {@code if_version} only if it has that version. */
    private void delete(CommandCall call) {
        store.key(call);
        long version = call.payload().has("if_version") ? call.payload().integer("if_version") : -1;
        ValueOutput out = call.out().beginObject();
        out.name("deleted").flag(store.delete(version, false));
        ValueJson.key(out, store.key);
        out.endObject();
    }

    private void deleteAll(CommandCall call) {
        call.defer(batches.deletion(batches.keys(call.payload())));
    }

    private void exists(CommandCall call) {
        store.key(call);
        ValueOutput out = call.out().beginObject();
        ValueJson.key(out, store.key);
        out.name("exists").flag(replies.exists()).endObject();
    }

    /** Counts those of the keys that are there, and marks them as used. */
    private void touch(CommandCall call) {
        Iterable<JsonNode> keys = call.payload().has("keys")
                ? batches.keys(call.payload())
                : List.of(call.payload().any("key"));
        int count = 0;
        for (JsonNode key : keys) {
            store.key(key);
            count += store.read(entry -> {}) ? 1 : 0;
        }
        call.out().beginObject().name("count").number(count).endObject();
    }

    private void expire(CommandCall call, Fields fields) {
        store.key(call);
        writeResult(call, store.expire(Deadlines.read(fields, store.now()), 0));
    }

    private void persist(CommandCall call) {
        store.key(call);
        writeResult(call, store.persist());
    }

    private static void writeResult(CommandCall call, Outcome outcome) {
        call.out().beginObject().name("result").flag(outcome.done()).endObject();
    }

    private void deadline(CommandCall call) {
        store.key(call);
        ValueOutput out = call.out().beginObject();
        boolean found = replies.deadline(out);
        out.name("exists").flag(found).endObject();
    }

    private void type(CommandCall call) {
        store.key(call);
        ValueOutput out = call.out().beginObject();
        ValueJson.key(out, store.key);
        out.name("type").text(replies.type()).endObject();
    }

    private void rename(CommandCall call, boolean onlyIfAbsent) {
        store.source(call);
        store.destination(call.payload());
        replies.moved(call.out(), store.rename(onlyIfAbsent));
    }

    private void copy(CommandCall call) {
        store.source(call);
        store.destination(call.payload());
        replies.moved(call.out(), store.copy(call.payload().flag("replace")));
    }

    private void randomKey(CommandCall call) {
        ValueOutput out = call.out().beginObject().name("key");
        replies.randomKey(out);
        out.endObject();
    }

    private void usage(CommandCall call) {
        store.key(call);
        replies.memoryUsage(call.out());
    }
}
