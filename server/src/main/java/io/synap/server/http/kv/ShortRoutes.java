package io.synap.server.http.kv;

import io.synap.engine.Entry;
import io.synap.protocol.memory.Memory;
import io.synap.protocol.operation.OperationFlags;
import io.synap.server.http.Exchange;
import io.synap.server.http.LargeBody;
import io.synap.server.http.Route;
import io.synap.server.http.json.Fields;
import io.synap.server.http.json.JsonOutput;
import io.synap.server.http.json.NativeText;
import io.synap.server.kv.KvCommands.Move;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The short routes of the published Synap protocol: {@code /kv/set}, {@code /kv/get/{key}} and so on,
 * with their shapes, without a prefix and under {@code /api/v1}. Confined to one event loop. Errors are
 * {@code {"error","code"}}; an absent key reads as 200 {@code {"error":"Key not found"}}, as there.
 */
final class ShortRoutes {
    private static final String PREFIX = "/api/v1";
    private static final String SET_FIELDS =
            "key:string value?:any value_base64?:string ttl?:integer expiry?:object nx?:boolean xx?:boolean"
                    + " keepttl?:boolean get?:boolean";

    private final KvStore store;
    private final KvBatches batches;
    private final KvReplies replies;
    private final NativeText part = new NativeText();

    ShortRoutes(KvStore store, KvBatches batches, KvReplies replies) {
        this.store = store;
        this.batches = batches;
        this.replies = replies;
    }

    List<Route> routes() {
        List<Route> all = new ArrayList<>();
        for (Route route : unprefixed()) {
            Route shortRoute = route.inDialect(Route.Dialect.SHORT);
            all.add(shortRoute);
            all.add(shortRoute.at(PREFIX + route.template()));
        }
        return all;
    }

    private List<Route> unprefixed() {
        List<Route> routes = new ArrayList<>();
        routes.add(Route.post("/kv/set", this::set)
                .command("kv.set", "Set a value.")
                .reads(SET_FIELDS)
                .answers("success:boolean key:string written:boolean old_value?:any"));
        routes.add(Route.get("/kv/get/{key}", this::get)
                .command("kv.get", "Read a value as a bare string, or as numbers with type=bytes.")
                .query("type?:string"));
        routes.add(Route.delete("/kv/del/{key}", this::delete)
                .command("kv.del", "Remove a key.")
                .answers("deleted:boolean key:string"));
        routes.add(Route.get("/kv/stats", x -> replies.stats(x.out())).about("Figures about all keys."));
        routes.add(Route.post("/kv/msetnx", this::setAll)
                .command("kv.msetnx", "Set several keys as one, if none of them is there.")
                .reads("pairs:any")
                .answers("success:boolean"));
        addValueRoutes(routes);
        addKeyRoutes(routes);
        return routes;
    }

    private void addValueRoutes(List<Route> routes) {
        routes.add(Route.post("/kv/{key}/append", this::append)
                .command("kv.append", "Append to a value.")
                .reads("value:any")
                .answers("length:integer"));
        routes.add(Route.post("/kv/{key}/setrange", this::setRange)
                .command("kv.setrange", "Overwrite a part of a value.")
                .reads("offset:integer value:any")
                .answers("length:integer"));
        routes.add(Route.post("/kv/{key}/getset", this::getSet)
                .command("kv.getset", "Set a value and return the old one as a bare string.")
                .reads("value:any"));
        routes.add(Route.get("/kv/{key}/getrange", this::range)
                .command("kv.getrange", "A part of a value as a bare string.")
                .query("start:integer end:integer"));
        routes.add(Route.get("/kv/{key}/strlen", this::length)
                .command("kv.strlen", "Length of a value in bytes.")
                .answers("length:integer"));
    }

    private void addKeyRoutes(List<Route> routes) {
        routes.add(Route.get("/key/{key}/type", this::type)
                .command("key.type", "The type of a value, or none.")
                .answers("key:string type:string"));
        routes.add(Route.get("/key/{key}/exists", this::exists)
                .command("key.exists", "Whether a key is there.")
                .answers("key:string exists:boolean"));
        routes.add(Route.post("/key/{key}/rename", x -> rename(x, false))
                .command("key.rename", "Give a value another name.")
                .reads("destination:string")
                .answers("success:boolean source:string destination:string"));
        routes.add(Route.post("/key/{key}/renamenx", x -> rename(x, true))
                .command("key.renamenx", "Give a value another name that is free.")
                .reads("destination:string")
                .answers("success:boolean source:string destination:string"));
        routes.add(Route.post("/key/{key}/copy", this::copy)
                .command("key.copy", "Copy a value to another name.")
                .reads("destination:string replace?:boolean")
                .answers("success:boolean source:string destination:string"));
        routes.add(Route.get("/key/randomkey", this::randomKey)
                .command("key.randomkey", "Some key, or null.")
                .answers("key:any"));
        routes.add(Route.get("/memory/{key}/usage", this::usage)
                .about("What a key takes in memory.")
                .answers("key:string bytes:integer human:string"));
    }

