package io.synap.server.telemetry;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** The metrics of HTTP. Thread-safe. */
public final class HttpMetrics implements MetricSource {
    /** More routes than this are counted as one: a label has few values, whoever makes the paths. */
    private static final int ROUTES_MAX = 1000;

    private static final String OTHER = "other";
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT");

    private record Key(String method, String path) {}

    private final Map<Key, HttpRouteMetrics> routes = new ConcurrentHashMap<>();
    private final AtomicLong connections = new AtomicLong();

    HttpMetrics() {}

    public void connectionOpened() {
        connections.incrementAndGet();
    }

    public void connectionClosed() {
        connections.decrementAndGet();
    }

    /**
     * Where the requests of a route are recorded; the same object each time.
     *
     * @param method a method of HTTP; another word is counted as {@code other}
     * @param path the route's template such as {@code /kv/{key}}, never the path of a request
     */
    public HttpRouteMetrics route(String method, String path) {
        Key key = new Key(METHODS.contains(method) ? method : OTHER, path);
        HttpRouteMetrics known = routes.get(key);
        if (known != null) {
            return known;
        }
        Key bounded = routes.size() < ROUTES_MAX ? key : new Key(OTHER, OTHER);
        return routes.computeIfAbsent(bounded, _ -> new HttpRouteMetrics());
    }

    /** Requests of a path that no route serves. */
    public HttpRouteMetrics unrouted(String method) {
        return route(method, OTHER);
    }

    @Override
    public void collect(MetricFamilies families) {
        families.gauge(
                "http_connections", "Open HTTP and WebSocket connections.", points -> points.add(connections.get()));
        families.counter(
                "http_requests_total",
                "HTTP requests answered.",
                points -> routes.forEach((key, route) -> route.forEachStatus((status, count) -> points.add(
                        count, "method", key.method(), "path", key.path(), "status", Integer.toString(status)))));
        histogram(
                families,
                "http_request_duration_seconds",
                "Time from a request's headers to the end of its answer.",
                HttpRouteMetrics::durations);
        histogram(families, "http_request_size_bytes", "Size of request bodies.", HttpRouteMetrics::requestSizes);
        histogram(families, "http_response_size_bytes", "Size of response bodies.", HttpRouteMetrics::responseSizes);
    }

    private void histogram(
            MetricFamilies families, String name, String help, Function<HttpRouteMetrics, Histogram> histogram) {
        families.histogram(
                name,
                help,
                points -> routes.forEach((key, route) ->
                        points.add(histogram.apply(route), "method", key.method(), "path", key.path())));
    }
}
