package io.synap.server.http.sse;

import io.netty.util.concurrent.EventExecutor;
import io.synap.server.node.Access;
import io.synap.server.node.SyncGate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** The streams of one event loop, and what all of them need. Confined to it. */
public final class SseStreams {
    private static final long SWEEP_NANOS = 500_000_000;

    private final EventExecutor loop;
    private final Access access;
    private final SyncGate gate;
    private final SseLimits limits;
    private final UnreadBudget budget;
    private final SseMetrics metrics;
    private final Set<SseStream> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private long sweptNanos = System.nanoTime();

    public SseStreams(EventExecutor loop, Access access, SyncGate gate, SseLimits limits, SseMetrics metrics) {
        this.loop = loop;
        this.access = access;
        this.gate = gate;
        this.limits = limits;
        this.budget = new UnreadBudget(limits.outputBytesMax());
        this.metrics = metrics;
    }

    EventExecutor loop() {
        return loop;
    }

    SyncGate gate() {
        return gate;
    }

    SseLimits limits() {
        return limits;
    }

    UnreadBudget budget() {
        return budget;
    }

    SseMetrics metrics() {
        return metrics;
    }

    /** Ends a batch of operations; the log position that what they showed depends on. */
    long endBatch() {
        access.endBatch();
        return access.takeAwaited();
    }

    void add(SseStream stream) {
        open.add(stream);
        metrics.opened();
    }

    void remove(SseStream stream) {
        if (open.remove(stream)) {
            metrics.closed();
        }
    }

    /** Lets go those that stand still, and shows the others that we are there. */
    public void sweep(long now) {
        if (now - sweptNanos < SWEEP_NANOS) {
            return;
        }
        sweptNanos = now;
        // A copy, since those that are let go leave the set.
        for (SseStream each : new ArrayList<>(open)) {
            each.sweep(now);
        }
    }

    /** The server stops: every stream ends, and clients come back in their own time. */
    public void close() {
        List<SseStream> all = new ArrayList<>(open);
        all.forEach(SseStream::stop);
    }
}
