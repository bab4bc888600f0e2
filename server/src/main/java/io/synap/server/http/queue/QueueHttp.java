package io.synap.server.http.queue;

import io.synap.server.completion.RedriveObserver;
import io.synap.server.http.HttpLimits;
import io.synap.server.http.Route;
import io.synap.server.http.command.CommandRegistry;
import io.synap.server.http.live.LivePath;
import io.synap.server.node.Access;
import io.synap.server.queue.QueueCommands;
import io.synap.server.queue.QueueLimits;
import io.synap.server.queue.QueueReceiver;
import java.util.ArrayList;
import java.util.List;

/** The commands on queues of one event loop, in all syntaxes of HTTP. Confined to it. */
public final class QueueHttp {
    /** The most characters that JSON makes of a byte. */
    private static final int CHARS_PER_BYTE = 6;

    /** One step of receiving can exceed its bound so often. */
    private static final int STEP_FACTOR = 5;

    private final QueueRoutes rest;
    private final ShortRoutes shortRoutes;
    private final QueueSource source;

    /** Adds the commands to the registry, which the routes then lead to. */
    public QueueHttp(
            Access access,
            QueueLimits limits,
            HttpLimits httpLimits,
            RedriveObserver redrives,
            CommandRegistry registry) {
        long replyBytes = Math.max(1, httpLimits.replyBytesMax() / CHARS_PER_BYTE / STEP_FACTOR);
        QueueReceiver receiver =
                new QueueReceiver(new QueueCommands(access, limits), replyBytes, limits.messageBytesMax());
        QueueStore store = new QueueStore(receiver);
        MessageJson json = new MessageJson();
        QueueCalls queues = new QueueCalls(store, httpLimits);
        PublishCalls publish = new PublishCalls(store, httpLimits);
        ReceiveCalls receive = new ReceiveCalls(store, httpLimits, json);
        SettleCalls settle = new SettleCalls(store, httpLimits);
        DeadLetterCalls letters = new DeadLetterCalls(store, queues, httpLimits, json, redrives);
        queues.register(registry);
        publish.register(registry);
        receive.register(registry);
        settle.register(registry);
        letters.register(registry);
        source = new QueueSource(store, json, settle, registry);
        source.register(registry);
        rest = new QueueRoutes(store, queues, publish, receive, settle, letters);
        shortRoutes = new ShortRoutes(registry, receive);
    }

    public List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        routes.addAll(rest.ofQueues());
        routes.addAll(rest.ofMessages());
        routes.addAll(rest.ofDeadLetters());
        routes.addAll(shortRoutes.routes());
        return routes;
    }

    /** Where queues can be subscribed to without a command. */
    public List<LivePath> livePaths() {
        LivePath own = LivePath.webSocket(
                "/ws/queues/{queue}", QueueSource.SHAPE, "Messages of a queue as they come.", source::open);
        return List.of(
                own,
                own.published(
                        "/queue/{queue}/ws/{consumer}",
                        "prefetch?:integer batch?:integer lease_ms?:integer ack_deadline_secs?:integer type?:string"));
    }
}
