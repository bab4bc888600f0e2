package io.synap.server.telemetry;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToLongFunction;

/** The metrics of WebSockets, summed over the event loops. Thread-safe. */
final class WebSocketMetrics implements MetricSource {
    private final List<WebSocketCounters> counters = new CopyOnWriteArrayList<>();

    WebSocketCounters newCounters() {
        WebSocketCounters ofLoop = new WebSocketCounters();
        counters.add(ofLoop);
        return ofLoop;
    }

    private long sum(ToLongFunction<WebSocketCounters> count) {
        return counters.stream().mapToLong(count).sum();
    }

    @Override
    public void collect(MetricFamilies families) {
        families.gauge(
                "websocket_connections_active", "Open WebSockets.", points -> points.add(sum(WebSocketCounters::open)));
        families.counter(
                "websocket_connections_opened_total",
                "WebSockets that were opened.",
                points -> points.add(sum(WebSocketCounters::openedInAll)));
        families.counter(
                "websocket_closed_total",
                "WebSockets that were closed, by code; 1006 without a close frame, 0 for codes beyond a hundred.",
                points -> byCode().forEach((code, count) -> points.add(count, "code", Integer.toString(code))));
        families.counter(
                "websocket_messages_sent_total",
                "Answers and events sent over WebSockets.",
                points -> points.add(sum(WebSocketCounters::messagesSent)));
        families.counter(
                "websocket_messages_received_total",
                "Messages received over WebSockets.",
                points -> points.add(sum(WebSocketCounters::messagesReceived)));
        families.counter("websocket_bytes_total", "Bytes of WebSockets; those sent before compression.", points -> {
            points.add(sum(WebSocketCounters::bytesReceived), "direction", "received");
            points.add(sum(WebSocketCounters::bytesSent), "direction", "sent");
        });
        families.gauge(
                "websocket_subscriptions",
                "Subscriptions on WebSockets, by what they are to.",
                points -> byKind().forEach((kind, count) -> points.add(count, "kind", kind)));
        families.counter(
                "websocket_slow_consumers_total",
                "Connections closed and subscriptions ended since the client did not take what it was sent.",
                points -> points.add(sum(WebSocketCounters::slowConsumers)));
    }

    private Map<Integer, Long> byCode() {
        Map<Integer, Long> all = new TreeMap<>();
        counters.forEach(ofLoop -> ofLoop.forEachCode((code, count) -> all.merge(code, count, Long::sum)));
        return all;
    }

    private Map<String, Long> byKind() {
        Map<String, Long> all = new TreeMap<>();
        counters.forEach(ofLoop -> ofLoop.forEachKind((kind, count) -> all.merge(kind, count, Long::sum)));
        return all;
    }
}
