package io.synap.server.http.json;

import java.util.List;
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

    /**
     * Several texts: in JSON an array, or one; in the query they are separated by commas.
     *
     * @throws io.synap.protocol.error.SynapException INVALID_ARGUMENT when there are none, or more than that
     */
    default List<String> list(String name, int countMax) {
        String text = textOrNull(name);
        if (text == null || text.isEmpty()) {
            throw Fields.invalid("'" + name + "' is missing");
        }
        List<String> all = List.of(text.split(",", -1));
        if (all.size() > countMax) {
            throw Fields.invalid("'" + name + "' holds more than " + countMax + " elements");
        }
        return all;
    }

    /** An integer, or another where there is none. */
    default long integer(String name, long otherwise) {
        return has(name) ? integer(name) : otherwise;
    }

    /** A switch, off when it is not there. */
    boolean flag(String name);
}