    private void set(Exchange exchange) {
        Fields fields = exchange.fields();
        store.key(fields.text("key"));
        ValueJson.read(fields, store.value);
        boolean written = KvEnvelope.set(store, fields).applied();
        JsonOutput out = exchange.out().beginObject().name("success").flag(true);
        ValueJson.key(out, store.key);
        out.name("written").flag(written);
        NativeText old = store.old();
        if (fields.flag("get") && old != null) {
            out.name("old_value");
            ValueJson.natural(out, old.address(), old.length());
        }
        out.endObject();
    }

    private void get(Exchange exchange) {
        store.key(exchange);
        LargeBody.Form form =
                "bytes".equals(exchange.query().text("type")) ? LargeBody.Form.OCTETS : LargeBody.Form.TEXT;
        boolean found = store.read(entry -> {
            if (Entry.isLarge(entry)) {
                exchange.stream(replies.retain(entry, form, KvReplies.BARE));
            } else {
                replies.bare(exchange.out(), entry, form);
            }
        });
        if (!found) {
            writeAbsent(exchange, "Key not found");
        }
    }

    private static void writeAbsent(Exchange exchange, String message) {
        exchange.missed();
        exchange.out().beginObject().name("error").text(message).endObject();
    }

    private void delete(Exchange exchange) {
        store.key(exchange);
        JsonOutput out = exchange.out().beginObject();
        out.name("deleted").flag(store.delete(-1, false));
        ValueJson.key(out, store.key);
        out.endObject();
    }

    private void setAll(Exchange exchange) {
        boolean done = batches.set(exchange.fields(), true) >= 0;
        exchange.out().beginObject().name("success").flag(done).endObject();
    }

    private void append(Exchange exchange) {
        store.key(exchange);
        ValueJson.read(exchange.fields(), store.value);
        writeLength(exchange, store.append().number());
    }

    private void setRange(Exchange exchange) {
        store.key(exchange);
        Fields fields = exchange.fields();
        long offset = fields.integer("offset");
        ValueJson.read(fields, store.value);
        writeLength(exchange, store.setRange(offset).number());
    }

    private void length(Exchange exchange) {
        store.key(exchange);
        writeLength(exchange, replies.length());
    }

    private static void writeLength(Exchange exchange, long length) {
        exchange.out().beginObject().name("length").number(length).endObject();
    }

    private void getSet(Exchange exchange) {
        store.key(exchange);
        ValueJson.read(exchange.fields(), store.value);
        store.set(SetOptions.PLAIN.with(OperationFlags.RETURN_OLD));
        ValueJson.bareOrNull(exchange.out(), store.old());
    }

    private void range(Exchange exchange) {
        store.key(exchange);
        @Nullable
        NativeText found = replies.range(
                exchange.query().integer("start"), exchange.query().integer("end"), part);
        if (found == null || found.length() == 0) {
            writeAbsent(exchange, "Key not found or range empty");
        } else {
            ValueJson.bare(exchange.out(), found.address(), found.length());
        }
    }

    private void type(Exchange exchange) {
        store.key(exchange);
        JsonOutput out = exchange.out().beginObject();
        ValueJson.key(out, store.key);
        out.name("type").text(replies.type()).endObject();
    }

    private void exists(Exchange exchange) {
        store.key(exchange);
        JsonOutput out = exchange.out().beginObject();
        ValueJson.key(out, store.key);
        out.name("exists").flag(replies.exists()).endObject();
    }

    private void rename(Exchange exchange, boolean onlyIfAbsent) {
        store.key(exchange);
        store.destination(exchange.fields().text("destination"));
        writeMove(exchange, store.rename(onlyIfAbsent));
    }

    private void copy(Exchange exchange) {
        store.key(exchange);
        Fields fields = exchange.fields();
        store.destination(fields.text("destination"));
        writeMove(exchange, store.copy(fields.flag("replace")));
    }

    private void writeMove(Exchange exchange, Move move) {
        KeyEnvelope.requireDone(move);
        KeyEnvelope.writeMoved(exchange.out(), store);
    }

    private void randomKey(Exchange exchange) {
        JsonOutput out = exchange.out().beginObject().name("key");
        replies.randomKey(out);
        out.endObject();
    }

    private void usage(Exchange exchange) {
        store.key(exchange);
        byte[] name = Memory.toArray(store.key.address(), store.key.length());
        replies.memoryUsage(exchange.out(), new String(name, StandardCharsets.UTF_8));
    }
}
