package io.synap.server.telemetry;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToLongFunction;

/** The metrics of the Redis protocol, summed over the event loops. Thread-safe. */
final class RespMetrics implements MetricSource {
    private final List<RespCounters> counters = new CopyOnWriteArrayList<>();

    RespCounters newCounters() {
        RespCounters ofLoop = new RespCounters();
        counters.add(ofLoop);
        return ofLoop;
    }

    long sum(ToLongFunction<RespCounters> count) {
        return counters.stream().mapToLong(count).sum();
    }

    @Override
    public void collect(MetricFamilies families) {
        families.gauge(
                "resp_connections",
                "Open connections of the Redis protocol.",
                points -> points.add(sum(RespCounters::connections)));
        families.counter(
                "resp_connections_opened_total",
                "Connections of the Redis protocol that were accepted.",
                points -> points.add(sum(RespCounters::opened)));
        families.counter(
                "resp_connections_rejected_total",
                "Connections of the Redis protocol beyond the limit.",
                points -> points.add(sum(RespCounters::rejected)));
        families.counter(
                "resp_buffer_limit_exceeded_total",
                "Connections of the Redis protocol closed because their buffers exceeded a limit.",
                points -> points.add(sum(RespCounters::bufferLimitsExceeded)));
        families.counter(
                "resp_commands_total",
                "Commands of the Redis protocol.",
                points -> points.add(sum(RespCounters::commands)));
        families.counter(
                "resp_errors_total",
                "Commands of the Redis protocol that were answered with an error.",
                points -> points.add(sum(RespCounters::errors)));
        families.counter("resp_bytes_total", "Bytes of the Redis protocol.", points -> {
            points.add(sum(RespCounters::bytesReceived), "direction", "received");
            points.add(sum(RespCounters::bytesSent), "direction", "sent");
        });
    }
}
