package io.synap.client.websocket;

import io.synap.client.error.ClientFault;
import io.synap.client.error.SynapClientException;
import io.synap.client.transport.Call;
import io.synap.client.transport.Command;
import io.synap.client.transport.Feed;
import io.synap.client.wire.Arguments;
import io.synap.client.wire.BadFrameException;
import io.synap.client.wire.Value;
import io.synap.client.wire.WireEvent;
import io.synap.client.wire.WireValue;
import io.synap.protocol.error.ErrorCode;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One subscription. Thread-safe.
 *
 * <p>It waits for a connection, is being opened, is open; a lost connection brings it back to the first. When a server
 * that had opened it before cannot do so now, it tries again. What the server says for good (the cursor has expired, the
 * room is gone) ends it.
 */
final class OpenFeed implements Feed {
    private static final Command CREDIT = Command.once("subscription.credit");
    private static final Command CLOSE = Command.once("subscription.close");
    private static final long RETRY_NANOS_MIN = 50_000_000;
    private static final long RETRY_NANOS_MAX = 5_000_000_000L;

    private enum State {
        WAITING,
        OPENING,
        OPEN,
        OVER
    }

    private final Feeds feeds;
    private final Outbound outbound;
    private final Request request;
    private final Command command;
    private final Told told;
    private final long deadlineNanos;
    private final long firstDeadline;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    // Guarded by this.
    private State state = State.WAITING;
    private @Nullable Connection on;
    private String name = "";
    private Optional<String> cursor;
    private boolean openedBefore;
    private long retryNanos = RETRY_NANOS_MIN;
    private long dueNanos;
    /** Credit that the server does not know of yet, while it is told of other. */
    private long owed;

    private boolean crediting;

    OpenFeed(Feeds feeds, Outbound outbound, Request request, Listener listener, long deadlineNanos) {
        this.feeds = feeds;
        this.outbound = outbound;
        this.request = request;
        this.command = Command.once(request.command().name());
        this.told = new Told(listener);
        this.cursor = request.cursor();
        this.deadlineNanos = deadlineNanos;
        this.firstDeadline = System.nanoTime() + deadlineNanos;
    }

    /** Begins to open it. */
    void subscribe(Connection next) {
        int credit = told.credit(request.credit());
        Arguments arguments = request.arguments().copy();
        String now;
        synchronized (this) {
            if (state != State.WAITING) {
                now = "";
            } else {
                state = State.OPENING;
                on = next;
                name = feeds.name(this);
                owed = 0;
                crediting = false;
                now = name;
                arguments.text("subscription", name).integer("credit", credit);
                cursor.ifPresent(behind -> arguments.text("cursor", behind));
            }
        }
        if (now.isEmpty()) {
            feeds.opened(next);
            return;
        }
        Call<Value> call = call(command, arguments);
        var _ = call.whenComplete((description, failure) -> {
            if (failure != null) {
                refused(next, now, failure);
            } else if (description instanceof Value.Structure) {
                opened(next, now, description);
            } else {
                refused(next, now, new BadFrameException(command + " was answered with " + description));
            }
            feeds.opened(next);
        });
        outbound.sendFirst(new Flight(call, next));
    }

    private Call<Value> call(Command asked, Arguments arguments) {
        return new Call<>(asked, arguments, WireValue::tree, System.nanoTime() + deadlineNanos);
    }

    private void opened(Connection where, String as, Value description) {
        boolean wanted;
        synchronized (this) {
            if (on != where || !name.equals(as)) {
                return;
            }
            wanted = state == State.OPENING;
            if (wanted) {
                state = State.OPEN;
                openedBefore = true;
                retryNanos = RETRY_NANOS_MIN;
                if (cursor.isEmpty()) {
                    cursor = description.get("cursor").textIfAny();
                }
            }
        }
        if (!wanted) {
            sendClose(where, as);
            return;
        }
        told.opened(description);
        giveOwed();
    }

    private void refused(Connection where, String as, Throwable failure) {
        SynapClientException reason = failure instanceof SynapClientException known
                ? known
                : SynapClientException.of(ClientFault.PROTOCOL_BROKEN, String.valueOf(failure.getMessage()), failure);
        boolean again;
        boolean missed;
        synchronized (this) {
            if (on != where || !name.equals(as)) {
                return;
            }
            if (state == State.OVER) {
                closed.complete(null);
                return;
            }
            // The loss was told before this was on that connection, or the sender was late.
            missed = reason.is(ClientFault.CONNECTION_LOST);
            if (missed) {
                state = State.WAITING;
                on = null;
            }
            again = openedBefore && isPassing(reason);
        }
        if (missed) {
            feeds.forget(as);
            feeds.again(this);
        } else if (again) {
            reopen(where, as);
        } else {
            end(Optional.of(reason));
        }
    }

