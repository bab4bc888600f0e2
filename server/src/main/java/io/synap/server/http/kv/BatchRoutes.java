package io.synap.server.http.kv;

import com.fasterxml.jackson.databind.JsonNode;
import io.synap.engine.Entry;
import io.synap.server.http.Exchange;
import io.synap.server.http.QueryString;
import io.synap.server.http.Route;
import io.synap.server.http.json.Fields;
import io.synap.server.http.json.ValueJson;
import io.synap.server.http.json.ValueOutput;
import java.util.List;

/** REST over several keys or all of them. Confined to one event loop. */
final class BatchRoutes {
    private static final int LIMIT_DEFAULT = 100;
    /** Keys looked at for one page, so that a filter that matches nothing ends some time. */
    private static final long PAGE_VISITS_MAX = 100_000;

    private final KvStore store;
    private final KvBatches batches;
    private final KvReplies replies;

    BatchRoutes(KvStore store, KvBatches batches, KvReplies replies) {
        this.store = store;
        this.batches = batches;
        this.replies = replies;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/v1/kv", this::list)
                        .command("kv.scan", "List keys by prefix or glob, page by page.")
                        .query("prefix?:string pattern?:string limit?:integer cursor?:string")
                        .answers("data:array metadata:object"),
                Route.delete("/api/v1/kv", this::flush)
                        .command("kv.flushall", "Remove every key; needs confirm=all.")
                        .query("confirm:string")
                        .answers("flushed:integer"),
                Route.get("/api/v1/kv-stats", this::stats)
                        .about("Figures about all keys.")
                        .answers("total_keys:integer expiring_keys:integer total_memory_bytes:integer"
                                + " operations:object hit_rate:number"),
                Route.post("/api/v1/kv/mget", this::get)
                        .command("kv.mget", "Read several keys.")
                        .reads("keys:array")
                        .answers("data:array"),
                Route.post("/api/v1/kv/mset", this::set)
                        .command("kv.mset", "Set several keys as one.")
                        .reads("pairs:any")
                        .answers("success:boolean count:integer"),
                Route.post("/api/v1/kv/msetnx", this::setIfAbsent)
                        .command("kv.msetnx", "Set several keys as one, if none of them is there.")
                        .reads("pairs:any")
                        .answers("success:boolean"),
                Route.post("/api/v1/kv/mdel", this::delete)
                        .command("kv.mdel", "Remove several keys.")
                        .reads("keys:array")
                        .answers("deleted:integer"));
    }

    private void list(Exchange exchange) {
        QueryString query = exchange.query();
        int limit = batches.limit(query.integer("limit", LIMIT_DEFAULT));
        KeyScan scan = KeyScan.page(
                store.access(),
                query.textOrNull("pattern"),
                query.textOrNull("prefix"),
                query.textOrNull("cursor"),
                limit,
                PAGE_VISITS_MAX,
                batches::describe,
                (out, count, cursor) -> {
                    out.endArray().name("metadata").beginObject().name("limit").number(limit);
                    out.name("cursor").any(cursor);
                    boolean whole = query.textOrNull("prefix") == null && query.textOrNull("pattern") == null;
                    if (whole) {
                        out.name("total").number(replies.keyCount());
                    }
                    out.endObject().endObject();
                });
        exchange.out().beginObject().name("data").beginArray();
        exchange.defer(scan);
    }

    private void flush(Exchange exchange) {
        if (!"all".equals(exchange.query().textOrNull("confirm"))) {
            throw Fields.invalid("this removes every key; say confirm=all if that is meant");
        }
        exchange.out().beginObject().name("flushed").number(store.flush()).endObject();
    }

    private void stats(Exchange exchange) {
        replies.stats(exchange.out());
    }

    private void get(Exchange exchange) {
        JsonNode keys = batches.keys(exchange.fields());
        ValueOutput out = exchange.out().beginObject().name("data").beginArray();
        batches.read(keys, out, (target, entry) -> {
            target.beginObject();
            ValueJson.key(target, store.key);
            target.name("found").flag(entry != 0);
            if (entry != 0) {
                ValueJson.field(target, "value", replies.values.address(entry), Entry.valueLength(entry));
                ValueFrame.ending(target, Entry.version(entry), replies.ttlMillis(entry));
            } else {
                target.endObject();
            }
        });
        out.endArray().endObject();
    }

    private void set(Exchange exchange) {
        int count = batches.set(exchange.fields(), false);
        exchange.out()
                .beginObject()
                .name("success")
                .flag(true)
                .name("count")
                .number(count)
                .endObject();
    }

    private void setIfAbsent(Exchange exchange) {
        boolean done = batches.set(exchange.fields(), true) >= 0;
        exchange.out().beginObject().name("success").flag(done).endObject();
    }

    private void delete(Exchange exchange) {
        exchange.defer(batches.deletion(batches.keys(exchange.fields())));
    }
}
