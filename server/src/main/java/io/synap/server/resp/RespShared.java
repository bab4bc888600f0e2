package io.synap.server.resp;

import io.synap.server.node.BufferBudget;
import io.synap.server.node.Node;
import io.synap.server.pubsub.PubSub;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What the event loops of the RESP edge have in common. Thread-safe. */
final class RespShared {
    private final RespSettings settings;
    private final Node node;
    private final PubSub pubSub;
    private final RespAdmin admin;
    private final Clients clients = new Clients();
    private final List<RespLoop> loops = new CopyOnWriteArrayList<>();
    private final Statistics statistics = new Statistics(loops, clients);
    private final long startedMillis;
    private final SlowLog slowLog = new SlowLog();
    private final BufferBudget buffers;
    private volatile RespTuning tuning;
    private volatile @Nullable Pause pause;
    private volatile int port;

    RespShared(RespSettings settings, Node node, PubSub pubSub, RespAdmin admin) {
        this.settings = settings;
        this.node = node;
        this.pubSub = pubSub;
        this.admin = admin;
        this.startedMillis = node.clock().millis();
        this.tuning = settings.tuning();
        this.buffers = new BufferBudget(settings.buffersBytesMax());
    }

    RespSettings settings() {
        return settings;
    }

    RespTuning tuning() {
        return tuning;
    }

    void change(RespTuning changed) {
        tuning = changed;
    }

    BufferBudget buffers() {
        return buffers;
    }

    SlowLog slowLog() {
        return slowLog;
    }

    /** The pause in force at a time, null if there is none. */
    @Nullable
    Pause pauseAt(long nowMillis) {
        Pause present = pause;
        return present == null || present.isOver(nowMillis) ? null : present;
    }

    /** Lets commands wait; a pause that is in force is never made shorter or weaker. */
    synchronized void pause(Pause more, long nowMillis) {
        Pause present = pauseAt(nowMillis);
        pause = present == null ? more : present.with(more);
    }

    /**
     * Runs something, on one of the event loops, once every batch that is under way has ended: what begins
     * later sees what has been changed before.
     */
    void onceBatchesEnd(Runnable action) {
        List<RespLoop> all = List.copyOf(loops);
        AtomicInteger left = new AtomicInteger(all.size());
        for (RespLoop loop : all) {
            loop.eventLoop().execute(() -> {
                if (left.decrementAndGet() == 0) {
                    action.run();
                }
            });
        }
    }

    synchronized void unpause() {
        pause = null;
        loops.forEach(loop -> loop.pauses().reopenFromAnywhere());
    }

    Node node() {
        return node;
    }

    PubSub pubSub() {
        return pubSub;
    }

    RespAdmin admin() {
        return admin;
    }

    Clients clients() {
        return clients;
    }

    List<RespLoop> loops() {
        return loops;
    }

    Statistics statistics() {
        return statistics;
    }

    long startedMillis() {
        return startedMillis;
    }

    int port() {
        return port;
    }

    void port(int bound) {
        port = bound;
    }
}
