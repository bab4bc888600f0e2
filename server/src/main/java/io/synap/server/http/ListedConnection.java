package io.synap.server.http;

import java.util.Map;

/** A connection in the list of all. Written by its event loop; others may see figures that are a little old. */
public interface ListedConnection {
    long id();

    /** For the list; at least protocol, id and addr, times in seconds. */
    Map<String, Object> describe(long nowNanos);
}
