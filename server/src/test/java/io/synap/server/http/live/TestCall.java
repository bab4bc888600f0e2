package io.synap.server.http.live;

import io.synap.engine.Family;
import io.synap.server.http.Exchange;
import io.synap.server.http.LargeBody;
import io.synap.server.http.Route;
import io.synap.server.http.command.CommandCall;
import io.synap.server.http.json.Fields;
import io.synap.server.http.json.JsonInput;
import io.synap.server.http.json.JsonOutput;
import io.synap.server.http.json.NativeText;
import io.synap.server.http.json.Parameters;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A command with arguments in JSON, with ' for ", that is answered at once. */
public final class TestCall implements CommandCall {
    private final Fields payload;
    private final Route.Dialect dialect;
    private final JsonOutput out = new JsonOutput(256);

    public TestCall(String arguments) {
        this(arguments, Route.Dialect.REST);
    }

    public TestCall(String arguments, Route.Dialect dialect) {
        this.dialect = dialect;
        payload = Fields.of(JsonInput.read(arguments.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
    }

    /** What has been answered, with ' for ". */
    public String answer() {
        return new String(out.toArray(), StandardCharsets.UTF_8).replace('"', '\'');
    }

    @Override
    public Route.Dialect dialect() {
        return dialect;
    }

    @Override
    public void name(int place, NativeText target, String... names) {
        payload.first(target, names);
    }

    @Override
    public void about(NativeText name) {}

    @Override
    public long number(int place, String name) {
        return payload.integer(name);
    }

    @Override
    public Fields payload() {
        return payload;
    }

    @Override
    public Parameters arguments() {
        return payload;
    }

    @Override
    public JsonOutput out() {
        return out;
    }

    @Override
    public void stream(LargeBody large) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void defer(Exchange.Slice slice) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void poll(Family.Kind kind, List<byte[]> names, long waitMillis, Exchange.Poll poll) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void missed() {}

    @Override
    public void absent(String message) {}
}
