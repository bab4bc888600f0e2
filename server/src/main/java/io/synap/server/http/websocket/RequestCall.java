package io.synap.server.http.websocket;

import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.protocol.operation.SessionId;
import io.synap.server.completion.Requester;
import io.synap.server.http.HttpMetrics;
import io.synap.server.http.LargeBody;
import io.synap.server.http.Route;
import io.synap.server.http.command.CommandRegistry;
import io.synap.server.http.command.Envelope;
import io.synap.server.http.command.SessionCommands;
import io.synap.server.http.json.EncodedOutput;
import io.synap.server.http.json.Fields;
import io.synap.server.http.json.NativeText;
import io.synap.server.http.json.Parameters;
import io.synap.server.http.json.ValueOutput;
import io.synap.server.http.live.LiveEvent;
import io.synap.server.http.live.LiveOutlet;
import io.synap.server.http.live.LiveSubscription;
import io.synap.server.http.live.SubscribingCall;
import io.synap.server.logging.RequestIds;
import io.synap.server.node.SessionCall;
import org.jspecify.annotations.Nullable;

/** A command that came in a message. Confined to its event loop. */
final class RequestCall extends SocketCall implements SubscribingCall {
    private final FrameCodec.Request request;
    private final SessionId session;
    private Fields payload = Fields.of(null);
    private CommandRegistry.@Nullable Entry entry;
    private @Nullable LiveOutlet begun;
    /** A command of the published protocol's: success is not answered, an error is an event. */
    private boolean published;

    private @Nullable SynapException error;

    /** An error as the published protocol tells it. */
    private static final class PublishedError extends LiveEvent {
        private final SynapException reason;

        PublishedError(SynapException reason) {
            super("error", null);
            this.reason = reason;
        }

        @Override
        protected void members(ValueOutput out) {
            out.name("error")
                    .text(String.valueOf(reason.getMessage()))
                    .name("code")
                    .text(reason.code().name());
        }
    }

    /** @param session the one that the connection has named last */
    RequestCall(WebSocketConnection connection, FrameCodec.Request request, SessionId session) {
        super(connection);
        this.request = request;
        this.session = session;
    }

    @Override
    protected void handle() {
        String command = request.command();
        if (command.isEmpty()) {
            throw Fields.invalid("field 'command' is missing or no string");
        }
        CommandRegistry registry = connection.loop().commands();
        CommandRegistry.Entry found = registry.find(command);
        if (found == null) {
            handleOnPath(command, registry);
            return;
        }
        payload = request.payload();
        entry = found;
        SessionCall inSession = request.session(session);
        if (inSession != null) {
            found.ensureInSessions(command);
            connection.loop().runner().within(this, inSession);
        }
        connection.codec().begin(out(), request);
        found.handler().handle(this);
        if (!isContinued()) {
            finish(out());
        }
    }

    /** A command that the path's subscription may know. */
    private void handleOnPath(String command, CommandRegistry registry) {
        LiveSubscription own = connection.pathSubscription();
        if (own == null) {
            throw registry.unknown(command);
        }
        if (request.session(session) != null) {
            throw SessionCommands.refused(command);
        }
        published = connection.dialect() == Route.Dialect.SHORT;
        payload = request.all();
        connection.codec().begin(out(), request);
        if (!own.command(command, this)) {
            throw registry.unknown(command);
        }
        if (!isContinued()) {
            finish(out());
        }
    }

    @Override
    public Route.Dialect dialect() {
        return published ? Route.Dialect.SHORT : Route.Dialect.REST;
    }

    @Override
    void finish(EncodedOutput written) {
        connection.codec().end(written);
    }

    @Override
    public String kind() {
        return SubscribingCall.kindOf(request.command());
    }

    @Override
    public void began(LiveOutlet outlet) {
        begun = outlet;
    }

    @Override
    public void name(int place, NativeText target, String... names) {
        payload.first(target, names);
    }

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
    public Requester requester() {
        // The numbers of binary requests are a connection's own: many clients have the same.
        String named = connection.codec().isBinary() ? payload.textOrNull("request_id") : request.id();
        return Envelope.requester(named, payload, Requester.NOBODY);
    }

    @Override
    protected String requestId() {
        String id = request.id();
        return id != null && RequestIds.isValid(id) ? id : "";
    }

    @Override
    protected String label() {
        return entry == null ? HttpMetrics.UNROUTED : request.command();
    }

    @Override
    protected void fail(ErrorCode code, String detail) {
        reset();
        endBegun();
        failed = true;
        error = new SynapException(code, detail);
        connection.codec().fail(out(), request, code, detail);
    }

    @Override
    protected void send(long position) {
        CommandRegistry.Entry known = entry;
        if (known != null) {
            HttpMetrics.CommandStatus good = missed ? HttpMetrics.CommandStatus.MISS : HttpMetrics.CommandStatus.OK;
            known.counter()
                    .done(failed ? HttpMetrics.CommandStatus.ERROR : good, System.nanoTime() - startNanos, subject);
        }
        if (published) {
            SynapException wrong = error;
            connection.commands().executed(this, wrong == null ? null : new PublishedError(wrong));
            return;
        }
        LargeBody body = large;
        connection
                .commands()
                .answered(this, body == null ? null : connection.codec().large(request, body), position);
        LiveOutlet outlet = begun;
        if (outlet != null) {
            begun = null;
            outlet.begin();
        }
    }

    private void endBegun() {
        LiveOutlet outlet = begun;
        if (outlet != null) {
            begun = null;
            outlet.withdraw();
        }
    }
}
