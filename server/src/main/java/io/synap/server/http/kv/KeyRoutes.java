package io.synap.server.http.kv;

import io.synap.engine.Outcome;
import io.synap.protocol.operation.OperationFlags;
import io.synap.server.http.Exchange;
import io.synap.server.http.Route;
import io.synap.server.http.json.Fields;
import io.synap.server.http.json.ValueOutput;
import java.util.List;

/** REST over keys, whatever their values: names, deadlines, presence. Confined to one event loop. */
final class KeyRoutes {
    private static final String KEY = "/api/v1/kv/{key}";

    private final KvStore store;
    private final KvReplies replies;

    KeyRoutes(KvStore store, KvReplies replies) {
        this.store = store;
        this.replies = replies;
    }

    List<Route> routes() {
        return List.of(
                Route.post(KEY + "/expire", this::expire)
                        .command("kv.pexpire", "Let a key expire.")
                        .reads("ttl_ms?:integer ttl?:integer at_ms?:integer expire_at?:integer expire_at_ms?:integer"
                                + " nx?:boolean xx?:boolean gt?:boolean lt?:boolean")
                        .answers("applied:boolean"),
                Route.post(KEY + "/persist", this::persist)
                        .command("kv.persist", "Take a key's deadline away.")
                        .answers("applied:boolean"),
                Route.post(KEY + "/rename", this::rename)
                        .command("key.rename", "Give a value another name.")
                        .reads("destination:string nx?:boolean")
                        .answers("success:boolean source?:string destination:string"),
                Route.post(KEY + "/copy", this::copy)
                        .command("key.copy", "Copy a value to another name.")
                        .reads("destination:string replace?:boolean")
                        .answers("success:boolean source?:string destination:string"),
                Route.get(KEY + "/ttl", this::ttl)
                        .command("kv.pttl", "How long a key lives; null when for ever.")
                        .answers("ttl:any ttl_ms:any expire_at:any expire_at_ms:any"),
                Route.get(KEY + "/exists", this::exists)
                        .command("key.exists", "Whether a key is there.")
                        .answers("exists:boolean"),
                Route.get(KEY + "/type", this::type)
                        .command("key.type", "The type of a value, or none.")
                        .answers("type:string"));
    }

    private void expire(Exchange exchange) {
        store.key(exchange);
        Fields fields = exchange.fields();
        long deadline = Deadlines.read(Deadlines.required(fields), store.now());
        writeApplied(exchange, store.expire(deadline, rule(fields)));
    }

    private static int rule(Fields fields) {
        int rule = (fields.flag("nx") ? OperationFlags.IF_ABSENT : 0)
                | (fields.flag("xx") ? OperationFlags.IF_PRESENT : 0)
                | (fields.flag("gt") ? OperationFlags.IF_LATER : 0)
                | (fields.flag("lt") ? OperationFlags.IF_EARLIER : 0);
        boolean alone = (rule & OperationFlags.IF_ABSENT) == 0 || rule == OperationFlags.IF_ABSENT;
        boolean later = (rule & OperationFlags.IF_LATER) != 0;
        boolean earlier = (rule & OperationFlags.IF_EARLIER) != 0;
        if (!alone || (later && earlier)) {
            throw Fields.invalid("'nx' excludes the others, and 'gt' excludes 'lt'");
        }
        return rule;
    }

    private void persist(Exchange exchange) {
        exchange.fields();
        store.key(exchange);
        writeApplied(exchange, store.persist());
    }

    /** A key that is not there has no version; one that is, but did not change, keeps its own. */
    private static void writeApplied(Exchange exchange, Outcome outcome) {
        if (!outcome.applied() && outcome.version() == 0) {
            throw KvReplies.notFound();
        }
        exchange.out().beginObject().name("applied").flag(outcome.applied()).endObject();
    }

    private void rename(Exchange exchange) {
        store.key(exchange);
        Fields fields = exchange.fields();
        store.destination(fields);
        replies.moved(exchange.out(), store.rename(fields.flag("nx")));
    }

    private void copy(Exchange exchange) {
        store.key(exchange);
        Fields fields = exchange.fields();
        store.destination(fields);
        replies.moved(exchange.out(), store.copy(fields.flag("replace")));
    }

    private void ttl(Exchange exchange) {
        store.key(exchange);
        ValueOutput out = exchange.out().beginObject();
        if (!replies.deadline(out)) {
            throw KvReplies.notFound();
        }
        out.endObject();
    }

    private void exists(Exchange exchange) {
        store.key(exchange);
        exchange.out().beginObject().name("exists").flag(replies.exists()).endObject();
    }

    private void type(Exchange exchange) {
        store.key(exchange);
        exchange.out().beginObject().name("type").text(replies.type()).endObject();
    }
}
