package io.synap.server.http.stream;

import io.synap.server.http.Exchange;
import io.synap.server.http.json.NativeText;

/**
 * The exclusive groups that read rooms, behind the routes that both kinds of groups have: those whose path
 * names a room and a group. Confined to one event loop.
 */
public interface ExclusiveRoomGroups {
    /** Whether an exclusive group of that name reads that room. */
    boolean has(NativeText room, NativeText group);

    /**
     * Makes one: 201; or finds one that is as asked for: 200.
     *
     * @throws io.synap.protocol.error.SynapException GROUP_EXISTS when one of that name is otherwise
     */
    void put(Exchange exchange);

    /** Shows one. */
    void get(Exchange exchange);

    /** Removes one: 204. */
    void delete(Exchange exchange);
}
