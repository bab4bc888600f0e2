package io.synap.server.http;

import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.server.completion.Requester;
import io.synap.server.http.command.CommandCall;
import io.synap.server.http.command.CommandRegistry;
import io.synap.server.http.json.JsonOutput;
import io.synap.server.http.json.ValueOutput;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The routes about the server itself: health, description, metrics, snapshots, connections. Confined
 * to one event loop. All answer without a prefix and under {@code /api/v1}.
 */
final class SystemRoutes {
    private static final String PREFIX = "/api/v1";
    private static final String SERVICE = "synap";
    private static final String RESPOND_ASYNC = "respond-async";
    private static final String DONE = "success:boolean name?:string message:string request_id?:string room?:string";

    private final HttpAdmin admin;
    private final HttpClients clients;

    SystemRoutes(HttpAdmin admin, HttpClients clients) {
        this.admin = admin;
        this.clients = clients;
    }

    List<Route> routes() {
        List<Route> all = new ArrayList<>();
        for (Route route : unprefixed()) {
            all.add(route);
            all.add(route.at(PREFIX + route.template()));
        }
        return all;
    }

    private List<Route> unprefixed() {
        return List.of(
                Route.get("/health", this::health)
                        .about("Whether the server is well, and which it is.")
                        .answers("status:string service:string version:string uptime_ms:integer ready:boolean"),
                Route.get("/health/live", this::live)
                        .about("Whether the process answers at all.")
                        .answers("status:string"),
                Route.get("/health/ready", this::ready)
                        .about("Whether requests can be served: 200, or 503 with the reason.")
                        .answers("status:string reason?:string"),
                Route.get("/info", this::info)
                        .about("The server's description, or one section of it.")
                        .query("section?:string"),
                Route.get("/metrics", this::metrics)
                        .about("Metrics in Prometheus' text format.")
                        .answersAs("text/plain"),
                Route.post("/snapshot", this::snapshot)
                        .about("Take a snapshot now; answered when it is on disk, or 202 with Prefer: respond-async.")
                        .answers(DONE),
                Route.post("/backups", this::backup)
                        .about("Back up into the folder backups of the data directory; answered when it is verified,"
                                + " or 202 with Prefer: respond-async.")
                        .query("name:string")
                        .answers(DONE),
                Route.get("/clients", this::clients)
                        .about("The connections of all transports.")
                        .answers("clients:array count:integer"));
    }

    void register(CommandRegistry registry) {
        registry.add("info", this::infoCommand).add("client.list", call -> {
            ClientList.begin(call.out());
            call.defer(new ClientList(clients, admin));
        });
        registry.add("command.list", call -> listCommands(call, registry));
    }

    private static void listCommands(CommandCall call, CommandRegistry registry) {
        Set<String> names = registry.names();
        ValueOutput out = call.out().beginObject().name("commands").beginArray();
        for (String name : names) {
            out.text(name);
        }
        out.endArray().name("count").number(names.size()).endObject();
    }

    private void health(Exchange exchange) {
        exchange.out()
                .beginObject()
                .name("status")
                .text("healthy")
                .name("service")
                .text(SERVICE)
                .name("version")
                .text(admin.version())
                .name("uptime_ms")
                .number(admin.uptimeMillis())
                .name("ready")
                .flag(admin.readiness().ready())
                .endObject();
    }

    private void live(Exchange exchange) {
        exchange.out().beginObject().name("status").text("live").endObject();
    }

    private void ready(Exchange exchange) {
        HttpAdmin.Readiness readiness = admin.readiness();
        JsonOutput out = exchange.out().beginObject().name("status");
        if (readiness.ready()) {
            out.text("ready").endObject();
        } else {
            exchange.status(503);
            out.text("not ready").name("reason").text(readiness.reason()).endObject();
        }
    }

    private void info(Exchange exchange) {
        String section = exchange.query().textOrNull("section");
        exchange.out().any(sections(section == null ? "" : section));
    }

    private void infoCommand(CommandCall call) {
        String section = call.payload().textOrNull("section");
        call.out().any(sections(section == null ? "" : section));
    }

    private Map<String, Object> sections(String section) {
        Map<String, Object> info = admin.info(section);
        if (info.isEmpty()) {
            throw new SynapException(ErrorCode.INVALID_ARGUMENT, "there is no section '" + section + "'");
        }
        return info;
    }

    private void metrics(Exchange exchange) {
        exchange.await(admin.scrape(), text -> {
            exchange.contentType(ReplyHeaders.METRICS);
            exchange.out().raw(text.getBytes(StandardCharsets.UTF_8));
        });
    }

    private void snapshot(Exchange exchange) {
        run(exchange, null, by -> admin.snapshotNow(by).thenApply(done -> "Snapshot taken"));
    }

    private void backup(Exchange exchange) {
        String name = exchange.query().textOrNull("name");
        if (name == null) {
            throw new SynapException(ErrorCode.INVALID_ARGUMENT, "the query says no name");
        }
        run(exchange, name, by -> admin.backup(name, by));
    }

    /** Something that takes long: answered at its end, or at once if that is preferred. */
    private static void run(
            Exchange exchange, @Nullable String name, Function<Requester, CompletionStage<String>> operation) {
        Requester by = exchange.requester();
        if (!prefersAsync(exchange)) {
            exchange.await(operation.apply(by), report -> {
                succeeded(exchange, name).name("message").text(report).endObject();
            });
            return;
        }
        Requester named = by.or(exchange.requestId());
        CompletableFuture<String> begun = operation.apply(named).toCompletableFuture();
        if (begun.isCompletedExceptionally()) {
            exchange.await(begun, report -> {});
            return;
        }
        exchange.status(202).replyHeader(ReplyHeaders.PREFERENCE_APPLIED, RESPOND_ASYNC);
        JsonOutput out = succeeded(exchange, name);
        out.name("message").text("begun; its end is told in the room");
        out.name("request_id").text(named.requestId());
        out.name("room").text(Requester.requestRoom(named.requestId())).endObject();
    }

    /** Begins an answer; with what was made, if it has a name. */
    private static JsonOutput succeeded(Exchange exchange, @Nullable String name) {
        JsonOutput out = exchange.out().beginObject().name("success").flag(true);
        return name == null ? out : out.name("name").text(name);
    }

    private static boolean prefersAsync(Exchange exchange) {
        String prefer = exchange.header(ReplyHeaders.PREFER);
        return prefer != null
                && Stream.of(prefer.split(",", -1))
                        .anyMatch(each -> each.strip().equalsIgnoreCase(RESPOND_ASYNC));
    }

    private void clients(Exchange exchange) {
        ClientList.begin(exchange.out());
        exchange.defer(new ClientList(clients, admin));
    }
}
