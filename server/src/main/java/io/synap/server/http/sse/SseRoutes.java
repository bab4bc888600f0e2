package io.synap.server.http.sse;

import io.synap.server.http.Exchange;
import io.synap.server.http.ReplyHeaders;
import io.synap.server.http.Route;
import io.synap.server.http.RouteHandler;
import io.synap.server.http.live.LivePath;
import io.synap.server.http.live.LiveSubscription;
import java.util.ArrayList;
import java.util.List;

/** The routes at which server-sent events begin. Confined to one event loop. */
public final class SseRoutes {
    private static final String MEDIA = "text/event-stream";

    private final SseStreams streams;

    public SseRoutes(SseStreams streams) {
        this.streams = streams;
    }

    /** The routes, and with them the paths of events; a route at such a path answers those who accept no events. */
    public List<Route> joinedWith(List<Route> routes, List<LivePath> paths) {
        List<Route> all = new ArrayList<>(routes);
        for (LivePath path : paths) {
            if (path.transport() == LivePath.Transport.SERVER_SENT_EVENTS) {
                add(all, path);
            }
        }
        return all;
    }

    private void add(List<Route> all, LivePath path) {
        Route route = Route.get(path.template(), handler(path))
                .about(path.about())
                .answersAs(MEDIA)
                .inDialect(path.dialect());
        Route own = path.query().isEmpty() ? route : route.query(path.query());
        for (int i = 0; i < all.size(); i++) {
            Route other = all.get(i);
            if (other.covers(own) && own.covers(other) && other.dialect() == own.dialect()) {
                all.set(i, other.orElse(own, SseRoutes::acceptsEvents));
                return;
            }
        }
        all.add(own);
    }

    private static boolean acceptsEvents(Exchange exchange) {
        String accept = exchange.header(ReplyHeaders.ACCEPT);
        return accept != null && Exchange.prefersEvents(accept);
    }

    private RouteHandler handler(LivePath path) {
        return exchange -> {
            if (exchange.isHead()) {
                exchange.contentType(ReplyHeaders.EVENTS);
                return;
            }
            SseStream stream = new SseStream(streams, exchange);
            LiveSubscription subscription = path.source().open(new SseCall(exchange, path.dialect()), stream);
            exchange.replyHeader(ReplyHeaders.CACHE_CONTROL, ReplyHeaders.NO_STORE);
            stream.begin(exchange.takeOver(ReplyHeaders.EVENTS), subscription);
        };
    }
}
