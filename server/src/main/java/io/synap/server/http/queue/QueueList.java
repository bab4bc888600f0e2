package io.synap.server.http.queue;

import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.server.http.Exchange;
import io.synap.server.http.json.ValueOutput;
import io.synap.server.queue.QueueCursor;
import io.synap.server.queue.QueueReport;
import java.util.List;
import java.util.Map;

/**
 * Writes a page of queues with their figures into an open JSON array, slice by slice. Confined to one event
 * loop. A queue that is gone meanwhile is left out.
 */
final class QueueList implements Exchange.Slice {
    private static final int SLICE = 64;
    /** Of the figures, those that a list shows. */
    private static final List<String> SHOWN =
            List.of("depth", "consumers", "ready", "delayed", "in_flight", "dead_letters", "oldest_ready_age_ms");

    private final QueueStore store;
    private final List<byte[]> names;
    private final int limit;
    private int next;

    QueueList(QueueStore store, List<byte[]> names, int limit) {
        this.store = store;
        this.names = names;
        this.limit = limit;
    }

    @Override
    public boolean write(ValueOutput out) {
        int end = Math.min(names.size(), next + SLICE);
        for (; next < end; next++) {
            store.queue.set(names.get(next));
            try {
                describe(out, store.report());
            } catch (SynapException gone) {
                if (gone.code() != ErrorCode.QUEUE_NOT_FOUND) {
                    throw gone;
                }
            }
        }
        if (next < names.size()) {
            return false;
        }
        out.endArray().name("metadata").beginObject();
        out.name("limit").number(limit);
        out.name("cursor").any(QueueCursor.behind(names, limit));
        out.endObject().endObject();
        return true;
    }

    private void describe(ValueOutput out, QueueReport report) {
        Map<String, Object> figures = report.figures(store.now());
        out.beginObject();
        QueueCalls.writeName(out, "name", store.queue);
        for (String name : SHOWN) {
            out.name(name).any(figures.get(name));
        }
        out.name("paused").any(report.settings().get("paused")).endObject();
    }
}
