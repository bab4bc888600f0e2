package io.synap.server.http.sse;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.synap.engine.Family;
import io.synap.server.http.Exchange;
import io.synap.server.http.LargeBody;
import io.synap.server.http.QueryString;
import io.synap.server.http.Route;
import io.synap.server.http.command.CommandCall;
import io.synap.server.http.json.Fields;
import io.synap.server.http.json.JsonOutput;
import io.synap.server.http.json.NativeText;
import io.synap.server.http.json.Parameters;
import java.util.List;

/** What a client asks for that wants events: in the path, in the query, and in {@code Last-Event-ID}. */
final class SseCall implements CommandCall {
    private static final String LAST_EVENT_ID = "last-event-id";

    private final Exchange exchange;
    private final Route.Dialect dialect;
    private final QueryString query;

    /** A client that comes back says where it was in the header, and still has its first cursor in the path. */
    SseCall(Exchange exchange, Route.Dialect dialect) {
        this.exchange = exchange;
        this.dialect = dialect;
        String last = exchange.header(LAST_EVENT_ID);
        query = last == null || last.isEmpty()
                ? exchange.query()
                : exchange.query().with("cursor", last);
    }

    @Override
    public void name(int place, NativeText target, String... names) {
        if (place < exchange.pathParameters()) {
            exchange.path(place, target);
        } else {
            payload().first(target, names);
        }
    }

    @Override
    public void about(NativeText name) {
        exchange.about(name);
    }

    @Override
    public long number(int place, String name) {
        if (place >= exchange.pathParameters()) {
            return query.integer(name);
        }
        NativeText text = new NativeText();
        exchange.path(place, text);
        return text.integer(name);
    }

    @Override
    public Route.Dialect dialect() {
        return dialect;
    }

    @Override
    public Fields payload() {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        query.forEach(object::put);
        return Fields.of(object);
    }

    @Override
    public Parameters arguments() {
        return query;
    }

    @Override
    public JsonOutput out() {
        throw notHere();
    }

    @Override
    public void stream(LargeBody large) {
        throw notHere();
    }

    @Override
    public void defer(Exchange.Slice slice) {
        throw notHere();
    }

    @Override
    public void poll(Family.Kind kind, List<byte[]> names, long waitMillis, Exchange.Poll poll) {
        throw notHere();
    }

    @Override
    public void missed() {
        exchange.missed();
    }

    @Override
    public void absent(String message) {
        throw notHere();
    }

    private static IllegalStateException notHere() {
        return new IllegalStateException("a subscription's result is what it describes and sends");
    }
}
