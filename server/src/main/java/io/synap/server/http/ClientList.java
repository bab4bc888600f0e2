package io.synap.server.http;

import io.synap.server.http.json.ValueOutput;
import java.util.List;
import java.util.Map;

/**
 * Writes the connections of all transports, some hundred per turn of the event loop. Confined to it.
 * What the other loops write meanwhile is seen a little old.
 */
final class ClientList implements Exchange.Slice {
    private static final int CLIENTS_PER_TURN = 256;

    private final List<ListedConnection> http;
    private final List<Map<String, Object>> others;
    private final long nowNanos;
    private int next;

    ClientList(HttpClients http, HttpAdmin admin) {
        this.http = http.list();
        this.others = admin.clients();
        this.nowNanos = System.nanoTime();
    }

    static void begin(ValueOutput out) {
        out.beginObject().name("clients").beginArray();
    }

    @Override
    public boolean write(ValueOutput out) {
        int all = http.size() + others.size();
        int end = Math.min(all, next + CLIENTS_PER_TURN);
        for (; next < end; next++) {
            out.any(next < http.size() ? http.get(next).describe(nowNanos) : others.get(next - http.size()));
        }
        if (next < all) {
            return false;
        }
        out.endArray().name("count").number(all).endObject();
        return true;
    }
}
