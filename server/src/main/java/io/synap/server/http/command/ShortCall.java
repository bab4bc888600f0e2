package io.synap.server.http.command;

import io.synap.engine.Family;
import io.synap.server.completion.Requester;
import io.synap.server.http.Exchange;
import io.synap.server.http.LargeBody;
import io.synap.server.http.Route;
import io.synap.server.http.json.Fields;
import io.synap.server.http.json.JsonOutput;
import io.synap.server.http.json.NativeText;
import io.synap.server.http.json.Parameters;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** A command that came by a short route: its key stands in the path, if the path has a place for one. */
final class ShortCall implements CommandCall {
    private final Exchange exchange;
    private final int first;

    /** @param first which variable part of the path is the command's first */
    ShortCall(Exchange exchange, int first) {
        this.exchange = exchange;
        this.first = first;
    }

    @Override
    public void name(int place, NativeText target, String... names) {
        if (first + place < exchange.pathParameters()) {
            exchange.path(first + place, target);
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
        if (first + place >= exchange.pathParameters()) {
            return arguments().integer(name);
        }
        NativeText text = new NativeText();
        exchange.path(first + place, text);
        return text.integer(name);
    }

    @Override
    public Route.Dialect dialect() {
        return exchange.dialect();
    }

    @Override
    public Fields payload() {
        return exchange.fields();
    }

    @Override
    public Parameters arguments() {
        return exchange.takes(Route.Body.NONE) ? exchange.query() : payload();
    }

    @Override
    public JsonOutput out() {
        return exchange.out();
    }

    @Override
    public void stream(LargeBody large) {
        exchange.stream(large);
    }

    @Override
    public void defer(Exchange.Slice slice) {
        exchange.defer(slice);
    }

    @Override
    public void poll(Family.Kind kind, List<byte[]> names, long waitMillis, Exchange.Poll poll) {
        exchange.poll(kind, names, waitMillis, poll);
    }

    @Override
    public <T> void await(CompletionStage<T> stage, Consumer<T> reply) {
        exchange.await(stage, reply);
    }

    @Override
    public Requester requester() {
        return exchange.requester();
    }

    @Override
    public void missed() {
        exchange.missed();
    }

    @Override
    public void absent(String message) {
        exchange.missed();
        out().beginObject().name("error").text(message).endObject();
    }
}