    private static boolean isPassing(SynapClientException reason) {
        return reason.kind() == ErrorCode.Kind.UNAVAILABLE || reason.kind() == ErrorCode.Kind.INDETERMINATE;
    }

    /** Opens it again on the same connection, after a pause. */
    private void reopen(Connection where, String as) {
        boolean wasOpen;
        synchronized (this) {
            if (state == State.OVER || on != where || !name.equals(as)) {
                return;
            }
            wasOpen = state == State.OPEN;
            state = State.WAITING;
            dueNanos = System.nanoTime() + retryNanos;
            retryNanos = Math.min(RETRY_NANOS_MAX, 2 * retryNanos);
        }
        feeds.forget(as);
        sendClose(where, as);
        if (wasOpen) {
            told.interrupted();
        }
        feeds.later(this);
    }

    synchronized boolean isDue(long now) {
        return dueNanos - now <= 0;
    }

    /** Whether nobody should wait for a connection any more: only who has never had one is told so. */
    synchronized boolean hasWaitedTooLong(long now) {
        return state == State.WAITING && !openedBefore && firstDeadline - now <= 0;
    }

    /** The connection is lost. */
    void interrupted() {
        boolean wasOpen;
        synchronized (this) {
            if (state == State.OVER) {
                return;
            }
            wasOpen = state == State.OPEN;
            state = State.WAITING;
            on = null;
        }
        if (wasOpen) {
            told.interrupted();
        }
    }

    void event(WireEvent event) {
        Connection where;
        synchronized (this) {
            where = on;
            if (state != State.OPEN || where == null || !name.equals(event.subscription())) {
                return;
            }
            if (event.cursor().isPresent()) {
                cursor = event.cursor();
            }
        }
        if (!event.type().equals("end")) {
            told.event(event);
            return;
        }
        SynapClientException reason = SynapClientException.ofServer(
                event.get("code").text(), event.get("error").text());
        if (isPassing(reason)) {
            reopen(where, event.subscription());
        } else {
            end(Optional.of(reason));
        }
    }

    @Override
    public void credit(long more) {
        synchronized (this) {
            if (state != State.OPEN && state != State.OPENING) {
                return;
            }
            owed += more;
        }
        giveOwed();
    }

    /** Tells the server of credit, one message at a time. */
    private void giveOwed() {
        Connection where;
        String as;
        long amount;
        synchronized (this) {
            where = on;
            if (state != State.OPEN || where == null || crediting || owed == 0) {
                return;
            }
            as = name;
            amount = owed;
            owed = 0;
            crediting = true;
        }
        Call<Value> call =
                call(CREDIT, Arguments.none().text("subscription", as).integer("credit", amount));
        var _ = call.whenComplete((answer, failure) -> credited(where, as, failure));
        outbound.sendOwn(new Flight(call, where));
    }

    private void credited(Connection where, String as, @Nullable Throwable failure) {
        synchronized (this) {
            if (on != where || !name.equals(as)) {
                return;
            }
            crediting = false;
        }
        if (failure instanceof SynapClientException known && known.is(ClientFault.DEADLINE_PASSED)) {
            // Nobody knows what may come now, so it begins anew.
            reopen(where, as);
        } else if (failure == null) {
            giveOwed();
        }
    }

    @Override
    public CompletionStage<Void> close() {
        end(Optional.empty());
        return closed;
    }

    /** Ends it, and says so to the server if that has it. */
    void end(Optional<SynapClientException> reason) {
        State was = over();
        if (was == State.OVER) {
            return;
        }
        told.ended(reason);
        Connection where;
        String as;
        synchronized (this) {
            where = on;
            as = name;
        }
        if (was == State.OPEN && where != null) {
            sendClose(where, as);
        } else if (was != State.OPENING) {
            closed.complete(null);
        }
    }

    /** It is over; what it was before. */
    private State over() {
        State was;
        String as;
        synchronized (this) {
            was = state;
            state = State.OVER;
            as = name;
        }
        feeds.remove(this);
        feeds.forget(as);
        return was;
    }

    private void sendClose(Connection where, String as) {
        Call<Value> closing = call(CLOSE, Arguments.none().text("subscription", as));
        // A server that cannot be told any more has closed it with the connection.
        var _ = closing.whenComplete((answer, failure) -> {
            if (isOver()) {
                closed.complete(null);
            }
        });
        outbound.sendOwn(new Flight(closing, where));
    }

    private synchronized boolean isOver() {
        return state == State.OVER;
    }
}
