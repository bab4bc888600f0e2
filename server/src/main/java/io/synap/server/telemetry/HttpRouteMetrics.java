package io.synap.server.telemetry;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ObjLongConsumer;

/** The requests of one route. Thread-safe. */
public final class HttpRouteMetrics {
    private final Map<Integer, LongAdder> byStatus = new ConcurrentHashMap<>();
    private final Histogram durations = Histogram.ofRequests();
    private final Histogram requestSizes = Histogram.ofSizes();
    private final Histogram responseSizes = Histogram.ofSizes();

    HttpRouteMetrics() {}

    /**
     * Records a request that has been answered.
     *
     * @param status the status of the answer
     * @param nanos from the request's headers to the end of the answer
     */
    public void record(int status, long nanos, long requestBytes, long responseBytes) {
        byStatus.computeIfAbsent(status, _ -> new LongAdder()).increment();
        durations.record(nanos);
        requestSizes.record(requestBytes);
        responseSizes.record(responseBytes);
    }

    void forEachStatus(ObjLongConsumer<Integer> action) {
        byStatus.forEach((status, count) -> action.accept(status, count.sum()));
    }

    Histogram durations() {
        return durations;
    }

    Histogram requestSizes() {
        return requestSizes;
    }

    Histogram responseSizes() {
        return responseSizes;
    }
}
