package io.synap.server.http.json;

import org.jspecify.annotations.Nullable;

/** Named values of a request, wherever they stand: in a JSON body or in the query. */
public interface Parameters {
    boolean has(String name);

    /**
     * An integer that must be there.
     *
     * @throws io.synap.protocol.error.SynapException INVALID_ARGUMENT when it is missing or none
     */
    long integer(String name);

    /** A text, null when it is not there. */
    @Nullable
    String textOrNull(String name);

    /** A switch, off when it is not there. */
    boolean flag(String name);
}
