package io.synap.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.synap.engine.Family;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.server.completion.Requester;
import io.synap.server.http.command.Envelope;
import io.synap.server.http.json.Fields;
import io.synap.server.http.json.JsonInput;
import io.synap.server.http.json.JsonOutput;
import io.synap.server.http.json.NativeText;
import io.synap.server.http.json.ValueOutput;
import io.synap.server.logging.LogContext;
import io.synap.server.logging.RequestIds;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One request and its reply. Confined to its event loop. A handler reads from it, writes the reply
 * into {@link #out} and sets what differs from status 200 and JSON.
 */
public final class Exchange extends ReplyUnderWay {
    private static final byte[] NO_BODY = new byte[0];

    /** A part of a long answer: writes a bounded amount, and says whether that was all. */
    public interface Slice {
        boolean write(ValueOutput out);
    }

    /** An answer that may have to be waited for. */
    public interface Poll {
        /**
         * Tries; true when the answer is written, false when there is nothing yet and nothing was written.
         *
         * @param last the time is over: that there is nothing is the answer now, to be written
         */
        boolean write(ValueOutput out, boolean last);
    }

    private final Dispatcher dispatcher;
    private final HttpServerRequest request;
    private final String path;
    private final RouteTable.Match match = new RouteTable.Match();
    final long startNanos;
    final ConnectionState connection;

    // The request.
    RouteTable.@Nullable Entry entry;
    private String requestId = "";
    private byte[] body = NO_BODY;
    private @Nullable JsonNode json;
    private @Nullable QueryString query;
    boolean durable;

    @Nullable
    BodyReader bodyReader;

    // The reply.
    private JsonOutput out;
    private int status = 200;
    private CharSequence contentType = ReplyHeaders.JSON;
    private long version = -1;
    private @Nullable List<CharSequence> headers;
    private @Nullable String envelopeId;
    private String envelopeCommand = "";
    private HttpMetrics.@Nullable CommandCounter counter;
    private boolean deferred;
    private boolean failed;
    private boolean missed;
    private byte @Nullable [] subject;

    @Nullable
    LargeBody largeBody;
    /** The reply's body, when it had to wait. */
    @Nullable
    Buffer prepared;

    Exchange(Dispatcher dispatcher, HttpServerRequest request, ConnectionState connection, JsonOutput out) {
        this.dispatcher = dispatcher;
        this.request = request;
        String given = request.path();
        this.path = given == null ? "" : given;
        this.connection = connection;
        this.out = out;
        this.startNanos = System.nanoTime();
    }

    // The request.

    public String path() {
        return path;
    }

    /** A variable part of the path, undone of its percent-encoding: any bytes. */
    public void path(int parameter, NativeText target) {
        target.setPercentDecoded(path, match.starts[parameter], match.ends[parameter]);
    }

    /** How many variable parts the path has. */
    public int pathParameters() {
        String template = route().template();
        int count = 0;
        for (int at = template.indexOf('{'); at >= 0; at = template.indexOf('{', at + 1)) {
            count++;
        }
        return count;
    }

    /** How errors of the route look. */
    public Route.Dialect dialect() {
        return route().dialect();
    }

    /** Whether the route takes that kind of body. */
    public boolean takes(Route.Body kind) {
        return route().body() == kind;
    }

    public QueryString query() {
        QueryString parsed = query;
        if (parsed == null) {
            parsed = QueryString.parse(request.query());
            query = parsed;
        }
        return parsed;
    }

    public @Nullable String header(CharSequence name) {
        return request.getHeader(name);
    }

    /** Whether an Accept header prefers bytes as they are over JSON. */
    public static boolean prefersBytes(String accept) {
        return ContentTypes.prefersBytes(accept);
    }

    /** Whether an Accept header prefers server-sent events over JSON. */
    public static boolean prefersEvents(String accept) {
        return ContentTypes.prefersEvents(accept);
    }

    /** Whether only the head of the answer is asked for. */
    public boolean isHead() {
        return request.method().equals(HttpMethod.HEAD);
    }

    public MultiMap requestHeaders() {
        return request.headers();
    }

    public HttpVersion httpVersion() {
        return request.version();
    }

    public byte[] body() {
        return body;
    }

    /** Whether the body says that it is JSON. */
    public boolean bodyIsJson() {
        String type = request.getHeader(ReplyHeaders.CONTENT_TYPE);
        return type != null && ContentTypes.isJson(type);
    }

    /**
     * The body as JSON.
     *
     * @throws SynapException MALFORMED
     */
    public JsonNode json() {
        JsonNode parsed = json;
        if (parsed == null) {
            parsed = JsonInput.read(body);
            json = parsed;
        }
        return parsed;
    }

    /** The body's fields; an empty body has none. In REST, fields that the route does not name are refused. */
    public Fields fields() {
        Fields fields = body.length == 0 ? Fields.of(null) : Fields.of(json());
        Route route = route();
        return route.dialect() == Route.Dialect.REST ? route.request().check(fields) : fields;
    }

    @Override
    public String requestId() {
        return requestId;
    }

    /**
     * Who asks, as far as the headers tell: the request's id if the client gave one, and {@code X-User-Id}.
     *
     * @throws SynapException INVALID_ARGUMENT when the user's id is none
     */
    public Requester requester() {
        String id = request.getHeader(ReplyHeaders.REQUEST_ID);
        String user = request.getHeader(ReplyHeaders.USER_ID);
        if (user != null && !RequestIds.isValid(user)) {
            throw Fields.invalid("X-User-Id is 1 to 128 letters, digits and -_.:/+=@");
        }
        return new Requester(id != null && RequestIds.isValid(id) ? id : "", user == null ? "" : user);
    }

    Route route() {
        RouteTable.Entry found = entry;
        if (found == null) {
            throw new IllegalStateException("no route");
        }
        return found.route();
    }

    // The reply.

    /** Where the reply's body is written. */
    @Override
    public JsonOutput out() {
        return out;
    }

    public Exchange status(int code) {
        status = code;
        return this;
    }

    /** The version of what is read or written, as entity tag and header. */
    public Exchange version(long number) {
        version = number;
        return this;
    }

    public Exchange contentType(CharSequence type) {
        contentType = type;
        return this;
    }

    public Exchange replyHeader(CharSequence name, CharSequence value) {
        List<CharSequence> all = headers;
        if (all == null) {
            all = new ArrayList<>(4);
            headers = all;
        }
        all.add(name);
        all.add(value);
        return this;
    }

    /** For the counters: the name of the queue, room, topic or group that this is about. */
    public void about(NativeText name) {
        subject = name.toArray();
    }

    /** For the counters: the key that was read is not there, or there was nothing to receive. */
    public void missed() {
        missed = true;
    }

    /**
     * From here on this is a request in an envelope: errors go inside, and its id is also that of the
     * log, if it can be one.
     */
    public void enclosed(String id) {
        envelopeId = id;
        if (RequestIds.isValid(id)) {
            requestId = id;
            LogContext.ofRequest(id);
        }
    }

    /** The command that the envelope names: it counts as that one. */
    public void command(String name, HttpMetrics.CommandCounter commandCounter) {
        envelopeCommand = name;
        counter = commandCounter;
    }

    String commandName() {
        RouteTable.Entry found = entry;
        return envelopeCommand.isEmpty() && found != null ? found.route().command() : envelopeCommand;
    }

    /** Sends a large value instead of what was written; see {@link LargeBody}. */
    public void stream(LargeBody large) {
        largeBody = large;
    }

    /**
     * Answers in parts, one per turn of the event loop, so that long work lets others in. What has
     * been written so far stays.
     */
    public void defer(Slice slice) {
        deferred = true;
        JsonOutput own = new JsonOutput(16 * 1024);
        own.raw(out.toArray());
        out = own;
        dispatcher.runner().defer(this, slice);
    }

    /**
     * Answers as soon as one of these queues or rooms lets it, or when the time is over. What has been
     * written so far stays.
     *
     * @param waitMillis at least 1; the limit {@code limits.wait_millis_max} is applied to it
     */
    public void poll(Family.Kind kind, List<byte[]> names, long waitMillis, Poll poll) {
        deferred = true;
        JsonOutput own = new JsonOutput(1024);
        own.raw(out.toArray());
        out = own;
        dispatcher.runner().poll(this, kind, names, waitMillis, poll);
    }

    /** Answers once something outside the event loops has come to its end. */
    public <T> void await(CompletionStage<T> stage, Consumer<T> reply) {
        deferred = true;
        out = new JsonOutput(256);
        dispatcher.runner().await(this, stage, reply);
    }

    /**
     * Answers with a body that comes about by and by and may go on for ever; no time limit applies to the connection
     * meanwhile. The head is ready to be sent; who takes the response over writes the body, ends it, and says so by
     * {@link #released}.
     */
    public HttpServerResponse takeOver(CharSequence type) {
        deferred = true;
        contentType = type;
        return dispatcher.takeOver(this);
    }

    /** A response that was taken over has ended, and the connection can be used again. */
    public void released() {
        connection.enter(ConnectionState.Phase.IDLE, System.nanoTime());
    }

    public void closeConnection() {
        connection.connection.close();
    }

    // For the dispatcher.

    public HttpServerRequest request() {
        return request;
    }

    RouteTable.Match match() {
        return match;
    }

    void requestId(String id) {
        requestId = id;
    }

    void body(byte[] content) {
        body = content;
    }

    void json(JsonNode parsed) {
        json = parsed;
    }

    @Override
    protected boolean isDeferred() {
        return deferred;
    }

    @Override
    protected boolean isDurable() {
        return durable;
    }

    @Override
    protected void handle() {
        route().handler().handle(this);
    }

    @Override
    protected String label() {
        // Of the path only the template: what varies in it are keys.
        RouteTable.Entry found = entry;
        return found == null ? HttpMetrics.UNROUTED : found.route().template();
    }

    @Override
    protected boolean isGone() {
        return request.response().closed();
    }

    @Override
    protected void whenGone(Runnable action) {
        request.response().closeHandler(closed -> action.run());
    }

    @Override
    protected void send(long position) {
        dispatcher.send(this, position);
    }

    @Override
    protected void abandon() {
        dispatcher.abandon(this);
    }

    /** The connection leaves HTTP. */
    public Upgrade upgrade() {
        return dispatcher.upgrade(this);
    }

    /** Another protocol has the connection: no reply is sent. */
    void tookOver() {
        deferred = true;
        status = 101;
        dispatcher.tookOver(this);
    }

    int status() {
        return status;
    }

    long version() {
        return version;
    }

    CharSequence contentType() {
        return contentType;
    }

    @Nullable
    List<CharSequence> headers() {
        return headers;
    }

    HttpMetrics.@Nullable CommandCounter commandCounter() {
        RouteTable.Entry found = entry;
        return counter != null || found == null ? counter : found.commandCounter();
    }

    byte @Nullable [] subject() {
        return subject;
    }

    HttpMetrics.CommandStatus commandStatus() {
        if (failed) {
            return HttpMetrics.CommandStatus.ERROR;
        }
        return missed || status == 404 ? HttpMetrics.CommandStatus.MISS : HttpMetrics.CommandStatus.OK;
    }

    /** Forgets what was written, to write an error or to begin again. */
    @Override
    protected void reset() {
        LargeBody large = largeBody;
        if (large != null) {
            large.close();
            largeBody = null;
        }
        if (!deferred) {
            out.clear();
        } else {
            out = new JsonOutput(256);
        }
        status = 200;
        contentType = ReplyHeaders.JSON;
        version = -1;
        headers = null;
        failed = false;
        missed = false;
    }

    /** Turns the reply into an error, in the dialect of its route. */
    @Override
    protected void fail(ErrorCode code, String detail) {
        reset();
        String enclosedIn = envelopeId;
        failed = enclosedIn != null || code != ErrorCode.KEY_NOT_FOUND;
        if (enclosedIn != null) {
            Envelope.error(out, enclosedIn, code, detail);
            return;
        }
        status = code.httpStatus();
        RouteTable.Entry found = entry;
        if (found != null && found.route().dialect() == Route.Dialect.SHORT) {
            Problems.writeShort(out, code, detail);
        } else {
            contentType = ReplyHeaders.PROBLEM;
            Problems.write(out, code, detail, requestId);
        }
        if (code == ErrorCode.UPGRADE_REQUIRED) {
            replyHeader(ReplyHeaders.UPGRADE, "websocket");
            replyHeader(ReplyHeaders.CONNECTION, "Upgrade");
            replyHeader(ReplyHeaders.SOCKET_VERSION, "13");
        }
        if (code.retryIsSafe()) {
            replyHeader(ReplyHeaders.RETRY_AFTER, "1");
        }
    }
}
