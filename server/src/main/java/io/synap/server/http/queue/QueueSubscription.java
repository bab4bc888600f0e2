package io.synap.server.http.queue;

import io.netty.util.concurrent.Future;
import io.synap.engine.Family;
import io.synap.engine.queue.Message;
import io.synap.engine.queue.MessageState;
import io.synap.engine.queue.Queue;
import io.synap.protocol.Slots;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.protocol.operation.Bytes;
import io.synap.server.http.RoomNeeded;
import io.synap.server.http.command.CommandCall;
import io.synap.server.http.json.ValueOutput;
import io.synap.server.http.live.LiveSubscription;
import io.synap.server.http.live.Outlet;
import io.synap.server.node.Access;
import io.synap.server.node.Deliveries;
import io.synap.server.node.Deliveries.Delivery;
import io.synap.server.node.Waiters;
import io.synap.server.queue.MessageCopies;
import io.synap.server.queue.QueueCommands;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A consumer to whom messages come by themselves. Confined to its event loop.
 *
 * <p>While it may take more, it stands in the queue's line with everybody who waits there, and goes to its end with
 * each hand-out. It leaves the line while the client has as many messages in hand as it wished ({@code prefetch}), or
 * does not take what it was sent. How many are in hand it hears from {@link Deliveries} at once; and as leases end
 * without anybody's doing, it looks for itself in the queue when the first of them should have.
 */
final class QueueSubscription implements LiveSubscription {
    private static final Logger LOG = LoggerFactory.getLogger(QueueSubscription.class);
    /** Messages without a frame in common that one turn of the event loop sends if nobody else waits. */
    private static final int ALONE_MAX = 64;
    /** Leases that are looked at, or given back, under one hold of the shard's lock. */
    private static final int SLICE = 256;
    /** Leases that end one after another are looked at together. */
    private static final long LOOK_MILLIS_MIN = 100;

    /**
     * What the client asked for.
     *
     * @param prefetch messages that it has in hand at most
     * @param batch messages in one frame at most
     * @param leaseMillis 0 for the queue's
     */
    record Wish(
            Bytes queue,
            Bytes consumer,
            int prefetch,
            int batch,
            long leaseMillis,
            boolean noAck,
            QueueEvent.Form form) {}

    private final QueueSource source;
    private final Wish wish;
    private final Outlet outlet;
    private final byte[] queue;
    private final int shard;
    private final Deliveries.Holder inHand;
    private Waiters.@Nullable Waiter inLine;
    /** Looks for leases that have ended, at {@link #lookMillis}. */
    private @Nullable Future<?> look;

    private long lookMillis;
    private boolean waitsForLog;
    private boolean closed;

    QueueSubscription(QueueSource source, Wish wish, Outlet outlet) {
        this.source = source;
        this.wish = wish;
        this.outlet = outlet;
        queue = wish.queue.toArray();
        shard = Slots.shardOf(queue);
        inHand = access().deliveries().open(queue, outlet.loop(), this::resume);
    }

    private Access access() {
        return source.store().commands().access();
    }

    @Override
    public void describe(ValueOutput out) {
        QueueSource.describe(wish, out, source.store());
    }

    @Override
    public boolean command(String name, CommandCall call) {
        if (!name.equals("ack") && !name.equals("nack")) {
            return false;
        }
        source.store().queue.set(queue);
        call.about(source.store().queue);
        if (name.equals("ack")) {
            source.settle().ackHere(call);
        } else {
            source.settle().nackHere(call);
        }
        return true;
    }

    /** Enters the line, if there is reason to. */
    @Override
    public void resume() {
        if (closed || inLine != null || waitsForLog || most() == 0) {
            return;
        }
        if (!source.exists(wish)) {
            end(new SynapException(ErrorCode.QUEUE_NOT_FOUND));
            return;
        }
        try {
            Waiters.Waiter waiter =
                    access().waiters().add(Family.Kind.QUEUE, List.of(queue), outlet.loop(), this::tried);
            inLine = waiter;
            waiter.requeue();
        } catch (SynapException refused) {
            end(refused);
        }
    }

    /** How many messages it may be handed now. */
    private int most() {
        if (!wish.noAck && inHand.isFull(wish.prefetch)) {
            return 0;
        }
        int free = wish.noAck ? wish.prefetch : wish.prefetch - inHand.count();
        return Math.min(free, outlet.room());
    }

    private void leave() {
        Waiters.Waiter waiter = inLine;
        inLine = null;
        if (waiter != null) {
            waiter.cancel();
        }
    }

