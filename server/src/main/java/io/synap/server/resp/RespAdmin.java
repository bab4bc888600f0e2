package io.synap.server.resp;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What RESP's administrative commands need of the server around them. Thread-safe. */
public interface RespAdmin {
    /** The settings whose Redis names match the glob, in lower case, with their present values. */
    Map<String, String> configGet(String glob);

    /**
     * Changes settings by their Redis names, all or none.
     *
     * @param pairs names and values in turn
     * @return the error line, without its leading minus, or null when it is done
     */
    @Nullable
    String configSet(List<String> pairs);

    /** Adds the lines of an INFO section (in lower case) that only the server around knows. */
    default void info(String section, BiConsumer<String, Object> line) {}

    /** Takes a snapshot; completes when it is on disk. */
    Future<Void> snapshotNow();

    /** When the last snapshot was complete, milliseconds since 1970. */
    long lastSnapshotMillis();

    /** Begins a clean stop, after a snapshot if one is asked for. */
    void shutdown(boolean snapshot);
}
