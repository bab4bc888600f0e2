package io.synap.server.lifecycle;

import io.synap.engine.queue.MessageState;
import io.synap.engine.queue.Queue;
import io.synap.protocol.Slots;
import io.synap.server.config.SynapConfig;
import io.synap.server.node.Access;
import io.synap.server.node.Node;
import io.synap.server.queue.QueueLimits;
import io.synap.server.queue.QueueReport;
import io.synap.server.telemetry.QueueGauges;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Gives queues their limits, and telemetry their figures. Confined to the scraping thread. */
final class QueueWiring implements QueueGauges {
    /** Queues that are looked at under one hold of a shard's lock. */
    private static final int STEP = 32;

    private final Node node;
    private final Access access;

    QueueWiring(Node node) {
        this.node = node;
        this.access = node.newAccess();
    }

    static QueueLimits limits(SynapConfig config) {
        return new QueueLimits(
                Math.toIntExact(config.limits().messageBytesMax()),
                config.limits().queuesMax());
    }

    @Override
    public void forEach(Consumer<Figures> action) {
        access.tick();
        for (int shard = 0; shard < Slots.SHARDS; shard++) {
            byte @Nullable [] after = null;
            List<QueueReport> page;
            do {
                page = page(shard, after);
                page.forEach(report -> action.accept(figures(report)));
                after = page.isEmpty() ? null : page.getLast().name();
            } while (page.size() == STEP);
        }
    }

    private List<QueueReport> page(int shard, byte @Nullable [] after) {
        List<QueueReport> page = new ArrayList<>(STEP);
        access.lock(1L << shard);
        try {
            for (Queue queue : access.shard(shard).queues().after(after)) {
                if (page.size() == STEP) {
                    break;
                }
                page.add(QueueReport.of(queue));
            }
        } finally {
            access.unlock(1L << shard);
        }
        return page;
    }

    private Figures figures(QueueReport queue) {
        return new Figures(
                queue.nameText(),
                queue.readyByPriority(),
                queue.count(MessageState.DELAYED) + queue.count(MessageState.WAITING),
                queue.count(MessageState.LEASED),
                queue.count(MessageState.DEAD),
                queue.consumers(),
                queue.oldestReadyAgeMillis(access.now()));
    }

    @Override
    public long usedBytes() {
        long bytes = 0;
        for (int shard = 0; shard < Slots.SHARDS; shard++) {
            bytes += node.engine().shard(shard).queues().usedBytes();
        }
        return bytes;
    }
}
