package io.synap.server.http.websocket;

import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.server.http.Exchange;
import io.synap.server.http.QueryString;
import io.synap.server.http.Route;
import io.synap.server.http.Shape;
import io.synap.server.http.json.EncodedOutput;
import io.synap.server.http.json.Fields;
import io.synap.server.http.json.NativeText;
import io.synap.server.http.json.Parameters;
import io.synap.server.http.json.ValueOutput;
import io.synap.server.http.live.LiveEvent;
import io.synap.server.http.live.LiveOutlet;
import io.synap.server.http.live.LivePath;
import io.synap.server.http.live.LiveSession;
import io.synap.server.http.live.LiveSubscription;
import io.synap.server.http.live.LiveSubscriptions;
import org.jspecify.annotations.Nullable;

/** The subscription that a path stands for, while it is opened. Confined to its event loop. */
final class PathCall extends SocketCall {
    /** The first message: what the subscription tells of itself. */
    private static final class Connected extends LiveEvent {
        private final LiveSubscription subscription;

        Connected(LiveSubscription subscription) {
            super("connected", null);
            this.subscription = subscription;
        }

        @Override
        public int credit() {
            return 0;
        }

        @Override
        protected void members(ValueOutput out) {
            subscription.describe(out);
        }
    }

    private final LivePath path;
    private final Shape shape;
    private final byte[][] parameters;
    private final QueryString query;
    private final String requestId;
    private @Nullable LiveOutlet outlet;
    private @Nullable SynapException refusal;

    PathCall(WebSocketConnection connection, LivePath path, Shape shape, Exchange exchange) {
        super(connection);
        this.path = path;
        this.shape = shape;
        this.query = exchange.query();
        this.requestId = exchange.requestId();
        this.parameters = new byte[exchange.pathParameters()][];
        NativeText text = new NativeText();
        for (int i = 0; i < parameters.length; i++) {
            exchange.path(i, text);
            parameters[i] = text.toArray();
        }
    }

    @Override
    protected void handle() {
        if (path.dialect() == Route.Dialect.REST) {
            query.check(shape);
        }
        LiveOutlet own = new LiveOutlet(
                new SocketSubscriptions(connection), null, kind(path.template()), LiveSubscriptions.credit(query));
        own.opened(path.source().open(this, own));
        outlet = own;
    }

    /** What the path subscribes to, for the counters, in the words of the commands. */
    private static String kind(String template) {
        for (String segment : template.split("/", -1)) {
            switch (segment) {
                case "", "api", "v1", "ws" -> {}
                case "streams", "queues" -> {
                    return segment.substring(0, segment.length() - 1);
                }
                default -> {
                    return segment;
                }
            }
        }
        return template;
    }

    @Override
    void finish(EncodedOutput written) {}

    @Override
    public Route.Dialect dialect() {
        return path.dialect();
    }

    @Override
    public void name(int place, NativeText target, String... names) {
        if (place < parameters.length) {
            target.set(parameters[place]);
            return;
        }
        for (String name : names) {
            String value = query.textOrNull(name);
            if (value != null) {
                target.set(value);
                return;
            }
        }
        throw Fields.invalid("'" + names[0] + "' is missing");
    }

    @Override
    public long number(int place, String name) {
        if (place >= parameters.length) {
            return query.integer(name);
        }
        NativeText text = new NativeText().set(parameters[place]);
        return text.integer(name);
    }

    @Override
    public Fields payload() {
        return Fields.of(null);
    }

    @Override
    public Parameters arguments() {
        return query;
    }

    @Override
    public LiveSession live() {
        throw new IllegalStateException("the path itself is the subscription");
    }

    @Override
    protected String requestId() {
        return requestId;
    }

    @Override
    protected String label() {
        return path.template();
    }

    @Override
    protected void fail(ErrorCode code, String detail) {
        reset();
        refusal = new SynapException(code, detail);
    }

    @Override
    protected void send(long position) {
        SynapException refused = refusal;
        LiveOutlet opened = outlet;
        LiveSubscription subscription = opened == null ? null : opened.subscription();
        if (refused != null || opened == null || subscription == null) {
            ErrorCode code = refused == null ? ErrorCode.INTERNAL : refused.code();
            connection.refuse(this, code, refused == null ? code.message() : String.valueOf(refused.getMessage()));
            return;
        }
        connection.opened(this, opened, new Connected(subscription), position);
        opened.begin();
    }

    @Override
    protected void abandon() {
        super.abandon();
        LiveOutlet opened = outlet;
        if (opened != null) {
            opened.close();
        }
    }
}
