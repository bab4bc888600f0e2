package io.synap.server.http;

import io.synap.server.node.Access;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Replies that wait until the log has room. Confined to one event loop. Their connections are not
 * read meanwhile, so there are at most as many as connections, and what those had under way.
 */
final class RoomQueue {
    private final Access access;
    private final Executor loop;
    private final long waitNanosMax;
    private final ArrayDeque<Waiter> waiting = new ArrayDeque<>();
    private boolean armed;

    private record Waiter(ReplyUnderWay reply, Consumer<ReplyUnderWay> resume) {}

    RoomQueue(Access access, Executor loop, HttpLimits limits) {
        this.access = access;
        this.loop = loop;
        this.waitNanosMax = limits.roomTimeoutMillis() * 1_000_000;
    }

    /** Lets a reply wait and then go on as told; false when it has waited long enough. */
    boolean add(ReplyUnderWay reply, Consumer<ReplyUnderWay> resume) {
        long now = System.nanoTime();
        if (reply.roomDeadlineNanos == 0) {
            reply.roomDeadlineNanos = now + waitNanosMax;
        } else if (now - reply.roomDeadlineNanos > 0) {
            return false;
        }
        waiting.add(new Waiter(reply, resume));
        reply.awaitsRoom(true);
        if (!armed) {
            armed = true;
            access.whenRoom(() -> loop.execute(this::drain));
        }
        return true;
    }

    private void drain() {
        armed = false;
        // Each is tried once: those that still find no room queue up again, in their order.
        for (int left = waiting.size(); left > 0; left--) {
            Waiter next = waiting.remove();
            next.reply().awaitsRoom(false);
            next.resume().accept(next.reply());
        }
    }

    /** Takes out one whose time is over. */
    @Nullable
    ReplyUnderWay overdue(long now) {
        Waiter head = waiting.peek();
        if (head == null || now - head.reply().roomDeadlineNanos <= 0) {
            return null;
        }
        waiting.remove();
        head.reply().awaitsRoom(false);
        return head.reply();
    }
}