    /** It is its turn; never says that its waiting is over. */
    private boolean tried() {
        if (closed) {
            return false;
        }
        int most = most();
        if (most == 0) {
            leave();
            return false;
        }
        try {
            boolean alone = access().waiters().count(shard) == 1;
            int received = source.receive(wish, Math.min(most, wish.batch > 1 || !alone ? wish.batch : ALONE_MAX));
            if (received > 0) {
                handOut();
            }
        } catch (RoomNeeded full) {
            awaitLog();
        } catch (SynapException refused) {
            end(refused);
        } catch (RuntimeException fault) {
            LOG.error("a subscription to a queue failed", fault);
            end(new SynapException(ErrorCode.INTERNAL));
        }
        return false;
    }

    private void handOut() {
        MessageCopies messages = source.store().receiver().messages();
        if (!wish.noAck) {
            for (int i = 0; i < messages.count(); i++) {
                long message = messages.message(i);
                inHand.took(Message.id(message), Message.deliveryNumber(message));
            }
            lookAt(Message.leaseDeadline(messages.message(0)));
        }
        source.send(wish, outlet);
        messages.clear();
        outlet.flush(source.endBatch());
        Waiters.Waiter waiter = inLine;
        if (waiter != null) {
            waiter.requeue();
        }
    }

    /** The log is full: it leaves the line, since others may wait for what needs no log, and comes back. */
    private void awaitLog() {
        leave();
        waitsForLog = true;
        access().whenRoom(() -> outlet.loop().execute(() -> {
            waitsForLog = false;
            resume();
        }));
    }

    /** Looks for leases that have ended, at that time or, if it is set to look earlier, then. */
    private void lookAt(long millis) {
        if (look != null && lookMillis <= millis) {
            return;
        }
        if (look != null) {
            look.cancel(false);
        }
        lookMillis = millis;
        long wait = Math.max(LOOK_MILLIS_MIN, millis - access().now());
        look = outlet.loop().schedule(this::lookNow, wait, TimeUnit.MILLISECONDS);
    }

    private void lookNow() {
        look = null;
        if (!closed) {
            access().tick();
            look(inHand.all(), 0, Long.MAX_VALUE);
        }
    }

    /** A slice of what is in hand, then the next in a turn of its own. */
    private void look(List<Delivery> all, int from, long next) {
        if (closed) {
            return;
        }
        int to = Math.min(all.size(), from + SLICE);
        long[] deadlines = new long[to - from];
        QueueStore store = source.store();
        store.queue.set(queue);
        try {
            store.commands().read(store.queue.address(), store.queue.length(), found -> {
                for (int i = from; i < to; i++) {
                    deadlines[i - from] = deadline(found, all.get(i));
                }
            });
        } catch (SynapException gone) {
            end(gone);
            return;
        }
        long first = next;
        for (int i = from; i < to; i++) {
            if (deadlines[i - from] == 0) {
                inHand.ended(all.get(i));
            } else {
                first = Math.min(first, deadlines[i - from]);
            }
        }
        if (to < all.size()) {
            long soFar = first;
            outlet.loop().execute(() -> look(all, to, soFar));
        } else if (first != Long.MAX_VALUE) {
            lookAt(first);
        }
    }

    /** When a delivery's lease ends; 0 when it has. */
    private static long deadline(Queue queue, Delivery delivery) {
        long message = queue.find(delivery.id());
        boolean held = message != 0
                && Message.state(message) == MessageState.LEASED
                && Message.deliveryNumber(message) == delivery.number();
        return held ? Message.leaseDeadline(message) : 0;
    }

    private void end(SynapException reason) {
        close();
        outlet.end(reason);
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        leave();
        if (look != null) {
            look.cancel(false);
        }
        release(inHand.close(), 0);
    }

    /** Gives back what is in hand. What the log has no room for comes back when its lease ends. */
    private void release(List<Delivery> all, int from) {
        if (from >= all.size()) {
            return;
        }
        QueueStore store = source.store();
        store.queue.set(queue);
        QueueCommands commands = store.commands();
        int to = Math.min(all.size(), from + SLICE);
        try {
            access().tick();
            commands.beginRelease(store.queue.address(), store.queue.length());
            all.subList(from, to).forEach(each -> commands.addDelivery(each.id(), each.number()));
            store.roomForGathered();
            var _ = commands.settle();
            access().endBatch();
        } catch (RoomNeeded | SynapException refused) {
            LOG.debug("{} messages in hand come back when their leases end", all.size() - from);
            return;
        }
        outlet.loop().execute(() -> release(all, to));
    }
}
