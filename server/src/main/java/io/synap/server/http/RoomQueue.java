package io.synap.server.http;

import io.synap.server.node.Access;
import io.vertx.core.Context;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Requests that wait until the log has room. Confined to one event loop. Their connections are not
 * read meanwhile, so there are at most as many as connections.
 */
final class RoomQueue {
    private final Access access;
    private final Context context;
    private final long waitNanosMax;
    private final Consumer<Exchange> run;
    private final ArrayDeque<Exchange> waiting = new ArrayDeque<>();
    private boolean armed;

    RoomQueue(Access access, Context context, HttpLimits limits, Consumer<Exchange> run) {
        this.access = access;
        this.context = context;
        this.waitNanosMax = limits.roomTimeoutMillis() * 1_000_000;
        this.run = run;
    }

    /** Lets a request wait; false when it has waited long enough. */
    boolean add(Exchange exchange) {
        long now = System.nanoTime();
        if (exchange.roomDeadlineNanos == 0) {
            exchange.roomDeadlineNanos = now + waitNanosMax;
        } else if (now - exchange.roomDeadlineNanos > 0) {
            return false;
        }
        waiting.add(exchange);
        if (!armed) {
            armed = true;
            access.whenRoom(() -> context.runOnContext(woken -> drain()));
        }
        return true;
    }

    private void drain() {
        armed = false;
        // Each is tried once: those that still find no room queue up again, in their order.
        for (int left = waiting.size(); left > 0; left--) {
            run.accept(waiting.remove());
        }
    }

    /** Takes out one whose time is over. */
    @Nullable
    Exchange overdue(long now) {
        Exchange head = waiting.peek();
        return head != null && now - head.roomDeadlineNanos > 0 ? waiting.remove() : null;
    }
}
