package io.synap.server.http.kv;

import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.server.http.command.CommandCall;
import io.synap.server.http.command.CommandRegistry;
import io.synap.server.http.json.Fields;
import io.synap.server.http.json.JsonOutput;
import io.synap.server.kv.KvCommands.Move;
import org.jspecify.annotations.Nullable;

/** The commands {@code key.*} and {@code memory.usage} of the envelope. Confined to one event loop. */
final class KeyEnvelope {
    private final KvStore store;
    private final KvReplies replies;

    KeyEnvelope(KvStore store, KvReplies replies) {
        this.store = store;
        this.replies = replies;
    }

    void register(CommandRegistry registry) {
        registry.add("key.type", this::type)
                .add("key.exists", this::exists)
                .add("key.rename", call -> rename(call, false))
                .add("key.renamenx", call -> rename(call, true))
                .add("key.copy", this::copy)
                .add("key.randomkey", this::randomKey)
                .add("memory.usage", this::usage);
    }

    private void type(CommandCall call) {
        store.key(call.payload().text("key"));
        JsonOutput out = call.out().beginObject();
        ValueJson.key(out, store.key);
        out.name("type").text(replies.type()).endObject();
    }

    private void exists(CommandCall call) {
        store.key(call.payload().text("key"));
        JsonOutput out = call.out().beginObject();
        ValueJson.key(out, store.key);
        out.name("exists").flag(replies.exists()).endObject();
    }

    private void rename(CommandCall call, boolean onlyIfAbsent) {
        names(call.payload());
        requireDone(store.rename(onlyIfAbsent));
        writeMoved(call.out(), store);
    }

    private void copy(CommandCall call) {
        names(call.payload());
        requireDone(store.copy(call.payload().flag("replace")));
        writeMoved(call.out(), store);
    }

    /** The published protocol says source; key is what everything else says. */
    private void names(Fields payload) {
        @Nullable String source = payload.textOrNull("source");
        store.key(source == null ? payload.text("key") : source);
        store.destination(payload.text("destination"));
    }

    static void requireDone(Move move) {
        switch (move) {
            case DONE -> {}
            case SOURCE_ABSENT -> throw KvReplies.notFound();
            case TARGET_EXISTS -> throw new SynapException(ErrorCode.KEY_EXISTS);
        }
    }

    static void writeMoved(JsonOutput out, KvStore store) {
        out.beginObject().name("success").flag(true).name("source");
        ValueJson.bare(out, store.key.address(), store.key.length());
        out.name("destination");
        ValueJson.bare(out, store.destination.address(), store.destination.length());
        out.endObject();
    }

    private void randomKey(CommandCall call) {
        JsonOutput out = call.out().beginObject().name("key");
        replies.randomKey(out);
        out.endObject();
    }

    private void usage(CommandCall call) {
        String key = call.payload().text("key");
        store.key(key);
        if (!replies.exists()) {
            throw KvReplies.notFound();
        }
        replies.memoryUsage(call.out(), key);
    }
}
