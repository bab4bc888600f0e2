package io.synap.server.http.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.synap.engine.Family;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.server.completion.Requester;
import io.synap.server.http.Exchange;
import io.synap.server.http.LargeBody;
import io.synap.server.http.Route;
import io.synap.server.http.json.Fields;
import io.synap.server.http.json.JsonOutput;
import io.synap.server.http.json.NativeText;
import io.synap.server.http.json.Parameters;
import io.synap.server.http.json.ValueOutput;
import io.synap.server.node.SessionCall;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * {@code POST /api/v1/command}: {@code {command, request_id, payload}} is answered by {@code {success,
 * request_id, payload, error, code}}, with status 200 also when the command fails. Confined to one
 * event loop. Fields that are not known are passed over, since SDKs of others send more than we read.
 */
public final class EnvelopeRoutes {
    private final CommandRegistry commands;
    private final BiConsumer<Exchange, SessionCall> sessions;

    /** @param sessions is told that what an exchange writes from now on belongs to a session */
    public EnvelopeRoutes(CommandRegistry commands, BiConsumer<Exchange, SessionCall> sessions) {
        this.commands = commands;
        this.sessions = sessions;
    }

    public List<Route> routes() {
        Route route = Route.post("/api/v1/command", this::execute)
                .about("Execute any command by name.")
                .answers("success:boolean request_id:string payload:any error:any code:any");
        return List.of(route);
    }

    private void execute(Exchange exchange) {
        JsonNode envelope = exchange.json();
        if (!envelope.isObject()) {
            throw new SynapException(ErrorCode.MALFORMED, "a JSON object is expected");
        }
        String given = Envelope.requestId(envelope.get("request_id"));
        String requestId = given == null ? exchange.requestId() : given;
        exchange.enclosed(requestId);
        String name = Fields.of(envelope).text("command");
        CommandRegistry.Entry entry = commands.find(name);
        if (entry == null) {
            throw commands.unknown(name);
        }
        exchange.command(name, entry.counter());
        SessionCall session = Envelope.session(Fields.of(envelope));
        if (session != null) {
            entry.ensureInSessions(name);
            sessions.accept(exchange, session);
        }
        Envelope.begin(exchange.out(), requestId);
        HttpCall call = new HttpCall(exchange, requestId, given != null, Fields.of(envelope.get("payload")));
        entry.handler().handle(call);
        if (!call.continued) {
            Envelope.end(exchange.out());
        }
    }

    /** A command that came by HTTP. */
    private static final class HttpCall implements CommandCall {
        private final Exchange exchange;
        private final String requestId;
        private final boolean named;
        private final Fields payload;
        private boolean continued;

        /** @param named whether the client gave the id */
        HttpCall(Exchange exchange, String requestId, boolean named, Fields payload) {
            this.exchange = exchange;
            this.requestId = requestId;
            this.named = named;
            this.payload = payload;
        }

        @Override
        public void name(int place, NativeText target, String... names) {
            payload.first(target, names);
        }

        @Override
        public void about(NativeText name) {
            exchange.about(name);
        }

        @Override
        public long number(int place, String name) {
            return payload.integer(name);
        }

        @Override
        public Parameters arguments() {
            return payload;
        }

        @Override
        public Fields payload() {
            return payload;
        }

        @Override
        public JsonOutput out() {
            return exchange.out();
        }

        @Override
        public void stream(LargeBody large) {
            continued = true;
            exchange.stream(large.within(new LargeBody.Frame() {
                @Override
                public void before(ValueOutput out, boolean text) {
                    Envelope.begin(out, requestId);
                }

                @Override
                public void after(ValueOutput out, boolean text) {
                    out.name("error").nothing().name("code").nothing().endObject();
                }
            }));
        }

        @Override
        public void defer(Exchange.Slice slice) {
            continued = true;
            exchange.defer(out -> {
                boolean done = slice.write(out);
                if (done) {
                    Envelope.end(exchange.out());
                }
                return done;
            });
        }

        @Override
        public void poll(Family.Kind kind, List<byte[]> names, long waitMillis, Exchange.Poll poll) {
            continued = true;
            exchange.poll(kind, names, waitMillis, (out, last) -> {
                boolean written = poll.write(out, last);
                if (written) {
                    Envelope.end(exchange.out());
                }
                return written;
            });
        }

        @Override
        public <T> void await(CompletionStage<T> stage, Consumer<T> reply) {
            continued = true;
            exchange.await(stage, value -> {
                Envelope.begin(exchange.out(), requestId);
                reply.accept(value);
                Envelope.end(exchange.out());
            });
        }

        @Override
        public Requester requester() {
            return Envelope.requester(named ? requestId : "", payload, exchange.requester());
        }

        @Override
        public void missed() {
            exchange.missed();
        }

        @Override
        public void absent(String message) {
            exchange.missed();
            out().nothing();
        }
    }
}
