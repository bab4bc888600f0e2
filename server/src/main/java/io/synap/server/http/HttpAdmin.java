package io.synap.server.http;

import io.synap.server.completion.Requester;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** What the HTTP edge asks of the rest of the server. Implementations are thread-safe. */
public interface HttpAdmin {
    /** Whether requests can be served, and why not when they cannot. */
    record Readiness(boolean ready, String reason) {
        public static final Readiness READY = new Readiness(true, "");
    }

    /** Key-value commands since the start, over all transports. */
    record KvCounts(long gets, long sets, long dels, long hits, long misses) {}

    String version();

    long uptimeMillis();

    Readiness readiness();

    /** A section of the server's description, or all of it; text, numbers, booleans, maps and lists. */
    Map<String, Object> info(String section);

    KvCounts kvCounts();

    /** All metrics in Prometheus' text format, gathered off the event loops. */
    CompletionStage<String> scrape();

    /** Takes a snapshot now; completes when it is listed in the manifest, and then the requester is told too. */
    CompletionStage<Void> snapshotNow(Requester by);

    /**
     * Backs up into a folder of that name; completes with a line on what it holds, and then the requester is told too.
     *
     * @throws io.synap.protocol.error.SynapException INVALID_ARGUMENT if it cannot be a folder's name
     */
    CompletionStage<String> backup(String name, Requester by);

    /** The connections of the other transports, each with at least protocol, id and addr. */
    List<Map<String, Object>> clients();
}
