package io.synap.server.http.live;

import io.netty.util.concurrent.EventExecutor;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.server.http.json.ValueOutput;
import org.jspecify.annotations.Nullable;

/** One subscription of a connection. Confined to its event loop. There may be thousands, so it holds little. */
public final class LiveOutlet implements Outlet {
    public static final long UNBOUNDED = -1;

    /** Says that a subscription has ended, and why. */
    private static final class End extends LiveEvent {
        private final SynapException reason;

        End(SynapException reason) {
            super("end", null);
            this.reason = reason;
        }

        @Override
        public int credit() {
            return 0;
        }

        @Override
        protected void members(ValueOutput out) {
            out.name("code").text(reason.code().name()).name("error").text(String.valueOf(reason.getMessage()));
        }
    }

    private final LiveConnection connection;
    private final @Nullable String name;
    private final String kind;
    private final byte[] head;
    private long credit;
    private @Nullable LiveSubscription subscription;
    private boolean begun;
    private boolean starved;
    private boolean over;

    /**
     * @param name null for the one subscription of a path
     * @param kind for the counters
     */
    public LiveOutlet(LiveConnection connection, @Nullable String name, String kind, long credit) {
        this.connection = connection;
        this.name = name;
        this.kind = kind;
        this.credit = credit;
        this.head = connection.eventHead(name);
    }

    public void opened(LiveSubscription opened) {
        subscription = opened;
        connection.metrics().subscribed(kind);
        if (over) {
            // It had ended before it was known here.
            connection.metrics().unsubscribed(kind);
        }
    }

    public @Nullable LiveSubscription subscription() {
        return subscription;
    }

    /** Null for the one subscription of a path. */
    public @Nullable String name() {
        return name;
    }

    /** What stands before each of its events, see {@link LiveConnection#eventHead}; nobody may change it. */
    public byte[] head() {
        return head;
    }

    boolean isOver() {
        return over;
    }

    /** The answer is written: events may follow. */
    public void begin() {
        begun = true;
        resume();
    }

    public void resume() {
        starved = false;
        LiveSubscription source = subscription;
        if (!over && begun && source != null) {
            source.resume();
        }
    }

    @Override
    public EventExecutor loop() {
        return connection.executor();
    }

    @Override
    public int room() {
        if (over || connection.isClosing()) {
            return 0;
        }
        int room = connection.eventRoom();
        if (room == 0 && !starved) {
            starved = true;
            connection.starved(this);
        }
        return credit < 0 ? room : (int) Math.min(room, credit);
    }

    @Override
    public void send(LiveEvent event) {
        if (over) {
            return;
        }
        if (credit > 0) {
            credit = Math.max(0, credit - event.credit());
        }
        connection.event(this, event);
    }

    @Override
    public void flush(long awaited) {
        connection.flush(awaited);
    }

    @Override
    public void end(SynapException reason) {
        if (over) {
            return;
        }
        if (reason.code() == ErrorCode.SLOW_CONSUMER) {
            connection.metrics().slowConsumer();
        }
        String own = name;
        if (own != null) {
            send(new End(reason));
            connection.flush(0);
            connection.subscriptions().ended(own);
            ends();
        } else {
            ends();
            connection.ended(reason);
        }
    }

    private void ends() {
        if (!over) {
            over = true;
            if (subscription != null) {
                connection.metrics().unsubscribed(kind);
            }
        }
    }

    /** The command that has opened it failed after all. */
    public void withdraw() {
        String own = name;
        if (own != null) {
            connection.subscriptions().ended(own);
        }
        close();
    }

    /** Ends it from this side. */
    public void close() {
        ends();
        LiveSubscription source = subscription;
        if (source != null) {
            source.close();
        }
    }

    long credit(long more) {
        if (credit >= 0) {
            boolean wanting = credit == 0;
            credit = Math.min(Integer.MAX_VALUE, credit + more);
            if (wanting && credit > 0) {
                connection.later(this);
            }
        }
        return credit;
    }

    void describe(ValueOutput out) {
        out.beginObject().name("subscription").any(name).name("kind").text(kind);
        if (credit >= 0) {
            out.name("credit").number(credit);
        }
        LiveSubscription source = subscription;
        if (source != null) {
            source.describe(out);
        }
        out.endObject();
    }
}
