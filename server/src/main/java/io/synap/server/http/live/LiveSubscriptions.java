package io.synap.server.http.live;

import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.server.http.command.CommandCall;
import io.synap.server.http.json.Fields;
import io.synap.server.http.json.Parameters;
import io.synap.server.http.json.ValueOutput;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The subscriptions of one connection. Confined to its event loop. */
public final class LiveSubscriptions implements LiveSession {
    private static final int NAME_CHARS_MAX = 128;
    private static final int LISTED_PER_TURN = 256;

    private final LiveConnection connection;
    private final Map<String, LiveOutlet> outlets = new LinkedHashMap<>();
    private int named;

    public LiveSubscriptions(LiveConnection connection) {
        this.connection = connection;
    }

    public int size() {
        return outlets.size();
    }

    @Override
    public void subscribe(CommandCall call, LiveSource source) {
        if (!(call instanceof SubscribingCall request)) {
            throw new IllegalArgumentException("not a call of this connection");
        }
        String name = name(call.arguments());
        LiveOutlet outlet = new LiveOutlet(connection, name, request.kind(), credit(call.arguments()));
        LiveSubscription subscription = source.open(call, outlet);
        outlet.opened(subscription);
        outlets.put(name, outlet);
        request.began(outlet);
        ValueOutput out = call.out();
        out.beginObject().name("subscription").text(name);
        subscription.describe(out);
        out.endObject();
    }

    private String name(Parameters arguments) {
        int max = connection.subscriptionsMax();
        if (outlets.size() >= max) {
            throw new SynapException(
                    ErrorCode.TOO_MANY_SUBSCRIPTIONS,
                    "the connection has " + max + " subscriptions (websocket.subscriptions_max)");
        }
        String asked = arguments.textOrNull("subscription");
        if (asked == null) {
            String next;
            do {
                named++;
                next = "s" + named;
            } while (outlets.containsKey(next));
            return next;
        }
        if (asked.isEmpty() || asked.length() > NAME_CHARS_MAX) {
            throw Fields.invalid("'subscription' must have from 1 to " + NAME_CHARS_MAX + " characters");
        }
        if (outlets.containsKey(asked)) {
            throw new SynapException(ErrorCode.ALREADY_SUBSCRIBED);
        }
        return asked;
    }

    /** How many events may be sent; negative when only the connection bounds them. */
    public static long credit(Parameters arguments) {
        if (!arguments.has("credit")) {
            return LiveOutlet.UNBOUNDED;
        }
        long credit = arguments.integer("credit");
        if (credit < 0 || credit > Integer.MAX_VALUE) {
            throw Fields.invalid("'credit' must be from 0 to " + Integer.MAX_VALUE);
        }
        return credit;
    }

    @Override
    public @Nullable LiveSubscription find(String name) {
        LiveOutlet outlet = outlets.get(name);
        return outlet == null ? null : outlet.subscription();
    }

    @Override
    public boolean unsubscribe(String name) {
        LiveOutlet outlet = outlets.remove(name);
        if (outlet == null) {
            return false;
        }
        outlet.close();
        return true;
    }

    /** One has ended by itself. */
    void ended(String name) {
        outlets.remove(name);
    }

    /** Gives more credit; returns what there is with it, -1 when there is no bound. */
    public long credit(String name, long more) {
        LiveOutlet outlet = outlets.get(name);
        if (outlet == null) {
            throw new SynapException(ErrorCode.SUBSCRIPTION_NOT_FOUND);
        }
        return outlet.credit(more);
    }

    /** Writes all of them, some hundred per turn. */
    void list(CommandCall call) {
        Iterator<LiveOutlet> all = new ArrayList<>(outlets.values()).iterator();
        call.out().beginObject().name("subscriptions").beginArray();
        call.defer(out -> {
            for (int i = 0; i < LISTED_PER_TURN && all.hasNext(); i++) {
                all.next().describe(out);
            }
            if (all.hasNext()) {
                return false;
            }
            out.endArray().endObject();
            return true;
        });
    }

    /** The connection is gone. */
    public void close() {
        List<LiveOutlet> all = new ArrayList<>(outlets.values());
        outlets.clear();
        all.forEach(LiveOutlet::close);
    }
}
